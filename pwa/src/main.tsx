import '@/app/old_kernels';
import { render } from 'preact';
import { askConfig, config, recallConfig } from '@/app/config';
import { findLacks } from '@/app/gate';
import { startRouter } from '@/app/router';
import { type Boot, Shell } from '@/app/shell';
import { codeOf } from '@/app/trouble';
import { startUpdates } from '@/app/update';
import { wordsReady } from '@/i18n/text';
import { startTheme } from '@/ui';
import '@/styles/index.css';

/** How long a first page waits for the server before it shows what is known. */
const PATIENCE_MS = 4000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const root = document.getElementById('app');

function show(boot: Boot): void {
  if (root) render(<Shell boot={boot} />, root);
}

async function open(): Promise<Boot> {
  if (!window.isSecureContext) return { kind: 'insecure' };
  const lacks = findLacks();
  if (lacks.store || lacks.crypto) return { kind: 'weak', lacks };
  try {
    const { openPhone } = await import('@/sync/phone');
    const phone = await openPhone();
    // Somebody known starts at once; a stranger's page depends on the answer, but not for long.
    if (!phone.accounts.current.value)
      await Promise.race([phone.accounts.refreshSession(), pause(PATIENCE_MS)]);
    for (const event of ['pointerdown', 'keydown'])
      addEventListener(event, () => phone.vault.touch(), { passive: true });
    return { kind: 'open', phone };
  } catch (error) {
    return codeOf(error) === 'storage-none'
      ? { kind: 'weak', lacks: { ...lacks, store: true } }
      : { kind: 'broken' };
  }
}

async function start(): Promise<void> {
  startTheme();
  startRouter();
  recallConfig();
  await wordsReady();
  show({ kind: 'opening' });
  const asked = askConfig();
  const boot = await open();
  if (!config.value) await Promise.race([asked, pause(PATIENCE_MS)]);
  show(boot);
  startUpdates();
}

start();
