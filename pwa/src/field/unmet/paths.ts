// 见不到人: each result code with its own short path, as data. A path asks for little, because nobody is there to answer.
import type { ResultCode } from '@/store/contract';

export type Unmet = Exclude<ResultCode, 'MET'>;

export type FieldKind =
  | { readonly kind: 'photo'; readonly shot: 'door' | 'extra' }
  | { readonly kind: 'text' }
  | { readonly kind: 'date' }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[] };

export type PathField = FieldKind & {
  /** Name of the words (`<path>.<key>`) and of the note that keeps the answer. */
  readonly key: string;
  readonly required: boolean;
};

export interface Path {
  readonly fields: readonly PathField[];
  /** Both inspectors sign the words. */
  readonly sign: boolean;
}

const who = ['neighbour', 'cadre', 'relative', 'other'] as const;

export const paths: Record<Unmet, Path> = {
  ABSENT: {
    sign: false,
    fields: [
      { key: 'door', kind: 'photo', shot: 'door', required: true },
      { key: 'tried', kind: 'choices', options: ['knocked', 'called', 'note'], required: true },
      { key: 'neighbour1', kind: 'text', required: true },
      { key: 'neighbour2', kind: 'text', required: false },
    ],
  },
  REFUSED: {
    sign: true,
    fields: [
      { key: 'words', kind: 'text', required: true },
      { key: 'explained', kind: 'choices', options: ['badge', 'duty', 'phoned'], required: true },
    ],
  },
  MOVED: {
    sign: false,
    fields: [
      { key: 'where', kind: 'text', required: true },
      { key: 'since', kind: 'choice', options: ['half', 'year', 'longer', 'unclear'], required: true },
      { key: 'told', kind: 'choice', options: who, required: true },
      { key: 'door', kind: 'photo', shot: 'door', required: false },
    ],
  },
  DECEASED: {
    sign: false,
    fields: [
      { key: 'date', kind: 'date', required: false },
      {
        key: 'card',
        kind: 'choice',
        options: ['family', 'cadre', 'home', 'other', 'unclear'],
        required: true,
      },
      { key: 'paid', kind: 'choice', options: ['stopped', 'still', 'unclear'], required: true },
      { key: 'last', kind: 'date', required: false },
      { key: 'told', kind: 'choice', options: who, required: true },
    ],
  },
  INSTITUTION: {
    sign: false,
    fields: [
      { key: 'kind', kind: 'choice', options: ['hospital', 'care', 'prison', 'other'], required: true },
      { key: 'where', kind: 'text', required: true },
      { key: 'told', kind: 'choice', options: who, required: true },
    ],
  },
  NOT_FOUND: {
    sign: false,
    fields: [
      { key: 'place', kind: 'photo', shot: 'extra', required: true },
      { key: 'asked', kind: 'text', required: true },
    ],
  },
  UNSAFE: {
    sign: false,
    fields: [{ key: 'happened', kind: 'text', required: true }],
  },
};

export const unmetCodes = Object.keys(paths) as Unmet[];

export function isUnmet(code: string): code is Unmet {
  return Object.hasOwn(paths, code);
}

/** Where the answers of a path lie in the draft until the visit is closed. */
export const noteKey = (code: Unmet, key: string): string => `unmet.${code}.${key}`;
