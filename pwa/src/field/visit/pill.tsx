// Two things on every screen of a household: 紧急, and covering the screen before somebody reads it.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/field';
import { Icon, Tap } from '@/ui';
import { url } from '../nav';
import type { Job } from './job';

export const covered = signal(false);

export function UrgentPill({ job }: { job: Job }) {
  return (
    <>
      <Tap icon="eye-off" label={t('cover.do')} onClick={() => (covered.value = true)} />
      <a class="btn fit urgent" href={url.visit(job.ref, 'urgent')}>
        <Icon name="siren" small />
        <span>{t('urgent.pill')}</span>
      </a>
    </>
  );
}

/** A screen that says nothing. It looks like a phone that is off; a tap brings the page back. */
export function Cover() {
  useEffect(() => {
    const back = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') covered.value = false;
    };
    addEventListener('keydown', back);
    return () => removeEventListener('keydown', back);
  }, []);
  return (
    <button type="button" class="cover" onClick={() => (covered.value = false)} ref={(node) => node?.focus()}>
      <span>{t('cover.back')}</span>
    </button>
  );
}
