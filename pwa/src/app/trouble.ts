// Sentences for what the phone's own store and engine refuse.
import { ApiProblem, problemText } from '@/api';
import { t } from '@/i18n/common';
import type { PhoneErrorShape } from '@/store/contract';

const codes: Record<string, string> = { 'bad-credentials': 'wrong-login', server: 'internal' };

function isPhoneError(error: unknown): error is PhoneErrorShape {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

export function phoneText(error: unknown): string {
  if (error instanceof ApiProblem) return problemText(error.code);
  if (!isPhoneError(error)) return problemText('unexpected');
  const { code, params } = error;
  if (code === 'wrong-pin')
    return Number(params['wait_ms']) > 0
      ? t('pin.wrong-wait', { n: seconds(params['wait_ms']) })
      : t('pin.wrong');
  if (code === 'pin-wait') return t('pin.wait', { n: seconds(params['wait_ms']) });
  if (code === 'pin-weak') return t('pin.weak');
  if (code === 'storage-full') return t('phone.storage-full');
  if (code === 'storage-dead') return t('phone.storage-dead');
  if (code === 'unsent') return t('phone.unsent', { n: Number(params['visits'] ?? 0) });
  if (code === 'server' && typeof params['problem'] === 'string') return problemText(params['problem']);
  return problemText(codes[code] ?? code);
}

export const seconds = (ms: unknown): number => Math.max(1, Math.ceil(Number(ms) / 1000));

export function codeOf(error: unknown): string {
  return isPhoneError(error) ? error.code : 'unexpected';
}
