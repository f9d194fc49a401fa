// The way back to the household: its name where the bar has room for it, a plain word where the name is long.
import { t } from '@/i18n/field';
import type { HouseholdRow } from '@/store/contract';
import { url } from '../nav';

const ROOM = 4;

export function backTo(
  ref: string,
  household: HouseholdRow | null,
): { readonly href: string; readonly label: string } {
  const name = household?.name ?? '';
  return { href: url.visit(ref), label: name !== '' && [...name].length <= ROOM ? name : t('back.home') };
}
