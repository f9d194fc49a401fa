// Ends a page in the middle of its work: after a given number of writes every call to the database fails, as if the process were gone.
import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';

export class Killed extends Error {
  constructor() {
    super('killed');
  }
}

type Method = (...args: never[]) => unknown;

export class Knife {
  private left = Number.POSITIVE_INFINITY;
  private error: () => Error = () => new Killed();
  private once = false;
  private distaste: (value: unknown) => boolean = () => false;
  private readonly undo: (() => void)[] = [];
  writes = 0;

  constructor() {
    this.wrap(IDBObjectStore.prototype, 'put');
    this.wrap(IDBObjectStore.prototype, 'delete');
    this.wrap(IDBDatabase.prototype, 'transaction');
  }

  /** The page dies at the `writes`-th write or transaction from now. */
  killAfter(writes: number): void {
    this.arm(writes, () => new Killed(), false);
  }

  /** The next writes fail in this way, `once` or until `sheathe`. */
  arm(writes: number, error: () => Error, once: boolean): void {
    this.left = writes;
    this.error = error;
    this.once = once;
  }

  /** Values that this browser does not take. */
  refuse(distaste: (value: unknown) => boolean, error: () => Error): void {
    this.distaste = distaste;
    this.error = error;
  }

  /** A new process. */
  sheathe(): void {
    this.left = Number.POSITIVE_INFINITY;
  }

  remove(): void {
    for (const each of this.undo) each();
  }

  private wrap(prototype: object, name: string): void {
    const methods = prototype as Record<string, Method>;
    const original = methods[name] as Method;
    const strike = (): void => this.strike();
    const taste = (value: unknown): void => {
      if (name === 'put' && this.distaste(value)) throw this.error();
    };
    methods[name] = function (this: unknown, ...args: never[]) {
      strike();
      taste(args[0]);
      return original.apply(this, args);
    };
    this.undo.push(() => {
      methods[name] = original;
    });
  }

  private strike(): void {
    this.writes += 1;
    this.left -= 1;
    if (this.left >= 0) return;
    if (this.once) this.sheathe();
    throw this.error();
  }
}

export const fault = (name: string) => (): Error => Object.assign(new Error(name), { name });
