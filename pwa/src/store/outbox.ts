/** What the outbox screen shows: counts that the store keeps beside the ops, put into the fixed words' codes. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { textOf } from '../protocol/bytes';
import type { Outbox, OutboxItem, OutboxTotals, Transfer } from './contract';
import type { Device } from './device';
import { type Card, cardAad } from './drafts';
import type { Env } from './env';
import type { Replica } from './replica';
import type { RecordRow } from './tables';
import { countWaiting } from './waiting';

const NOTHING: OutboxTotals = {
  visits_unsent: 0,
  ops_unsent: 0,
  photos_unsent: 0,
  bytes_unsent: 0,
  oldest_unsent_days: 0,
};
const DAY_MS = 86_400_000;

export function transferOf(row: RecordRow): Transfer {
  if (row.kind === 'visit' && row.closed_ms === null) return 'open';
  if (row.ops_sent < row.ops_total) return 'saved';
  return row.photos_sent < row.photos_total ? 'text' : 'all';
}

interface Shown {
  readonly rows: readonly RecordRow[];
  readonly cards: ReadonlyMap<string, Card>;
}

export class OutboxView implements Outbox {
  private readonly shown = signal<Shown>({ rows: [], cards: new Map() });
  private readonly sums = signal<OutboxTotals>(NOTHING);
  private readonly courier = signal(0);
  /** Facts of the engine that explain why something waits. */
  readonly hold = signal<{ refused: boolean; wifi: boolean }>({ refused: false, wifi: false });
  readonly totals: ReadonlySignal<OutboxTotals> = this.sums;
  readonly courier_ops: ReadonlySignal<number> = this.courier;
  private readonly opened = new Map<string, Card>();
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  readonly items: ReadonlySignal<readonly OutboxItem[]> = computed(() =>
    this.shown.value.rows
      .map((row) => this.item(row, this.shown.value.cards.get(row.subject) ?? null))
      .sort((a, b) => b.opened_ms - a.opened_ms),
  );

  constructor(
    private readonly device: () => Device | null,
    private readonly others: () => Promise<readonly Device[]>,
    private readonly replica: Replica,
    private readonly env: Env,
  ) {}

  private item(row: RecordRow, card: Card | null): OutboxItem {
    const transfer = transferOf(row);
    const { subject, kind, closed_ms, opened_ms, ops_sent, ops_total } = row;
    const { photos_sent, photos_total, bytes_sent, bytes_total } = row;
    return {
      ...{ subject, kind, transfer, closed_ms, opened_ms, ops_sent, ops_total },
      ...{ photos_sent, photos_total, bytes_sent, bytes_total },
      household: card?.household ?? null,
      result: card?.result ?? null,
      receipt_no: this.replica.statuses.value.get(subject)?.receipt_no ?? null,
      stuck: this.stuck(row, transfer),
    };
  }

  private stuck(row: RecordRow, transfer: Transfer): OutboxItem['stuck'] {
    const { refused, wifi } = this.hold.value;
    if (transfer !== 'all' && refused) return { reason: 'sign-in', action: 'sign-in' };
    if (row.refused > 0) return { reason: row.refused_why ?? 'server-refuses', action: 'call-office' };
    if (row.odd > 0) return { reason: 'office-looks', action: 'none' };
    const waits = wifi && row.photos_sent < row.photos_total && row.ops_sent === row.ops_total;
    return waits ? { reason: 'wifi-only', action: 'send-anyway' } : null;
  }

  /** Resolves after a reading that began after the call; calls that come while one is under way share the next. */
  refresh(): Promise<void> {
    if (this.running === null) {
      this.running = this.read().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.refresh();
      });
    return this.next;
  }

  private async read(): Promise<void> {
    const device = this.device();
    const others = await this.others();
    const waiting = await Promise.all(others.map(countWaiting));
    this.courier.value = waiting.reduce((sum, { ops }) => sum + ops, 0);
    if (device === null) {
      this.clear();
      return;
    }
    const rows = await device.db.read(['records'], (tx) => tx.objectStore('records').getAll());
    const counts = await countWaiting(device);
    const cards = await this.open(device, rows);
    const unsent = rows.filter((row) => row.closed_ms !== null && transferOf(row) !== 'all');
    const oldest = counts.oldest_ms === null ? 0 : Math.floor((this.env.now() - counts.oldest_ms) / DAY_MS);
    batch(() => {
      this.shown.value = { rows, cards };
      this.sums.value = {
        visits_unsent: unsent.length,
        ops_unsent: counts.ops,
        photos_unsent: counts.blobs,
        bytes_unsent: rows.reduce((sum, row) => sum + row.bytes_total - row.bytes_sent, 0),
        oldest_unsent_days: Math.max(0, oldest),
      };
    });
  }

  private async open(device: Device, rows: readonly RecordRow[]): Promise<Map<string, Card>> {
    const data = device.keys.dataKey;
    const cards = new Map<string, Card>();
    if (data === null) {
      this.opened.clear();
      return cards;
    }
    const read = rows.map(async ({ subject, closed_ms, card, data_key }) => {
      if (card === null || data_key !== data.id) return;
      const name = `${subject} ${closed_ms}`;
      const clear =
        this.opened.get(name) ??
        (JSON.parse(textOf(await device.keys.openOwn(card, cardAad(device.id, subject), data.key))) as Card);
      this.opened.set(name, clear);
      cards.set(subject, clear);
    });
    await Promise.all(read);
    return cards;
  }

  clear(): void {
    this.opened.clear();
    batch(() => {
      this.shown.value = { rows: [], cards: new Map() };
      this.sums.value = NOTHING;
    });
  }
}
