/** Everything that belongs to one account on this browser: its database, keys and chain. */
import { type Database, type DeviceSchema, deviceDatabase, type Watch } from './database';
import type { Env } from './env';
import { Keyring } from './keyring';
import { Ledger } from './ledger';

export interface Device {
  readonly id: string;
  readonly db: Database<DeviceSchema>;
  readonly keys: Keyring;
  readonly ledger: Ledger;
}

export function openDevice(id: string, env: Env, watch?: Watch): Device {
  const db = deviceDatabase(id, watch);
  const keys = new Keyring(id, db, env);
  return { id, db, keys, ledger: new Ledger(db, keys, env) };
}
