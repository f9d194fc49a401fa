/** Who is signed in, who works on this browser, and how a browser becomes somebody's device. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { base64url, fromBase64 } from '@/protocol/bytes';
import { uuid4 } from '@/protocol/uuid';
import { asBuffer } from '@/store/buffers';
import type { Account, Accounts, Role, Session, User } from '@/store/contract';
import type { Device } from '@/store/device';
import { type Env, randomBytes } from '@/store/env';
import { PhoneError } from '@/store/errors';
import type { Register } from '@/store/register';
import type { AccountRow, Enrolment } from '@/store/tables';
import { countWaiting } from '@/store/waiting';
import { DeviceAnswer, parse, SessionAnswer } from './messages';
import { type Call, type Reply, request } from './transport';

/** Only they carry a phone; everybody else works online. */
const IN_THE_FIELD: readonly Role[] = ['inspector', 'team_leader'];
const CURRENT = 'current';
/** The wish to sign out, kept until the server has heard it. */
const LEAVING = 'leaving';

interface Place {
  /** Opens (once) the database of a device. */
  open(device: string): Device;
  current(): Device | null;
  /** Locks what was open and shows another account's work. */
  show(device: Device | null): Promise<void>;
  unsentVisits(): number;
}

function refusal(reply: Exclude<Reply, { kind: 'ok' }>): PhoneError {
  if (reply.kind !== 'problem') return new PhoneError('offline');
  if (reply.code === 'wrong-login') return new PhoneError('bad-credentials');
  if (reply.status === 429) return new PhoneError('too-many-tries', { wait_ms: reply.retry_ms ?? 60_000 });
  if (reply.status === 401) return new PhoneError('signed-out');
  return new PhoneError('server', { problem: reply.code === '' ? 'internal' : reply.code });
}

const shown = (row: AccountRow): Account => ({
  device: row.device,
  user: row.user,
  enrolled_ms: row.enrolled_ms,
});

export class People implements Accounts {
  private readonly rows = signal<readonly Account[]>([]);
  private readonly here = signal<Account | null>(null);
  private readonly seen = signal<Session>({ kind: 'unknown' });
  readonly list: ReadonlySignal<readonly Account[]> = this.rows;
  readonly current: ReadonlySignal<Account | null> = this.here;
  readonly session: ReadonlySignal<Session> = this.seen;

  constructor(
    private readonly register: Register,
    private readonly env: Env,
    private readonly place: Place,
  ) {}

  /** At the start of the page, from what lies here. */
  async recall(): Promise<void> {
    const rows = await this.register.accounts();
    this.rows.value = rows.filter((row) => row.enrolled).map(shown);
    const current = await this.register.setting<string>(CURRENT);
    const row = rows.find((each) => each.device === current && each.enrolled);
    const whole = row !== undefined && (await this.place.open(row.device).keys.hasPair());
    await this.show(whole ? row : null);
  }

  private async show(row: AccountRow | null): Promise<void> {
    await this.place.show(row === null ? null : this.place.open(row.device));
    this.here.value = row === null ? null : shown(row);
  }

  private call(method: string, path: string, wants: Call['wants'], json?: object): Promise<Reply> {
    const body =
      json === undefined
        ? {}
        : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
    return request(this.env, { method, path, wants, timeout_ms: 20_000, ...body });
  }

  /** Another's word on the session: a pull that came, or one that was refused. */
  heard(live: boolean): void {
    if (!live) this.seen.value = { kind: 'none' };
    else if (this.seen.value.kind === 'unknown' && this.here.value !== null) {
      this.seen.value = { kind: 'live', user: this.here.value.user };
    }
  }

  private async leave(): Promise<boolean> {
    const reply = await this.call('DELETE', '/api/session', 'nothing');
    const gone = reply.kind === 'ok' || (reply.kind === 'problem' && reply.status === 401);
    if (gone) await this.register.setSetting(LEAVING, false);
    return gone;
  }

  async refreshSession(): Promise<Session> {
    try {
      if ((await this.register.setting<boolean>(LEAVING)) === true && !(await this.leave()))
        return this.seen.value;
      const reply = await this.call('GET', '/api/session', 'json');
      if (reply.kind === 'problem' && reply.status === 401) this.seen.value = { kind: 'none' };
      const found = reply.kind === 'ok' ? parse(SessionAnswer, reply.json) : null;
      if (found !== null) this.seen.value = { kind: 'live', user: found.user };
    } catch {
      // A storage fault shows itself where something is saved; who is signed in stays as it was.
    }
    return this.seen.value;
  }

