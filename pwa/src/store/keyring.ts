/**
 * The keys of one device. The data key (under the PIN) opens lists, drafts and item keys; the item key of a subject seals
 * its ops and photos and is wrapped a second time for the office, so that sending never needs the PIN.
 */

import { aesKey, open, seal } from '../protocol/aead';
import { type Bytes, lines, utf8 } from '../protocol/bytes';
import { importPrivate, makeKeyPair, sign } from '../protocol/signing';
import type { Database, DeviceSchema } from './database';
import { type Env, randomBytes, randomHex } from './env';
import { PhoneError } from './errors';
import type { WrappedDataKey, WrapRow } from './tables';

export interface ItemKey {
  readonly of: string;
  readonly key_id: string;
  readonly key: CryptoKey;
  /** Not stored yet: goes into the transaction of the first op that it seals. */
  readonly fresh: WrapRow | null;
}

/** Three ways to keep the signing key: as the browser's own object, wrapped, and bare only until the first PIN. */
type PairRow = { spki: ArrayBuffer } & (
  | { key: CryptoKey }
  | { pkcs8: ArrayBuffer }
  | { box: ArrayBuffer; data_key: string }
);

export interface DataKey {
  readonly id: string;
  readonly key: CryptoKey;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;
const PAIR_AAD = lines('fangcha/pair/1');
const buffer = (bytes: Bytes): ArrayBuffer => bytes.slice().buffer;

export class Keyring {
  private data: DataKey | null = null;
  private signing: CryptoKey | null = null;
  /** Item keys of this unlocking; `item_keys.ts` fills it. */
  readonly items = new Map<string, Promise<ItemKey>>();

  constructor(
    readonly device: string,
    readonly db: Database<DeviceSchema>,
    readonly env: Env,
  ) {}

  get dataKey(): DataKey | null {
    return this.data;
  }

  /** Throws `locked`. */
  need(): DataKey {
    if (this.data === null) throw new PhoneError('locked');
    return this.data;
  }

  private get<T>(name: string): Promise<T | undefined> {
    return this.db.read(['keys'], (tx) => tx.objectStore('keys').get(name) as Promise<T | undefined>);
  }

  private put(name: string, value: unknown): Promise<unknown> {
    return this.db.write(['keys'], (tx) => tx.objectStore('keys').put(value, name));
  }

  /** Stores what `whole` gives if the browser gives it back alive, otherwise what `spare` gives. */
  private async keep(
    name: string,
    whole: unknown,
    alive: (value: unknown) => boolean,
    spare: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await this.put(name, whole);
      if (alive(await this.get(name))) return;
    } catch (error) {
      // Private windows and Lockdown Mode cannot clone keys; a full or dead disk is another matter.
      if (error instanceof PhoneError) throw error;
    }
    await this.put(name, await spare());
  }

  /** Makes the device's key pair and PIN key if there are none. Returns the SPKI of the public key. */
  async enrolKeys(): Promise<Bytes> {
    const known = await this.get<PairRow>('pair');
    if (known !== undefined) return new Uint8Array(known.spki);
    const raw = randomBytes(this.env, 32);
    const hmac = await crypto.subtle.importKey('raw', raw, HMAC, false, ['sign']);
    await this.keep(
      'hmac',
      hmac,
      (value) => (value as CryptoKey | null)?.type === 'secret',
      async () => buffer(raw),
    );
    const pair = await makeKeyPair(true);
    const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
    const key = await importPrivate(new Uint8Array(pkcs8));
    await this.keep(
      'pair',
      { spki, key },
      (value) => (value as { key?: CryptoKey } | null)?.key?.type === 'private',
      async () => ({ spki, pkcs8 }),
    );
    return new Uint8Array(spki);
  }

  async hasPair(): Promise<boolean> {
    return (await this.get('pair')) !== undefined;
  }

  async hasPin(): Promise<boolean> {
    return (await this.get('data')) !== undefined;
  }

