import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import { wordsReady } from '@/i18n/text';
import { Bar, Button, Notice, Page, ProgressLine, Screen, Title } from '@/ui';

type Load<P> = () => Promise<FunctionComponent<P>>;
/** Of which load: when one lazy screen follows another in the same place, the old one must not be given the new one's props. */
type State<P> = { of: Load<P> } & (
  | { kind: 'loading' }
  | { kind: 'ready'; room: FunctionComponent<P> }
  | { kind: 'broken' }
);

/** Shows a room once its code and its words are here. `load` must keep its identity. */
export function Lazy<P extends object>({ load, props }: { load: Load<P>; props: P }) {
  const [state, setState] = useState<State<P>>({ of: load, kind: 'loading' });
  useEffect(() => {
    let gone = false;
    setState({ of: load, kind: 'loading' });
    load()
      .then(async (room) => {
        await wordsReady();
        if (!gone) setState({ of: load, kind: 'ready', room });
      })
      .catch(() => !gone && setState({ of: load, kind: 'broken' }));
    return () => {
      gone = true;
    };
  }, [load]);
  if (state.of !== load) return <Loading />;
  if (state.kind === 'ready') {
    const Room = state.room;
    return <Room {...props} />;
  }
  return state.kind === 'broken' ? <Broken /> : <Loading />;
}

export function Loading() {
  return (
    <Screen>
      <Page pad>
        <Title unseen>{t('app.loading')}</Title>
        <ProgressLine>{t('app.loading')}</ProgressLine>
      </Page>
    </Screen>
  );
}

/** The code of a room did not come: no network before the first install, or a build that is gone. */
function Broken() {
  return (
    <Screen>
      <Bar />
      <Page cls="gate">
        <Title>{t('broken.title')}</Title>
        <Notice tone="warn">{t('broken.text')}</Notice>
        <Button kind="fill" icon="refresh-cw" onClick={() => location.reload()}>
          {t('ui.retry')}
        </Button>
      </Page>
    </Screen>
  );
}
