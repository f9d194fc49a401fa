/** What is read back to the household before it signs: one fact a line, only what was said and seen together. Twin of `sync/checklist/summary.py`. */
import type { Definition, Item, Roster, Words } from './checklist';
import { chosen, faultOf, Sheet, type Spot } from './evaluate';

type Locale = keyof Words;

function money(fen: number, locale: Locale): string {
  const [yuan, rest] = [Math.floor(Math.abs(fen) / 100), Math.abs(fen) % 100];
  const figures = `${fen < 0 ? '-' : ''}${yuan}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
  return locale === 'zh-CN' ? `${figures}元` : `${figures} yuan`;
}

function date(day: string, locale: Locale): string {
  if (locale !== 'zh-CN') return day;
  const units = ['年', '月', '日'];
  return day
    .split('-')
    .map((figures, i) => `${Number(figures)}${units[i]}`)
    .join('');
}

function number(item: Item, value: number, locale: Locale): string {
  if (item.unit === undefined) return String(value);
  return locale === 'zh-CN' ? `${value}${item.unit[locale]}` : `${value} ${item.unit[locale]}`;
}

function words(item: Item, answer: unknown, names: ReadonlyMap<string, string>, locale: Locale): string {
  const comma = locale === 'zh-CN' ? '、' : ', ';
  const picked = item.kind === 'text' ? [] : chosen(item, answer);
  if (picked.length > 0) return picked.map((choice) => choice.text[locale]).join(comma);
  if (item.kind === 'people')
    return (answer as string[]).map((person) => names.get(person) ?? person).join(comma);
  if (item.kind === 'number') return number(item, answer as number, locale);
  if (item.kind === 'money') return money(answer as number, locale);
  if (item.kind === 'date') return date(answer as string, locale);
  return (answer as string)
    .split(/[\t\n\r \u00a0\u3000]+/)
    .filter(Boolean)
    .join(' ');
}

function line(
  { item, member }: Spot,
  value: string,
  names: ReadonlyMap<string, string>,
  locale: Locale,
): string {
  const [comma, colon] = locale === 'zh-CN' ? ['，', '：'] : [', ', ': '];
  const whose = member === null ? '' : `${names.get(member.id)}${comma}`;
  return `${whose}${(item.short ?? item.text)[locale]}${colon}${value}`;
}

/** The lines that are shown, read aloud and signed. */
export function readBack(
  definition: Definition,
  roster: Roster,
  answers: Readonly<Record<string, unknown>>,
  locale: Locale,
): string[] {
  const sheet = new Sheet(definition, roster, answers);
  const names = new Map(sheet.members.map((member) => [member.id, String(member['name'] ?? member.id)]));
  const lines: string[] = [];
  for (const spot of sheet.spots) {
    const answer = sheet.given(spot.key);
    if (
      spot.topic.place !== 'home' ||
      !spot.item.summary ||
      answer === null ||
      faultOf(spot.item, answer) !== null
    )
      continue;
    lines.push(line(spot, words(spot.item, answer, names, locale), names, locale));
  }
  return lines;
}

/** The text whose SHA-256 is `read_sha256`: every line ended by one LF. */
export const readText = (lines: readonly string[]): string => lines.map((each) => `${each}\n`).join('');