  private async pinKey(pin: string, salt: ArrayBuffer, iterations: number): Promise<CryptoKey> {
    const typed = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
      typed,
      256,
    );
    const kept = await this.get<CryptoKey | ArrayBuffer>('hmac');
    if (kept === undefined) throw new PhoneError('storage-dead');
    const hmac =
      kept instanceof ArrayBuffer ? await crypto.subtle.importKey('raw', kept, HMAC, false, ['sign']) : kept;
    return aesKey(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, bits)));
  }

  private dataAad(id: string): string {
    return lines('fangcha/data-key/1', this.device, id);
  }

  private async wrapData(raw: Bytes, id: string, pin: string): Promise<WrappedDataKey> {
    const salt = buffer(randomBytes(this.env, 16));
    const iterations = this.env.pin_iterations;
    const box = await seal(await this.pinKey(pin, salt, iterations), raw, this.dataAad(id), this.env.random);
    return { id, salt, iterations, box: buffer(box) };
  }

  private async unwrapData(pin: string): Promise<{ raw: Bytes; id: string }> {
    const row = await this.get<WrappedDataKey>('data');
    if (row === undefined) throw new PhoneError('not-enrolled');
    const key = await this.pinKey(pin, row.salt, row.iterations);
    const raw = await open(key, new Uint8Array(row.box), this.dataAad(row.id)).catch(() => {
      throw new PhoneError('wrong-pin');
    });
    return { raw, id: row.id };
  }

  /** A first PIN, or a new one after a forgotten one: the old wrap is kept, for it may be remembered yet. */
  async newDataKey(pin: string): Promise<void> {
    const raw = randomBytes(this.env, 32);
    const row = await this.wrapData(raw, randomHex(this.env, 4), pin);
    await this.db.write(['keys'], async (tx) => {
      const keys = tx.objectStore('keys');
      const old = (await keys.get('data')) as WrappedDataKey | undefined;
      if (old !== undefined) await keys.put(old, `data-${old.id}`);
      await keys.put(row, 'data');
    });
    await this.take(raw, row.id);
  }

  async unlock(pin: string): Promise<void> {
    const { raw, id } = await this.unwrapData(pin);
    await this.take(raw, id);
  }

  async changePin(old_pin: string, new_pin: string): Promise<void> {
    const { raw, id } = await this.unwrapData(old_pin);
    await this.put('data', await this.wrapData(raw, id, new_pin));
  }

  async checkPin(pin: string): Promise<void> {
    await this.unwrapData(pin);
  }

  private async take(raw: Bytes, id: string): Promise<void> {
    this.items.clear();
    this.data = { id, key: await aesKey(raw) };
    raw.fill(0);
    const pair = await this.get<PairRow>('pair');
    if (pair !== undefined && 'pkcs8' in pair) {
      const box = buffer(await this.sealOwn(new Uint8Array(pair.pkcs8), PAIR_AAD));
      await this.put('pair', { spki: pair.spki, box, data_key: id });
    }
  }

  lock(): void {
    this.data = null;
    this.signing = null;
    this.items.clear();
  }

  /** Under the data key. Throws `locked`. */
  sealOwn(clear: Bytes, aad: string, key = this.need().key): Promise<Bytes> {
    return seal(key, clear, aad, this.env.random);
  }

  openOwn(sealed: ArrayBuffer, aad: string, key = this.need().key): Promise<Bytes> {
    return open(key, new Uint8Array(sealed), aad);
  }

  private async signingKey(): Promise<CryptoKey | null> {
    const pair = await this.get<PairRow>('pair');
    if (pair === undefined) return null;
    if ('key' in pair) return pair.key?.type === 'private' ? pair.key : null;
    if ('pkcs8' in pair) return importPrivate(new Uint8Array(pair.pkcs8));
    if (this.data === null || this.data.id !== pair.data_key) return null;
    return importPrivate(await this.openOwn(pair.box, PAIR_AAD));
  }

  /** base64url of r‖s, or null where the key cannot be had: the office stores such work and marks it unsigned. */
  async sign(text: string): Promise<string | null> {
    try {
      this.signing ??= await this.signingKey();
      return this.signing === null ? null : await sign(this.signing, text);
    } catch (error) {
      if (error instanceof PhoneError) throw error;
      return null;
    }
  }
}

export const aadOf = (...parts: string[]): string => lines('fangcha/phone/1', ...parts);
