// Renders into a fresh page and acts as a person would: by name, by key, by tap.
import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach } from 'vitest';

let root: HTMLElement | null = null;

afterEach(() => {
  if (root) {
    const last = root;
    act(() => render(null, last));
    last.remove();
  }
  root = null;
});

export function mount(child: ComponentChild): HTMLElement {
  root ??= document.body.appendChild(document.createElement('div'));
  const into = root;
  act(() => render(child, into));
  return into;
}

/** Lets promises and effects run. */
export async function settle(): Promise<void> {
  await act(async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  });
}

export function find<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`nothing on the page fits ${selector}`);
  return found;
}

/** What a screen reader calls it: aria-label, then the text. */
export function nameOf(element: Element): string {
  return (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
}

export function byName(selector: string, name: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
    nameOf(element).includes(name),
  );
  const first = found[0];
  if (!first) throw new Error(`no ${selector} is called ${name}`);
  return first;
}

export function tap(element: HTMLElement): void {
  act(() => element.click());
}

export function type(element: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  act(() => {
    element.value = text;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

export function leave(element: HTMLElement): void {
  act(() => {
    element.dispatchEvent(new FocusEvent('blur'));
    element.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  });
}

export function press(key: string, target: EventTarget = window, more: KeyboardEventInit = {}): void {
  act(() => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  });
}
