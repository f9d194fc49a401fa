// Codes of the server to words of the room. An unknown code shows as it is: a newer server must not blank an older page.
import { day, clock as hour, yuan } from '@/i18n/format';
import { t } from '@/i18n/office';
import { locale } from '@/i18n/text';
import { office } from '@/i18n/zh-CN/office';
import type { IconName } from '@/ui';
import type { VisitCase, VisitRow, Words } from './shapes';

type Key = keyof typeof office;

/** `word('result', 'MET')` → 见面完成 */
export function word(group: string, code: string): string {
  const key = `${group}_${code.replaceAll('.', '_')}`;
  return key in office ? (t as (key: Key) => string)(key as Key) : code;
}

export const say = (words: Words): string => words[locale.value];

export function shotName(shot: string, words: Words | null): string {
  return words ? say(words) : word('shot', shot);
}

export function transferIcon(transfer: VisitRow['transfer']): IconName {
  return transfer === 'all' ? 'cloud-check' : transfer === 'text' ? 'file-text' : 'circle-dot';
}

export function visited(visit: VisitCase): string | null {
  if (visit.arrived_ms === null) return null;
  const from = hour(visit.arrived_ms);
  if (visit.left_ms === null)
    return t('visited_from', { day: day(visit.arrived_ms, { weekday: true }), from });
  // Whole minutes as the two clock times show them, so that the three numbers agree.
  const minute = (at_ms: number): number => Math.floor(at_ms / 60_000);
  const n = Math.max(1, minute(visit.left_ms) - minute(visit.arrived_ms));
  return t('visited', {
    day: day(visit.arrived_ms, { weekday: true }),
    from,
    to: hour(visit.left_ms),
    n,
  });
}

/** An answer whose words the server did not give: numbers and texts as they are. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('no_answer');
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value)) return value.map(plain).join(locale.value === 'en' ? ', ' : '、');
  if (typeof value === 'object')
    return Object.values(value as object)
      .map(plain)
      .join(' ');
  return String(value);
}

export const amount = (fen: number): string => (locale.value === 'en' ? `¥${yuan(fen)}` : `${yuan(fen)}元`);
