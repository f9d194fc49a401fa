/** Everything that belongs to one account on this browser: its database and its keys. */
import { type Database, type DeviceSchema, deviceDatabase, type Watch } from './database';
import type { Env } from './env';
import { Keyring } from './keyring';

export interface Device {
  readonly id: string;
  readonly db: Database<DeviceSchema>;
  readonly keys: Keyring;
  readonly env: Env;
}

export function openDevice(id: string, env: Env, watch?: Watch): Device {
  const db = deviceDatabase(id, watch);
  return { id, db, keys: new Keyring(id, db, env), env };
}
