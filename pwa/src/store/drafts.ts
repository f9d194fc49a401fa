/** How drafts and the cards of visits lie on the disk: JSON under the data key. */
import { textOf, utf8 } from '@/protocol/bytes';
import { asBuffer } from './buffers';
import type { Draft } from './contract';
import type { Device } from './device';
import { aadOf, type DataKey } from './keyring';
import type { DraftRow, RecordRow } from './tables';

export interface Card {
  readonly household: {
    readonly id: string;
    readonly name: string;
    readonly number: string;
    readonly village: string;
  } | null;
  readonly result: Draft['result'];
}

/** As much of a draft as its card needs; an alarm without a visit has no more. */
type Told = Pick<Draft, 'visit_id' | 'household' | 'result'>;

export function cardOf(draft: Told): Card {
  const home = draft.household;
  const household =
    home === null ? null : { id: home.id, name: home.name, number: home.number, village: home.village.name };
  return { household, result: draft.result };
}

export const draftAad = (device: string, visit_id: string): string => aadOf('draft', device, visit_id);
export const cardAad = (device: string, subject: string): string => aadOf('card', device, subject);

export async function sealDraft(device: Device, data: DataKey, draft: Draft, rev: number): Promise<DraftRow> {
  const clear = utf8(JSON.stringify(draft));
  const box = await device.keys.sealOwn(clear, draftAad(device.id, draft.visit_id), data.key);
  return { visit_id: draft.visit_id, rev, data_key: data.id, box: asBuffer(box) };
}

export async function openDraft(device: Device, data: DataKey, row: DraftRow): Promise<Draft> {
  return JSON.parse(
    textOf(await device.keys.openOwn(row.box, draftAad(device.id, row.visit_id), data.key)),
  ) as Draft;
}

export async function sealCard(
  device: Device,
  data: DataKey,
  draft: Told,
): Promise<Pick<RecordRow, 'card' | 'data_key'>> {
  const clear = utf8(JSON.stringify(cardOf(draft)));
  const box = await device.keys.sealOwn(clear, cardAad(device.id, draft.visit_id), data.key);
  return { card: asBuffer(box), data_key: data.id };
}
