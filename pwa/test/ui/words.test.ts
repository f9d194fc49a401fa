import { afterEach, describe, expect, it } from 'vitest';
import { clock, day, dayOf, distance, moment, money, size, yuan } from '@/i18n/format';
import { dictionary, fill, locale, setLocale, type Twin } from '@/i18n/text';

type Dictionary = Record<string, string | { one: string; other: string }>;
const load = (files: Record<string, unknown>): [string, Dictionary][] =>
  Object.entries(files as Record<string, Record<string, Dictionary>>).map(([path, file]) => [
    path.split('/').pop() ?? '',
    Object.values(file)[0] ?? {},
  ]);
const zh = load(import.meta.glob('../../src/i18n/zh-CN/*.ts', { eager: true }));
const en = new Map(load(import.meta.glob('../../src/i18n/en/*.ts', { eager: true })));
const gaps = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const forms = (phrase: string | { one: string; other: string }): string[] =>
  typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other];

afterEach(() => setLocale('zh-CN'));

describe.each(zh)('%s', (name, words) => {
  const all = Object.entries(words) as [string, string][];

  it('has the same keys and gaps in English', () => {
    const twin = en.get(name) ?? {};
    expect(Object.keys(twin).sort()).toEqual(Object.keys(words).sort());
    for (const [key, text] of all)
      for (const form of forms(twin[key] ?? '')) expect([key, gaps(form)]).toEqual([key, gaps(text)]);
  });

  it('uses full-width punctuation between Chinese words', () => {
    expect(
      all.filter(([, text]) =>
        /\p{Script=Han}[,?!;:]|[,?!;:()]\p{Script=Han}|\p{Script=Han}\.(?!\w)/u.test(text),
      ),
    ).toEqual([]);
  });

  it('types no space between Chinese words and digits or letters', () => {
    expect(all.filter(([, text]) => /\p{Script=Han} [\w{]|[\w}] \p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('uses half-width digits, no emoji and no shouting', () => {
    expect(all.filter(([, text]) => /[０-９]|\p{Emoji_Presentation}|！！|成功/u.test(text))).toEqual([]);
  });
});

describe('t', () => {
  const t = dictionary(
    { hello: '您好，{name}', left: '还有{n}户' },
    async (): Promise<Twin<{ hello: string; left: string }>> => ({
      hello: 'Hello, {name}',
      left: { one: '{n} household left', other: '{n} households left' },
    }),
  );

  it('fills gaps and leaves an unknown one to be seen', () => {
    expect(t('hello', { name: '王木生' })).toBe('您好，王木生');
    expect(fill('{a}{b}', { a: 1 })).toBe('1{b}');
  });

  it('changes language with plural forms, and back', async () => {
    await setLocale('en');
    expect([t('left', { n: 1 }), t('left', { n: 2 })]).toEqual(['1 household left', '2 households left']);
    await setLocale('zh-CN');
    expect(t('left', { n: 2 })).toBe('还有2户');
  });

  it('stays Chinese where the English words cannot be fetched', async () => {
    const lost = dictionary({ word: '词' }, () => Promise.reject(new Error('offline')));
    await setLocale('en');
    expect(locale.value).toBe('zh-CN');
    expect(lost('word')).toBe('词');
  });
});

describe('format', () => {
  const ms = Date.parse('2026-11-24T14:05:00+08:00');

  it('speaks of days and times in +08:00', () => {
    expect(dayOf(Date.parse('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
    expect(clock(ms)).toBe('14:05');
    expect(day('2026-11-24', { weekday: true })).toBe('11月24日 周二');
    expect(day(ms, { year: true })).toBe('2026年11月24日');
  });

  it.each([
    ['2026-11-24T23:59:00+08:00', '今天14:05'],
    ['2026-11-25T00:01:00+08:00', '昨天14:05'],
    ['2026-12-01T08:00:00+08:00', '11月24日 14:05'],
  ])('seen at %s says %s', (now, words) => {
    expect(moment(ms, Date.parse(now))).toBe(words);
  });

  it.each([
    [128000, '1,280'],
    [128050, '1,280.5'],
    [7, '0.07'],
    [-5, '-0.05'],
    [0, '0'],
  ])('%i fen are %s yuan', (fen, text) => {
    expect(yuan(fen)).toBe(text);
  });

  it('names money, sizes and distances with their units', () => {
    expect([money(128000), size(900), size(1_640_000), distance(35), distance(4200)]).toEqual([
      '1,280元',
      '900 B',
      '1.6 MB',
      '35米',
      '4.2公里',
    ]);
  });
});
