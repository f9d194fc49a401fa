// Day, sun and dark. The choice is the user's and stays with the browser; a browser that asks for more contrast starts in the sun.
import { signal } from '@preact/signals';

export type Theme = 'day' | 'sun' | 'dark';
export type Shell = 'phone' | 'office' | 'elder';

const KEY = 'fangcha.theme';
const paper: Record<Theme, string> = { day: '#ffffff', sun: '#ffffff', dark: '#15191b' };

export const theme = signal<Theme>('day');

function show(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset['theme'] = next;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper[next]);
}

export function setTheme(next: Theme): void {
  show(next);
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // kept for this page only
  }
}

/** One tap to the sun and one tap back to what was there before. */
let indoors: Theme = 'day';
export function toggleSun(): void {
  if (theme.value !== 'sun') indoors = theme.value;
  setTheme(theme.value === 'sun' ? indoors : 'sun');
}

/** A phone that asks for the dark stays light: in the sun a dark screen is a mirror. */
function wished(): Theme {
  if (matchMedia('(prefers-contrast: more)').matches) return 'sun';
  return matchMedia('(prefers-color-scheme: dark) and (min-width: 1024px) and (hover: hover)').matches
    ? 'dark'
    : 'day';
}

export function startTheme(): void {
  let saved: string | null = null;
  try {
    saved = localStorage.getItem(KEY);
  } catch {
    // closed storage: start in the day
  }
  show(saved === 'day' || saved === 'sun' || saved === 'dark' ? saved : wished());
}

export function setShell(shell: Shell): void {
  if (shell === 'phone') delete document.documentElement.dataset['shell'];
  else document.documentElement.dataset['shell'] = shell;
}
