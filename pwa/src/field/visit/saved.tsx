// When things were saved, and that they were not. Never a toast a keystroke.
import { t } from '@/i18n/field';
import { clock } from '@/i18n/format';
import type { Saved, VisitHandle } from '@/store/contract';
import { Notice, showToast } from '@/ui';
import { codeOf } from './job';

export function savedWords(saved: Saved, practice: boolean): string {
  if (practice) return t('saved.practice');
  if (saved.kind === 'saved') return t('saved.at', { time: clock(saved.at_ms) });
  return saved.kind === 'saving' ? t('saved.now') : t('saved.failed');
}

/** The one thing that may stand in the way of the next question: that the last answer is not on the phone. */
export function NotSaved({ handle }: { handle: VisitHandle }) {
  const saved = handle.saved.value;
  if (saved.kind !== 'failed') return null;
  return (
    <Notice tone="bad" live title={t('warn.not-saved')}>
      {t(saved.code === 'storage-full' ? 'warn.full' : 'warn.dead')}
    </Notice>
  );
}

/** A tap whose write failed: said at once, in words. */
export function keep(work: Promise<unknown>): void {
  work.catch((error: unknown) => showToast(failure(error)));
}

export function failure(error: unknown): string {
  const code = codeOf(error);
  if (code === 'storage-full') return t('fail.full');
  if (code === 'not-found') return t('fail.no-form');
  if (code === 'already-closed') return t('fail.closed');
  if (code === 'locked') return t('fail.locked');
  if (code === 'too-long') return t('fail.long');
  return t('fail.other');
}