  signIn(login: string, password: string): Promise<User> {
    return this.enter('/api/session', { login, password });
  }

  signInDemo(login: string): Promise<User> {
    return this.enter('/api/demo/session', { login });
  }

  private async enter(path: string, credentials: object): Promise<User> {
    const reply = await this.call('POST', path, 'json', credentials);
    if (reply.kind !== 'ok') throw refusal(reply);
    const found = parse(SessionAnswer, reply.json);
    if (found === null) throw new PhoneError('offline');
    const user: User = found.user;
    await this.register.setSetting(LEAVING, false);
    const carries = user.roles.some((role) => IN_THE_FIELD.includes(role));
    await this.become(carries ? await this.enrol(user) : null);
    this.seen.value = { kind: 'live', user };
    return user;
  }

  private async become(row: AccountRow | null): Promise<void> {
    await this.register.setSetting(CURRENT, row?.device ?? null);
    if (this.here.value?.device !== row?.device || row === null) await this.show(row);
    else this.here.value = shown(row);
  }

  /** Keys first, then the server's word, then the account: broken off anywhere, the next sign-in goes on with the same device. */
  private async enrol(user: User): Promise<AccountRow> {
    if (globalThis.crypto?.subtle === undefined) throw new PhoneError('insecure');
    const known = await this.deviceOf(user);
    const id = known?.device ?? uuid4(randomBytes(this.env, 16));
    const row: AccountRow = {
      device: id,
      user,
      enrolled_ms: known?.enrolled_ms ?? this.env.now(),
      enrolled: known?.enrolled ?? false,
    };
    await this.register.putAccount(row);
    await this.renew(this.place.open(id));
    const done: AccountRow = { ...row, enrolled: true };
    await this.register.putAccount(done);
    this.rows.value = (await this.register.accounts()).filter((each) => each.enrolled).map(shown);
    return done;
  }

  /** Where the browser has thrown the keys away, the old device cannot speak again: a new one begins. */
  private async deviceOf(user: User): Promise<AccountRow | undefined> {
    for (const row of await this.register.accounts()) {
      if (row.user.id !== user.id) continue;
      if (!row.enrolled || (await this.place.open(row.device).keys.hasPair())) return row;
      await this.register.putAccount({
        ...row,
        enrolled: false,
        user: { ...row.user, id: `${user.id} lost` },
      });
    }
    return undefined;
  }

  /** Online, with a live session of the device's user: a (new) token. */
  async renew(device: Device): Promise<void> {
    const spki = base64url(await device.keys.enrolKeys());
    const label = typeof navigator === 'undefined' ? '' : (navigator.userAgent ?? '').slice(0, 200);
    const reply = await this.call('POST', '/api/devices', 'json', { device: device.id, spki, label });
    if (reply.kind !== 'ok') throw refusal(reply);
    const found = parse(DeviceAnswer, reply.json);
    if (found === null || found.device !== device.id) throw new PhoneError('offline');
    const enrolment: Enrolment = {
      token: found.token,
      kid: found.intake_key.kid,
      office_spki: asBuffer(fromBase64(found.intake_key.spki)),
      refused: false,
    };
    await device.db.write(['meta'], (tx) => tx.objectStore('meta').put(enrolment, 'enrol'));
  }

  async choose(device: string): Promise<void> {
    const row = (await this.register.accounts()).find((each) => each.device === device && each.enrolled);
    if (row === undefined) throw new PhoneError('not-enrolled');
    await this.become(row);
  }

  async signOut({ courier }: { courier: boolean }): Promise<void> {
    const device = this.place.current();
    if (device !== null && !courier) {
      const { ops, blobs } = await countWaiting(device);
      if (ops + blobs > 0) throw new PhoneError('unsent', { visits: Math.max(1, this.place.unsentVisits()) });
    }
    await this.register.setSetting(LEAVING, true);
    await this.become(null);
    this.seen.value = { kind: 'none' };
    await this.leave();
  }

  /** The live session belongs to the account whose work is shown. */
  isOwn(): boolean {
    const session = this.seen.value;
    return session.kind === 'live' && session.user.id === this.here.value?.user.id;
  }
}
