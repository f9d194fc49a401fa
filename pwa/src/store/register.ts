/** The shared database: who works on this browser, and the few settings that belong to all of them. */
import { type Database, type SharedSchema, sharedDatabase, type Watch } from './database';
import type { AccountRow } from './tables';

export class Register {
  private readonly db: Database<SharedSchema>;

  constructor(watch?: Watch) {
    this.db = sharedDatabase(watch);
  }

  accounts(): Promise<AccountRow[]> {
    return this.db.read(['accounts'], (tx) => tx.objectStore('accounts').getAll());
  }

  async putAccount(row: AccountRow): Promise<void> {
    await this.db.write(['accounts'], (tx) => tx.objectStore('accounts').put(row));
  }

  setting<T>(name: string): Promise<T | undefined> {
    return this.db.read(['settings'], (tx) => tx.objectStore('settings').get(name) as Promise<T | undefined>);
  }

  async setSetting(name: string, value: unknown): Promise<void> {
    await this.db.write(['settings'], (tx) => tx.objectStore('settings').put(value, name));
  }

  close(): Promise<void> {
    return this.db.close();
  }
}
