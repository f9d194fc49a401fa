// Words live in one dictionary a room. zh-CN is written first and types the keys; English is a second
// dictionary with the same keys, fetched only when somebody asks for it.
import { signal } from '@preact/signals';

export type Locale = 'zh-CN' | 'en';
/** A plain sentence, or (English only) one sentence for one thing and one for several, chosen by `n`. */
export type Phrase = string | { readonly one: string; readonly other: string };
export type Words = Readonly<Record<string, string>>;
/** What the English file of a dictionary must hold: the same keys. */
export type Twin<D extends Words> = Readonly<Record<keyof D, Phrase>>;

type Gaps<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Gaps<Rest> : never;
type Args<S extends string> = [Gaps<S>] extends [never] ? [] : [params: Record<Gaps<S>, string | number>];
export type Translate<D extends Words> = <K extends keyof D>(key: K, ...args: Args<D[K]>) => string;

const KEY = 'fangcha.locale';
const plural = new Intl.PluralRules('en');

function remembered(): Locale {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN'; // storage may be closed in a private tab; words still work
  }
}

/** The language on screen. Reading it inside a component makes the component follow a change. */
export const locale = signal<Locale>('zh-CN');
let wanted: Locale = remembered();
const rooms: Array<() => Promise<void>> = [];

export function fill(phrase: Phrase, params: Readonly<Record<string, string | number>>): string {
  const text =
    typeof phrase === 'string'
      ? phrase
      : phrase[plural.select(Number(params['n'])) === 'one' ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => (name in params ? String(params[name]) : gap));
}

/** Registers a room's dictionary and returns its `t`. */
export function dictionary<const D extends Words>(zh: D, english: () => Promise<Twin<D>>): Translate<D> {
  let en: Twin<D> | undefined;
  rooms.push(async () => {
    en ??= await english();
  });
  return (key, ...args) => {
    const phrase: Phrase = locale.value === 'en' && en ? en[key] : (zh[key] as string);
    return fill(phrase, args[0] ?? {});
  };
}

/** Resolves when every dictionary loaded so far speaks the wanted language. Called at boot and after each lazy room. */
export async function wordsReady(): Promise<void> {
  if (wanted === 'en') {
    try {
      await Promise.all(rooms.map((load) => load()));
    } catch {
      wanted = 'zh-CN'; // English was never fetched and there is no network: stay readable
    }
  }
  locale.value = wanted;
  if (typeof document !== 'undefined') document.documentElement.lang = wanted;
}

export async function setLocale(next: Locale): Promise<void> {
  wanted = next;
  await wordsReady();
  try {
    localStorage.setItem(KEY, wanted);
  } catch {
    // kept for this page only
  }
}
