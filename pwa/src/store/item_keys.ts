/**
 * One key a subject: it seals its ops and photos, and is wrapped for the office and for the author. Apart from the keyring,
 * because only working on a visit needs it.
 */
import { aesKey } from '../protocol/aead';
import { type Bytes, base64url, lines } from '../protocol/bytes';
import { wrapForOffice } from '../protocol/sealing';
import type { Writing } from './database';
import { randomBytes, randomHex } from './env';
import { PhoneError, Stale } from './errors';
import type { ItemKey, Keyring } from './keyring';
import type { Enrolment, WrapRow } from './tables';

const ownAad = (of: string): string => lines('fangcha/own-wrap/1', of);
const wrapsOf = (of: string): IDBKeyRange => IDBKeyRange.bound([of, ''], [of, '\uffff']);
const buffer = (bytes: Bytes): ArrayBuffer => bytes.slice().buffer;

/**
 * The item key of a subject (or epoch); a new one where there is none that this data key opens. Asked twice, it gives the
 * same one, even before the first op has been stored. Only an epoch's key may be made while locked.
 */
export function itemKey(keys: Keyring, of: string): Promise<ItemKey> {
  const cached = keys.items.get(of);
  if (cached !== undefined) return cached;
  const made = findItemKey(keys, of);
  if (keys.dataKey !== null) {
    keys.items.set(of, made);
    made.catch(() => keys.items.delete(of));
  }
  return made;
}

async function findItemKey(keys: Keyring, of: string): Promise<ItemKey> {
  const rows = await keys.db.read(['wraps'], (tx) => tx.objectStore('wraps').getAll(wrapsOf(of)));
  const row = rows.find((wrap) => wrap.data_key !== null && wrap.data_key === keys.dataKey?.id);
  return row === undefined ? freshItemKey(keys, of) : openWrap(keys, row);
}

/** Any item key of this account by its name, for photos that lie here. */
export async function itemKeyNamed(keys: Keyring, of: string, key_id: string): Promise<ItemKey> {
  keys.need();
  const cached = await keys.items.get(of);
  if (cached?.key_id === key_id) return cached;
  const row = await keys.db.read(['wraps'], (tx) => tx.objectStore('wraps').get([of, key_id]));
  if (row === undefined) throw new PhoneError('not-found');
  return openWrap(keys, row);
}

async function openWrap(keys: Keyring, row: WrapRow): Promise<ItemKey> {
  const data = keys.need();
  if (row.own === null || row.data_key !== data.id) throw new PhoneError('not-found');
  const raw = await keys.openOwn(row.own, ownAad(row.of), data.key);
  return { of: row.of, key_id: row.key_id, key: await aesKey(raw), fresh: null };
}

async function freshItemKey(keys: Keyring, of: string): Promise<ItemKey> {
  const data = keys.dataKey;
  const office = await keys.db.read(
    ['meta'],
    (tx) => tx.objectStore('meta').get('enrol') as Promise<Enrolment | undefined>,
  );
  if (office === undefined) throw new PhoneError('not-enrolled');
  const raw = randomBytes(keys.env, 32);
  const intake = { kid: office.kid, spki: new Uint8Array(office.office_spki) };
  const outer = await wrapForOffice(raw, intake, keys.device, of, keys.env.random);
  const own = data === null ? null : buffer(await keys.sealOwn(raw, ownAad(of), data.key));
  const key_id = randomHex(keys.env, 8);
  const fresh: WrapRow = {
    of,
    key_id,
    kid: outer.kid,
    epk: buffer(outer.epk),
    wrap: buffer(outer.wrap),
    own,
    data_key: data?.id ?? null,
  };
  return { of, key_id, key: await aesKey(raw), fresh };
}

/** Inside the transaction of the first op: throws Stale when another tab has made a key for the subject meanwhile. */
export async function putFresh(keys: Keyring, tx: Writing, item: ItemKey): Promise<void> {
  if (item.fresh === null) return;
  const wraps = tx.objectStore('wraps');
  const rows = await wraps.getAll(wrapsOf(item.of));
  if (rows.some((row) => row.key_id === item.key_id)) return;
  if (rows.some((row) => row.data_key !== null && row.data_key === item.fresh?.data_key)) {
    keys.items.delete(item.of);
    throw new Stale();
  }
  await wraps.put(item.fresh);
}

/** After the commit. */
export function stored(keys: Keyring, item: ItemKey): void {
  if (keys.dataKey !== null && item.fresh !== null)
    keys.items.set(item.of, Promise.resolve({ ...item, fresh: null }));
}

export const wireWrap = (row: WrapRow): { of: string; kid: string; epk: string; wrap: string } => ({
  of: row.of,
  kid: row.kid,
  epk: base64url(row.epk),
  wrap: base64url(row.wrap),
});
