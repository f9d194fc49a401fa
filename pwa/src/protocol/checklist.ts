/** A checklist as data: the types that the parser hands out and the screens render. Twin of `sync/checklist`. */

export interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
}

export type AnswerValue = string | number | readonly string[];
export type Answers = Readonly<Record<string, AnswerValue>>;

export type ItemKind = 'choice' | 'choices' | 'number' | 'money' | 'text' | 'date' | 'photo' | 'people';
export type Place = 'home' | 'apart' | 'after';
export type Method = 'look' | 'check' | 'compute' | 'ask';
export type About = 'health' | 'disability' | 'income' | 'property' | 'marriage' | 'minor';

/** JSON of the closed operator set; `expressions.ts` evaluates it. */
export type Expr = string | number | boolean | null | readonly Expr[];

export interface Choice {
  readonly value: string;
  readonly text: Words;
  readonly raises?: readonly string[];
  readonly exclusive?: boolean;
}

export interface Item {
  readonly key: string;
  readonly kind: ItemKind;
  readonly text: Words;
  readonly hint?: Words;
  readonly short?: Words;
  readonly choices?: readonly Choice[];
  readonly min?: number;
  readonly max?: number;
  readonly unit?: Words;
  readonly roster?: string;
  readonly visible_if?: Expr;
  readonly required_if?: Expr;
  readonly constraint?: Expr;
  readonly constraint_text?: Words;
  readonly photos?: { readonly shot: string; readonly min: number };
  readonly store: 'core' | 'part';
  readonly about?: About;
  readonly summary: boolean;
}

export interface Topic {
  readonly key: string;
  readonly title: Words;
  readonly hint?: Words;
  readonly place: Place;
  readonly method?: Method;
  readonly repeat?: 'members';
  readonly items: readonly Item[];
}

export interface Definition {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly target: string;
  readonly topics: readonly Topic[];
}

export type Fault = 'kind' | 'choice' | 'exclusive' | 'range' | 'constraint' | 'unknown_key';

export interface Problem {
  readonly key: string;
  readonly code: Fault;
  /** The words of a constraint; null for the other codes. */
  readonly text: Words | null;
}

/** Every list is in the order of the file. */
export interface Evaluation {
  /** Keys of what is asked: `item` or `item@member_id`. */
  readonly visible: readonly string[];
  readonly required_missing: readonly string[];
  readonly problems: readonly Problem[];
  /** Finding codes, each once, and the answers that raise each. */
  readonly raised: readonly string[];
  readonly raised_by: Readonly<Record<string, readonly string[]>>;
  /** `shot` or `shot@member_id`. */
  readonly photos_missing: readonly string[];
}

/** The row of the target as pulled. */
export type Roster = Readonly<Record<string, unknown>>;
