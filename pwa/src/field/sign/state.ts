// Which signatures still stand. An answer that was read back and is changed afterwards takes the household's signature away.

import type { Locale } from '@/i18n/text';
import { sha256Hex } from '@/protocol/hash';
import { readBack, readText } from '@/protocol/read_back';
import type { DraftSignature, Signer, VisitHandle } from '@/store/contract';

type Roster = Readonly<Record<string, unknown>>;

export function linesToRead(handle: VisitHandle, locale: Locale): readonly string[] {
  const draft = handle.draft.value;
  return readBack(handle.definition, (draft.household ?? {}) as unknown as Roster, draft.answers, locale);
}

export function textToRead(handle: VisitHandle, locale: Locale): string {
  return readText(linesToRead(handle, locale));
}

/** The last signature of somebody, if what it was given for is still what stands there. */
export function signatureOf(handle: VisitHandle, who: Signer): DraftSignature | null {
  const last = handle.draft.value.signatures.filter((one) => one.who === who).at(-1) ?? null;
  if (!last || who !== 'respondent' || last.read_sha256 === null) return last;
  const texts = (['zh-CN', 'en'] as const).map((locale) => sha256Hex(textToRead(handle, locale)));
  return texts.includes(last.read_sha256) ? last : null;
}

export function isVoid(handle: VisitHandle): boolean {
  return (
    handle.draft.value.signatures.some((one) => one.who === 'respondent') &&
    signatureOf(handle, 'respondent') === null
  );
}

/** In the order in which the phone goes round. */
export function signers(handle: VisitHandle): readonly Signer[] {
  const draft = handle.draft.value;
  return draft.partner ? ['respondent', 'leader', 'partner'] : ['respondent', 'leader'];
}

export function nextSigner(handle: VisitHandle): Signer | null {
  return signers(handle).find((who) => signatureOf(handle, who) === null) ?? null;
}

export function signedAll(handle: VisitHandle): boolean {
  return nextSigner(handle) === null;
}
