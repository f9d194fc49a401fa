/**
 * The two kinds of database: one small shared one (who works on this browser), one a device (all of one account's work).
 * `Database` heals dead handles: WebKit and Chromium both hand out connections that die while the page sleeps.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { PhoneError } from './errors';
import type { AccountRow, BlobRow, DraftRow, OpRow, RecordRow, RowBucket, WrapRow } from './tables';

export interface SharedSchema extends DBSchema {
  accounts: { key: string; value: AccountRow };
  settings: { key: string; value: unknown };
}

export interface DeviceSchema extends DBSchema {
  meta: { key: string; value: unknown };
  /** Apart from everything else: one browser nulls a whole record that holds a key it no longer likes. */
  keys: { key: string; value: unknown };
  rows: { key: string; value: RowBucket };
  checklists: { key: string; value: ArrayBuffer };
  drafts: { key: string; value: DraftRow };
  records: { key: string; value: RecordRow };
  ops: { key: number; value: OpRow; indexes: { op_id: string; pending: number; subject: string } };
  wraps: { key: [string, string]; value: WrapRow };
  blobs: { key: string; value: BlobRow; indexes: { waiting: number; subject: string } };
  segments: { key: [string, number]; value: ArrayBuffer };
}

export type Table = StoreNames<DeviceSchema>;
export type Writing = IDBPTransaction<DeviceSchema, Table[], 'readwrite'>;
export type Reading = IDBPTransaction<DeviceSchema, Table[], 'readonly'>;

const VERSION = 1;

function makeShared(db: IDBPDatabase<SharedSchema>): void {
  db.createObjectStore('accounts', { keyPath: 'device' });
  db.createObjectStore('settings');
}

/** Additive only: an older tab may still be open, and no store that holds work is ever removed. */
function makeDevice(db: IDBPDatabase<DeviceSchema>): void {
  db.createObjectStore('meta');
  db.createObjectStore('keys');
  db.createObjectStore('rows', { keyPath: 'key' });
  db.createObjectStore('checklists');
  db.createObjectStore('drafts', { keyPath: 'visit_id' });
  db.createObjectStore('records', { keyPath: 'subject' });
  const ops = db.createObjectStore('ops', { keyPath: 'pos' });
  ops.createIndex('op_id', 'op_id', { unique: true });
  ops.createIndex('pending', 'pending');
  ops.createIndex('subject', 'subject');
  db.createObjectStore('wraps', { keyPath: ['of', 'key_id'] });
  const blobs = db.createObjectStore('blobs', { keyPath: 'sha256' });
  blobs.createIndex('waiting', 'waiting');
  blobs.createIndex('subject', 'subject');
  db.createObjectStore('segments');
}

const DEAD = ['InvalidStateError', 'UnknownError', 'AbortError', 'TransactionInactiveError'];
const isDeadHandle = (error: unknown): boolean => error instanceof Error && DEAD.includes(error.name);
const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

export type Watch = (trouble: 'storage-full' | 'storage-dead' | null) => void;

/** One connection, opened when needed and opened again when it has died. */
export class Database<S extends DBSchema> {
  private handle: Promise<IDBPDatabase<S>> | null = null;

  constructor(
    readonly name: string,
    private readonly make: (db: IDBPDatabase<S>) => void,
    private readonly watch: Watch = () => undefined,
  ) {}

  private open(version: number | undefined): Promise<IDBPDatabase<S>> {
    return openDB<S>(this.name, version, {
      upgrade: (db) => this.make(db),
      blocking: () => void this.close(),
      terminated: () => this.drop(),
    });
  }

  private connect(): Promise<IDBPDatabase<S>> {
    if (typeof indexedDB === 'undefined') throw new PhoneError('storage-none');
    if (this.handle !== null) return this.handle;
    const opened = this.open(VERSION).catch((error: unknown) => {
      // A newer build of the app has been here: it only adds, so this one may go on.
      if ((error as { name?: string }).name === 'VersionError') return this.open(undefined);
      throw error;
    });
    opened.catch(() => this.drop());
    this.handle = opened;
    return opened;
  }

  private drop(): void {
    this.handle = null;
  }

  async close(): Promise<void> {
    const handle = this.handle;
    this.drop();
    if (handle !== null) (await handle.catch(() => null))?.close();
  }

  /** `work` may run again, so it must come to the same end when its transaction had been committed after all. */
  private async heal<T>(work: (db: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await work(await this.connect());
        this.watch(null);
        return result;
      } catch (error) {
        if (isFull(error)) {
          this.watch('storage-full');
          throw new PhoneError('storage-full');
        }
        if (!isDeadHandle(error)) throw error;
        await this.close();
        if (attempt >= 3) {
          this.watch('storage-dead');
          throw new PhoneError('storage-dead');
        }
      }
    }
  }

  read<T>(
    tables: StoreNames<S>[],
    work: (tx: IDBPTransaction<S, StoreNames<S>[], 'readonly'>) => Promise<T>,
  ): Promise<T> {
    return this.heal(async (db) => {
      const tx = db.transaction(tables, 'readonly');
      tx.done.catch(() => undefined);
      return work(tx);
    });
  }

  /**
   * Resolves after the commit, which is strict: Chromium's default answers before the bytes are on the disk.
   * `work` awaits nothing but requests of this transaction.
   */
  write<T>(
    tables: StoreNames<S>[],
    work: (tx: IDBPTransaction<S, StoreNames<S>[], 'readwrite'>) => Promise<T>,
  ): Promise<T> {
    return this.heal(async (db) => {
      const tx = db.transaction(tables, 'readwrite', { durability: 'strict' });
      const done = tx.done.then(
        () => null,
        (error: unknown) => error,
      );
      try {
        const result = await work(tx);
        const failed = await done;
        if (failed !== null) throw failed;
        return result;
      } catch (error) {
        try {
          tx.abort();
        } catch {
          // It had ended already.
        }
        await done;
        // A request of an aborted transaction fails with AbortError; the transaction knows why.
        throw tx.error ?? error;
      }
    });
  }
}

export const sharedDatabase = (watch?: Watch): Database<SharedSchema> =>
  new Database<SharedSchema>('fangcha', makeShared, watch);

export const deviceDatabase = (device: string, watch?: Watch): Database<DeviceSchema> =>
  new Database<DeviceSchema>(`fangcha-${device}`, makeDevice, watch);
