// Dates, times, money and sizes as people say them. Days are those of +08:00, wherever the machine stands.
import { locale } from '@/i18n/text';

const ZONE = 'Asia/Shanghai';
const zhDays = '日一二三四五六';

function parts(ms: number): Record<string, string> {
  const list = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  }).formatToParts(ms);
  return Object.fromEntries(list.map((part) => [part.type, part.value]));
}

/** `2026-11-24`, the day in +08:00. */
export function dayOf(ms: number): string {
  const p = parts(ms);
  return `${p['year']}-${String(p['month']).padStart(2, '0')}-${String(p['day']).padStart(2, '0')}`;
}

/** 14:05 */
export function clock(ms: number): string {
  const p = parts(ms);
  return `${p['hour']}:${p['minute']}`;
}

/** 11月24日, or 24 Nov; `weekday` adds 周二. Takes `YYYY-MM-DD` or milliseconds. */
export function day(value: string | number, options: { weekday?: boolean; year?: boolean } = {}): string {
  const ms = typeof value === 'number' ? value : Date.parse(`${value}T12:00:00+08:00`);
  if (locale.value === 'en') {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      day: 'numeric',
      month: 'short',
      ...(options.weekday ? { weekday: 'short' as const } : {}),
      ...(options.year ? { year: 'numeric' as const } : {}),
    }).format(ms);
  }
  const p = parts(ms);
  const week = options.weekday ? ` 周${zhDays[new Date(ms + 8 * 3_600_000).getUTCDay()]}` : '';
  return `${options.year ? `${p['year']}年` : ''}${p['month']}月${p['day']}日${week}`;
}

/** 今天14:05 · 昨天14:05 · 11月24日 14:05 */
export function moment(ms: number, now: number): string {
  const gap = (Date.parse(dayOf(now)) - Date.parse(dayOf(ms))) / 86_400_000;
  const time = clock(ms);
  if (locale.value === 'en')
    return gap === 0 ? `today ${time}` : gap === 1 ? `yesterday ${time}` : `${day(ms)}, ${time}`;
  return gap === 0 ? `今天${time}` : gap === 1 ? `昨天${time}` : `${day(ms)} ${time}`;
}

/** 1,280 or 1,280.5 from fen, without the unit. */
export function yuan(fen: number): string {
  const cents = Math.abs(fen % 100);
  const tail = cents === 0 ? '' : `.${String(cents).padStart(2, '0').replace(/0$/, '')}`;
  return `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100).toLocaleString('en-US')}${tail}`;
}

/** 1,280元 or ¥1,280 */
export function money(fen: number): string {
  return locale.value === 'en' ? `¥${yuan(fen)}` : `${yuan(fen)}元`;
}

/** 1.6 MB */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** 35米 · 4.2公里 */
export function distance(metres: number): string {
  const km = metres >= 1000;
  const n = km ? (metres / 1000).toFixed(1).replace(/\.0$/, '') : String(Math.round(metres));
  if (locale.value === 'en') return `${n} ${km ? 'km' : 'm'}`;
  return `${n}${km ? '公里' : '米'}`;
}
