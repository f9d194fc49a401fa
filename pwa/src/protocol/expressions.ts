/** The closed operator set, null-safe and without floats: the same verdict here as on the server years later. Twin of `sync/checklist/expressions.py`. */
import type { Expr } from './checklist';

export interface Facts {
  answer(key: string): unknown;
  roster(path: string): unknown;
}

const BLANK = /^[\t\n\r \u00a0\u3000]*$/;
const DATE = /^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$/;

export const isEmpty = (value: unknown): boolean =>
  typeof value === 'string'
    ? BLANK.test(value)
    : value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Same type and equal; an object equals nothing. */
export function same(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((entry, i) => same(entry, right[i]));
  }
  return left !== null && typeof left === 'object' ? false : left === right;
}

function order(left: unknown, right: unknown): number | null {
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return (left as number) - (right as number);
  if (typeof left !== 'string' || typeof right !== 'string' || left.length !== right.length) return null;
  if (!DATE.test(left) || !DATE.test(right)) return null;
  return left < right ? -1 : Number(left > right);
}

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (n) => n < 0,
  '<=': (n) => n <= 0,
  '>': (n) => n > 0,
  '>=': (n) => n >= 0,
};

function contained(value: unknown, literals: readonly unknown[]): boolean {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.some((entry) => literals.some((literal) => same(entry, literal)));
}

export function holds(expr: Expr, facts: Facts): boolean {
  if (!Array.isArray(expr)) return expr === true;
  const [op, ...args] = expr as unknown as [string, ...Expr[]];
  const value = (n: number): unknown => worth(args[n] ?? null, facts);
  switch (op) {
    case 'and':
      return args.every((arg) => holds(arg, facts));
    case 'or':
      return args.some((arg) => holds(arg, facts));
    case 'not':
      return !holds(args[0] ?? null, facts);
    case 'empty':
      return isEmpty(value(0));
    case 'in':
      return contained(value(0), args[1] as readonly unknown[]);
    case '=':
    case '!=':
      return same(value(0), value(1)) === (op === '=');
  }
  const ordered = order(value(0), value(1));
  return ordered !== null && COMPARE[op]?.(ordered) === true;
}

export function worth(expr: Expr, facts: Facts): unknown {
  if (!Array.isArray(expr)) return expr;
  const [op, arg] = expr as unknown as [string, Expr];
  if (op === 'answer') return facts.answer(arg as string) ?? null;
  if (op === 'roster') return facts.roster(arg as string) ?? null;
  const counted = worth(arg, facts);
  if (isEmpty(counted)) return 0;
  return Array.isArray(counted) ? counted.length : 1;
}
