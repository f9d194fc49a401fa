// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listen, switchKeys } from '@/office/keys';

const press = (
  key: string,
  more: KeyboardEventInit & { keyCode?: number } = {},
  target: EventTarget = window,
) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  if (more.keyCode) Object.defineProperty(event, 'keyCode', { value: more.keyCode });
  target.dispatchEvent(event);
};

describe('single keys', () => {
  let stop = () => {};
  afterEach(() => {
    stop();
    switchKeys(true);
  });

  it('act, whatever the case', () => {
    const next = vi.fn();
    stop = listen({ j: next });
    press('j');
    press('J');
    expect(next).toHaveBeenCalledTimes(2);
  });

  it('leave a Chinese input method alone', () => {
    const next = vi.fn();
    stop = listen({ j: next });
    press('j', { isComposing: true });
    press('j', { keyCode: 229 });
    expect(next).not.toHaveBeenCalled();
  });

  it('leave fields and browser shortcuts alone', () => {
    const next = vi.fn();
    stop = listen({ j: next });
    const field = document.body.appendChild(document.createElement('input'));
    press('j', {}, field);
    press('j', { ctrlKey: true });
    expect(next).not.toHaveBeenCalled();
  });

  it('can be switched off', () => {
    const next = vi.fn();
    stop = listen({ j: next });
    switchKeys(false);
    press('j');
    expect(next).not.toHaveBeenCalled();
  });
});
