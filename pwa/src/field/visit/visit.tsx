// One household and all its screens: opens it, watches the location, remembers the place, and lets go when it is left.
import { useEffect } from 'preact/hooks';
import { Lazy, Loading } from '@/app/lazy';
import { t } from '@/i18n/field';
import type { VisitHandle } from '@/store/contract';
import { Bar, EmptyState, Page, Screen, Title } from '@/ui';
import { url } from '../nav';
import { WherePage } from '../place/line';
import { useRoom } from '../room';
import { Topic } from '../topic/topic';
import { Check } from './check';
import { Household } from './household';
import { type Job, jobState, leaveJob, openJob } from './job';
import { Cover, covered } from './pill';
import { Script } from './script';

type Screenful = { job: Job; handle: VisitHandle };

const loadCamera = () => import('../camera/camera').then((file) => file.CameraPage);
const loadSign = () => import('../sign/sign').then((file) => file.Sign);
const loadAfter = () => import('../after/after').then((file) => file.After);
const loadUnmetList = () => import('../unmet/unmet').then((file) => file.UnmetList);
const loadUnmetPath = () => import('../unmet/door').then((file) => file.UnmetDoor);
const loadUrgent = () => import('../unmet/urgent').then((file) => file.Urgent);

export function Visit({ parts }: { parts: readonly string[] }) {
  const room = useRoom();
  const ref = parts[1] ?? '';
  const state = jobState.value;
  useEffect(() => {
    openJob(room, ref);
  }, [room, ref]);
  useEffect(
    () => () => {
      room.watcher.close();
      leaveJob();
      covered.value = false;
    },
    [room],
  );
  if (state.kind === 'loading') return <Loading />;
  if (state.kind !== 'ready') return <NotHere kind={state.kind} />;
  return (
    <>
      <Inside job={state.job} parts={parts} />
      {covered.value && <Cover />}
    </>
  );
}

function NotHere({ kind }: { kind: 'missing' | 'closed' | 'failed' }) {
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('tab.today') }} />
      <Page pad>
        <Title>{t(`gone.${kind}`)}</Title>
        <EmptyState
          icon={kind === 'closed' ? 'circle-check' : 'search-x'}
          action={{
            label: t(kind === 'closed' ? 'gone.to-outbox' : 'gone.to-today'),
            href: kind === 'closed' ? url.outbox() : url.today(),
          }}
        >
          {t(`gone.${kind}-what`)}
        </EmptyState>
      </Page>
    </Screen>
  );
}

/** Where a kill would throw the inspector out of: written down, so that the next start comes back here. */
function usePlace(job: Job, parts: readonly string[]): void {
  const at = parts.slice(2).join('/');
  useEffect(() => {
    const { handle } = job;
    if (!handle || job.practice) return;
    const draft = handle.draft.peek();
    if (draft.place?.['at'] === at) return;
    handle.patch({ place: { ...draft.place, ref: job.ref, at } }).catch(() => undefined);
  }, [job, at]);
  useEffect(() => {
    const { handle } = job;
    if (!handle) return;
    return () => {
      // Left by choice: the next start begins with the list.
      if (!job.practice && location.hash.startsWith('#/visit/') === false)
        handle.patch({ place: null }).catch(() => undefined);
    };
  }, [job]);
}

function Inside({ job, parts }: { job: Job; parts: readonly string[] }) {
  usePlace(job, parts);
  useBestFix(job);
  const [, , screen = '', what = ''] = parts;
  if (screen === 'script') return <Script job={job} />;
  if (screen === 'where') return <WherePage job={job} />;
  if (screen === 'urgent') return <Lazy load={loadUrgent} props={{ job }} />;
  if (!job.handle) return <Household job={job} />;
  return <Working job={job} handle={job.handle} screen={screen} what={what} />;
}

function Working({ job, handle, screen, what }: Screenful & { screen: string; what: string }) {
  const { draft } = handle;
  if (screen === 'topic') {
    const topic = handle.definition.topics.find((one) => one.key === what && one.place !== 'after');
    return topic ? (
      <Topic key={topic.key} job={job} handle={handle} topic={topic} />
    ) : (
      <Household job={job} />
    );
  }
  if (screen === 'camera')
    return (
      <Lazy load={loadCamera} props={{ job, handle, wanted: what, back: backFrom(job, handle, what) }} />
    );
  if (screen === 'sign') return <Lazy load={loadSign} props={{ job, handle }} />;
  if (screen === 'after') return <Lazy load={loadAfter} props={{ job, handle }} />;
  if (screen === 'unmet')
    return what ? (
      <Lazy load={loadUnmetPath} props={{ job, handle, code: what }} />
    ) : (
      <Lazy load={loadUnmetList} props={{ job, handle }} />
    );
  if (screen === 'check') return <Check job={job} handle={handle} />;
  return <Household key={draft.value.visit_id} job={job} />;
}

/** The screen that sent somebody to the camera. */
function backFrom(job: Job, handle: VisitHandle, wanted: string): string {
  const [kind, rest = ''] = wanted.split('.');
  if (kind === 'unmet') return url.visit(job.ref, 'unmet', handle.draft.value.result ?? '');
  if (kind === 'sign') return url.visit(job.ref, 'sign');
  if (kind === 'extra') return url.visit(job.ref, rest === 'after' ? 'after' : 'topic', rest);
  const item = wanted.split('@')[0];
  const topic = handle.definition.topics.find((one) => one.items.some((each) => each.key === item));
  return topic && topic.place !== 'after' ? url.visit(job.ref, 'topic', topic.key) : url.visit(job.ref);
}

/** The best fix of the visit goes into the draft, so that a later start still knows the distance. */
function useBestFix(job: Job): void {
  const { watcher } = useRoom();
  const best = watcher.best.value;
  useEffect(() => {
    const known = job.handle?.draft.peek().fix ?? null;
    if (!job.handle || job.practice || !best || (known && known.acc_cm <= best.acc_cm)) return;
    job.handle.patch({ fix: best, no_fix: null }).catch(() => undefined);
  }, [best, job]);
}
