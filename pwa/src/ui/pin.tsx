import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Icon } from './icon';

export interface PinPadProps {
  /** What the keys are for; the heading of the screen says it too. */
  label: string;
  /** Called once with all the digits; the pad empties itself. */
  onDone: (pin: string) => void;
  length?: number;
  error?: string | undefined;
  /** Being checked, or waiting after wrong tries. */
  busy?: boolean | undefined;
}

/** Large keys for a thumb, and the real keyboard. Digits are never shown nor said, only how many. */
export function PinPad({ label, onDone, length = 6, error, busy }: PinPadProps) {
  const [digits, setDigits] = useState('');
  const latest = useRef(digits);
  latest.current = digits;

  const put = (digit: string): void => {
    if (busy || latest.current.length >= length) return;
    const next = latest.current + digit;
    latest.current = next.length === length ? '' : next;
    setDigits(latest.current);
    if (next.length === length) onDone(next);
  };
  const drop = (): void => {
    latest.current = latest.current.slice(0, -1);
    setDigits(latest.current);
  };
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
      if (/^[0-9]$/.test(event.key)) put(event.key);
      else if (event.key === 'Backspace') drop();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });

  const key = (digit: string) => (
    <button type="button" key={digit} disabled={busy} onClick={() => put(digit)}>
      {digit}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: keys of one pad, not form fields
    <div class="pin" role="group" aria-label={label}>
      <div class={`pin-dots${error && digits === '' ? ' wrong' : ''}`} aria-hidden="true">
        {Array.from({ length }, (_, at) => (
          <i key={at} class={at < digits.length ? 'on' : ''} />
        ))}
      </div>
      <p class={`pin-say${error ? ' bad strong' : ''}`} role="status">
        {error && digits === '' ? (
          error
        ) : (
          <span class="unseen">
            {digits === '' ? '' : t('pin.count', { n: digits.length, total: length })}
          </span>
        )}
      </p>
      <div class="pin-keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
        <span />
        {key('0')}
        <button
          type="button"
          class="bare"
          aria-label={t('pin.delete')}
          disabled={busy || digits === ''}
          onClick={drop}
        >
          <Icon name="delete" />
        </button>
      </div>
    </div>
  );
}
