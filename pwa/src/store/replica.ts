/**
 * What the office has sent down, in memory while unlocked. On the disk it lies in sealed buckets of rows, so that opening
 * five hundred households costs a few dozen decryptions and not five hundred. No signal from afar touches drafts or ops.
 */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { sha256Large, textOf, utf8 } from '../protocol/bytes';
import type { Definition } from '../protocol/checklist';
import { pinnedDefinition } from '../protocol/definition';
import { visitIdOf } from '../protocol/uuid';
import { asBuffer } from './buffers';
import type {
  AssignmentRow,
  ChecklistRow,
  HouseholdRow,
  OfficeSetting,
  OpStatusRow,
  PersonRow,
  Rows,
} from './contract';
import type { Device } from './device';
import type { Env } from './env';
import { PhoneError, Stale } from './errors';
import { aadOf } from './keyring';
import type { RowBucket } from './tables';

export interface PulledRow {
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly audience: string;
  readonly data: unknown;
}

export interface Page {
  readonly cursor: string;
  readonly more: boolean;
  readonly reset: boolean;
  readonly rows: readonly PulledRow[];
}

/** meta `pull` */
interface PullState {
  readonly cursor: string;
  readonly pulled_ms: number;
  readonly data_key: string;
}

const BUCKETS = 16;
const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();
const collator = new Intl.Collator('zh-CN');

function bucketOf(kind: string, id: string): string {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum += id.charCodeAt(i);
  return `${kind}/${sum % BUCKETS}`;
}

interface Found {
  readonly row: HouseholdRow;
  readonly hay: string;
}

function haystack(row: HouseholdRow): string {
  const words = [row.name, row.initials, row.number, row.village.name, row.town.name, row.group ?? ''];
  return words.join('\n').toLowerCase();
}

export class Replica implements Rows {
  private readonly kinds = signal<ReadonlyMap<string, ReadonlyMap<string, unknown>>>(EMPTY);
  private readonly at = signal<number | null>(null);
  private all = new Map<string, PulledRow>();
  /** Visit ids by assignment and attempt, because lists cannot wait for a hash. */
  private readonly visit_ids = new Map<string, string>();
  private readonly definitions = new Map<string, Definition>();

  readonly assignments = this.of<AssignmentRow>('assignment');
  readonly households = this.of<HouseholdRow>('household');
  readonly persons = this.of<PersonRow>('person');
  readonly settings = this.of<OfficeSetting>('setting');
  readonly checklists = this.of<ChecklistRow>('checklist');
  readonly statuses = this.of<OpStatusRow>('op_status');
  readonly pulled_ms: ReadonlySignal<number | null> = this.at;

  private readonly index = computed<readonly Found[]>(() =>
    [...this.households.value.values()]
      .sort((a, b) => collator.compare(a.village.name, b.village.name) || collator.compare(a.name, b.name))
      .map((row) => ({ row, hay: haystack(row) })),
  );

  constructor(
    private readonly device: () => Device | null,
    private readonly env: Env,
    /** Whoever gets a definition is going to work with it: the code for that comes first. */
    private readonly warm: () => Promise<void>,
  ) {}

  private of<T>(kind: string): ReadonlySignal<ReadonlyMap<string, T>> {
    return computed(() => (this.kinds.value.get(kind) ?? EMPTY) as ReadonlyMap<string, T>);
  }

  private need(): Device {
    const device = this.device();
    if (device === null) throw new PhoneError('not-enrolled');
    return device;
  }

  find(query: string): readonly HouseholdRow[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.index.value.filter(({ hay }) => words.every((word) => hay.includes(word)));
    return found.map(({ row }) => row);
  }

  async definition(sha256: string): Promise<Definition> {
    await this.warm();
    const known = this.definitions.get(sha256);
    if (known !== undefined) return known;
    const bytes = await this.need().db.read(['checklists'], (tx) => tx.objectStore('checklists').get(sha256));
    if (bytes === undefined) throw new PhoneError('not-found');
    const read = await pinnedDefinition(new Uint8Array(bytes), sha256);
    this.definitions.set(sha256, read);
    return read;
  }

  /** Hashes of checklists that are named by a row and are not on this phone. */
  async missingChecklists(): Promise<string[]> {
    const wanted = new Set<string>();
    for (const row of this.checklists.value.values()) wanted.add(row.sha256);
    for (const row of this.assignments.value.values()) if (row.checklist) wanted.add(row.checklist.sha256);
    const known = await this.need().db.read(['checklists'], (tx) =>
      tx.objectStore('checklists').getAllKeys(),
    );
    for (const sha256 of known) wanted.delete(sha256);
    return [...wanted];
  }

