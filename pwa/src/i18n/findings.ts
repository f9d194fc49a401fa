// Words of 离开后填写 and the sentences of findings; they travel with that page, not with the room.
import { dictionary } from '@/i18n/text';
import { findings } from '@/i18n/zh-CN/findings';

export const t = dictionary(findings, () => import('@/i18n/en/findings').then((file) => file.findings));

export type FindingCode = Extract<keyof typeof findings, `${'E' | 'K' | 'F' | 'P' | 'S' | 'C'}${number}`>;

export const findingCodes = Object.keys(findings).filter((key): key is FindingCode =>
  /^[A-Z]\d\d$/.test(key),
);

export function sentence(code: FindingCode): string {
  return t(code);
}
