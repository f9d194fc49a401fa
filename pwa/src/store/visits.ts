/** The visits as every screen meets them: the list at once, the work on one of them when its code is here. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { VisitBook } from './book';
import type {
  AlarmInput,
  AssignmentRow,
  Definition,
  Draft,
  DraftCard,
  HouseholdRow,
  OpRef,
  StartVisit,
  VisitHandle,
  Visits,
} from './contract';
import type { Device } from './device';
import { openDraft } from './drafts';
import { PhoneError } from './errors';
import type { Replica } from './replica';

const cardOfDraft = (draft: Draft): DraftCard => ({
  visit_id: draft.visit_id,
  assignment: draft.assignment,
  household: draft.household?.id ?? null,
  name: draft.household?.name ?? '',
  result: draft.result,
  left_ms: draft.left_ms,
  answered: Object.keys(draft.answers).length,
  photos: draft.photos.length,
  saved_ms: draft.saved_ms,
});

export class VisitDesk implements Visits {
  private readonly cards = signal<readonly DraftCard[]>([]);
  readonly drafts: ReadonlySignal<readonly DraftCard[]> = this.cards;
  /** How many handles are out: a new version of the app waits for them. */
  readonly handles = signal(0);
  private book: { device: Device; here: VisitBook } | null = null;

  constructor(
    private readonly device: () => Device | null,
    private readonly replica: Replica,
    private readonly written: (urgent: boolean) => void,
  ) {}

  private need(): Device {
    const device = this.device();
    if (device === null) throw new PhoneError('not-enrolled');
    device.keys.need();
    return device;
  }

  private async work(): Promise<VisitBook> {
    const device = this.need();
    if (this.book?.device === device) return this.book.here;
    const { VisitBook } = await import('./book');
    // Another caller may have been faster.
    if (this.book?.device === device) return this.book.here;
    const here = new VisitBook(device, this.replica, {
      note: (visit_id, draft) => this.note(visit_id, draft),
      handles: (count) => {
        this.handles.value = count;
      },
      written: (urgent) => this.written(urgent),
    });
    this.book = { device, here };
    return here;
  }

  /** Fetches the code for working on a visit, so that it is here before the network goes. */
  async warm(): Promise<void> {
    await this.work();
  }

  visitIdOf(assignment: AssignmentRow): string {
    return this.replica.visitIdOf(assignment);
  }

  /** After unlocking. A draft under an earlier data key stays on the disk, unread. */
  async load(): Promise<void> {
    const device = this.need();
    const data = device.keys.need();
    const rows = await device.db.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
    const own = rows.filter((row) => row.data_key === data.id);
    const drafts = await Promise.all(own.map((row) => openDraft(device, data, row)));
    this.cards.value = drafts.map(cardOfDraft).sort((a, b) => b.saved_ms - a.saved_ms);
  }

  /** Lets what is being written end, then forgets every clear word. */
  async lock(): Promise<void> {
    await this.book?.here.lock();
    this.book = null;
    this.handles.value = 0;
    this.cards.value = [];
  }

  private note(visit_id: string, draft: Draft | null): void {
    const others = this.cards.value.filter((card) => card.visit_id !== visit_id);
    this.cards.value = draft === null ? others : [cardOfDraft(draft), ...others];
  }

  async start(input: StartVisit): Promise<VisitHandle> {
    return (await this.work()).start(input);
  }

  async open(visit_id: string): Promise<VisitHandle> {
    return (await this.work()).open(visit_id);
  }

  practice(input: { household: HouseholdRow; definition: Definition; leader: string }): VisitHandle {
    this.need();
    // Whoever holds a definition has waited for `warm`: both come after unlocking.
    if (this.book === null) throw new PhoneError('locked');
    return this.book.here.practice(input);
  }

  async raiseAlarm(input: AlarmInput): Promise<OpRef> {
    return (await this.work()).raiseAlarm(input);
  }

  async photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    return (await this.work()).photo(sha256, size);
  }
}