  /** Kept for good: they are small, hold no person, and an old draft may need an old one. */
  async putChecklist(sha256: string, bytes: ArrayBuffer): Promise<boolean> {
    if ((await sha256Large(bytes)) !== sha256) return false;
    await this.need().db.write(['checklists'], (tx) => tx.objectStore('checklists').put(bytes, sha256));
    return true;
  }

  private async nameVisits(rows: Iterable<PulledRow>): Promise<void> {
    for (const { kind, data } of rows) {
      if (kind !== 'assignment' || data === null) continue;
      const { id, attempt = 1 } = data as AssignmentRow;
      const name = `${id} ${attempt}`;
      if (!this.visit_ids.has(name)) this.visit_ids.set(name, await visitIdOf(id, attempt));
    }
  }

  /** Empty for a row that did not come from here. */
  visitIdOf({ id, attempt = 1 }: AssignmentRow): string {
    return this.visit_ids.get(`${id} ${attempt}`) ?? '';
  }

  private show(): void {
    const kinds = new Map<string, Map<string, unknown>>();
    for (const row of this.all.values()) {
      const rows = kinds.get(row.kind) ?? new Map<string, unknown>();
      kinds.set(row.kind, rows.set(row.id, row.data));
    }
    this.kinds.value = kinds;
  }

  /** After unlocking, and when another tab has pulled. */
  async load(): Promise<void> {
    const device = this.need();
    const data = device.keys.need();
    const [buckets, state] = await device.db.read(['rows', 'meta'], (tx) =>
      Promise.all([
        tx.objectStore('rows').getAll(),
        tx.objectStore('meta').get('pull') as Promise<PullState | undefined>,
      ]),
    );
    const own = buckets.filter((bucket) => bucket.data_key === data.id);
    const texts = await Promise.all(
      own.map(async ({ key, box }) =>
        textOf(await device.keys.openOwn(box, aadOf('rows', device.id, key), data.key)),
      ),
    );
    const rows = texts.flatMap((text) => JSON.parse(text) as PulledRow[]);
    await this.nameVisits(rows);
    this.all = new Map(rows.map((row) => [`${row.kind}/${row.id}`, row]));
    batch(() => {
      this.at.value = state?.data_key === data.id ? state.pulled_ms : null;
      this.show();
    });
  }

  clear(): void {
    this.all = new Map();
    batch(() => {
      this.at.value = null;
      this.show();
    });
  }

  /** Where to pull from; null = everything, also after a new data key. */
  async cursor(): Promise<string | null> {
    const device = this.need();
    const data = device.keys.need();
    const state = await device.db.read(
      ['meta'],
      (tx) => tx.objectStore('meta').get('pull') as Promise<PullState | undefined>,
    );
    return state?.data_key === data.id ? state.cursor : null;
  }

  private async seal(
    device: Device,
    rows: ReadonlyMap<string, PulledRow>,
    keys: ReadonlySet<string>,
  ): Promise<RowBucket[]> {
    const data = device.keys.need();
    const filled = new Map<string, PulledRow[]>([...keys].map((key) => [key, []]));
    for (const row of rows.values()) filled.get(bucketOf(row.kind, row.id))?.push(row);
    return Promise.all(
      [...filled].map(async ([key, content]) => {
        const clear = utf8(JSON.stringify(content));
        const box = await device.keys.sealOwn(clear, aadOf('rows', device.id, key), data.key);
        return { key, data_key: data.id, box: asBuffer(box) };
      }),
    );
  }

  /** Page and cursor in one transaction. Throws Stale when another tab pulled meanwhile; `load` and go on from its cursor. */
  async apply(page: Page, from: string | null): Promise<void> {
    const device = this.need();
    const data = device.keys.need();
    const afresh = page.reset || from === null;
    const next = new Map(afresh ? [] : this.all);
    const touched = new Set<string>();
    for (const row of page.rows) {
      touched.add(bucketOf(row.kind, row.id));
      if (row.data === null) next.delete(`${row.kind}/${row.id}`);
      else next.set(`${row.kind}/${row.id}`, row);
    }
    await this.nameVisits(page.rows);
    const buckets = await this.seal(device, next, touched);
    const state: PullState = { cursor: page.cursor, pulled_ms: this.env.now(), data_key: data.id };
    await device.db.write(['rows', 'meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      const known = (await meta.get('pull')) as PullState | undefined;
      const stands = known?.data_key === data.id ? known.cursor : null;
      // The same page again after a healed handle is no conflict.
      if (stands !== from && stands !== page.cursor) throw new Stale();
      if (afresh) await tx.objectStore('rows').clear();
      for (const bucket of buckets) await tx.objectStore('rows').put(bucket);
      await meta.put(state, 'pull');
    });
    this.all = next;
    batch(() => {
      this.at.value = state.pulled_ms;
      this.show();
    });
  }
}
