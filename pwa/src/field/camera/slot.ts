// Which photo is being taken: a slot of the form, or one more of a topic, or the evidence of a signature.

import { t } from '@/i18n/camera';
import type { Draft, DraftPhoto, VisitHandle } from '@/store/contract';
import { type Ask, gapsOf, labelOf, photosOf, say, shotList, shotOf } from '../model/form';

export interface Slot {
  /** What stands in the address: the key of the question, or `extra.<topic>`, `unmet.<shot>`, `sign.<way>`. */
  readonly key: string;
  readonly shot: string;
  readonly item?: string;
  readonly label: string;
  readonly hint: string;
  readonly ask: Ask | null;
  readonly photos: readonly DraftPhoto[];
  readonly skipped: boolean;
}

export function slotsOf(handle: VisitHandle, wanted: string): readonly Slot[] {
  const draft = handle.draft.value;
  const asks = shotList(handle.definition, draft, handle.evaluation.value);
  const slots = asks.map((ask): Slot => slotOf(ask, draft));
  return slots.some((slot) => slot.key === wanted) ? slots : [...slots, freeSlot(wanted, draft)];
}

function slotOf(ask: Ask, draft: Draft): Slot {
  const label = ask.member ? `${ask.member.name} ${labelOf(ask.item)}` : labelOf(ask.item);
  return {
    key: ask.key,
    shot: ask.item.photos?.shot ?? 'extra',
    item: ask.key,
    label,
    hint: say(ask.item.hint ?? ask.item.text),
    ask,
    photos: photosOf(ask, draft),
    skipped: draft.answers[ask.key] !== undefined || draft.shots_skipped[shotOf(ask) ?? ''] !== undefined,
  };
}

function freeSlot(key: string, draft: Draft): Slot {
  const [kind, rest = ''] = key.split('.');
  if (kind === 'unmet') {
    return {
      key,
      shot: rest,
      label: t(rest === 'door' ? 'shot.door' : 'shot.extra'),
      hint: t(rest === 'door' ? 'shot.door-hint' : 'shot.extra-hint'),
      ask: null,
      photos: draft.photos.filter((photo) => photo.shot === rest),
      skipped: false,
    };
  }
  if (kind === 'sign')
    return {
      key,
      shot: rest,
      label: t('shot.thumbprint'),
      hint: t('shot.thumbprint-hint'),
      ask: null,
      photos: draft.photos.filter((photo) => photo.shot === rest),
      skipped: false,
    };
  return {
    key,
    shot: 'extra',
    item: rest,
    label: t('shot.extra'),
    hint: t('shot.extra-hint'),
    ask: null,
    photos: draft.photos.filter((photo) => photo.shot === 'extra' && photo.item === rest),
    skipped: false,
  };
}

/** The next slot of the same topic that still wants a photo; null when the topic has all of its own. */
export function nextSlot(handle: VisitHandle, slots: readonly Slot[], now: Slot): Slot | null {
  if (!now.ask) return null;
  const topic = handle.definition.topics.find((one) => one.items.includes(now.ask?.item as never));
  const own = slots.filter((slot) => slot.ask && topic?.items.includes(slot.ask.item));
  const open = new Set(
    gapsOf(
      own.flatMap((slot) => (slot.ask ? [slot.ask] : [])),
      handle.draft.value,
      handle.evaluation.value,
    ).shots.map((ask) => ask.key),
  );
  return own.find((slot) => slot.key !== now.key && open.has(slot.key)) ?? null;
}
