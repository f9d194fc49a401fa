// A new version waits until nobody is in the middle of something; then one tap brings it in. Never by itself.
import { signal } from '@preact/signals';
import { t } from '@/i18n/common';
import { Icon } from '@/ui';
import { busy } from './busy';

/** The word that `sw.ts` waits for. */
const ACTIVATE = { type: 'activate' };

const waiting = signal<ServiceWorker | null>(null);
const HOUR = 3_600_000;

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // Without a controller this is the first install: there is nothing older to replace.
    if (navigator.serviceWorker.controller) waiting.value = registration.waiting;
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  look();
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().catch(() => undefined);
  });
}

export function startUpdates(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  let asked = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload();
  });
  askedToUpdate = () => {
    asked = true;
  };
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
}

let askedToUpdate = (): void => undefined;

/** `engineBusy`: an upload or a draft of the store is open. */
export function UpdateBanner({ engineBusy }: { engineBusy: boolean }) {
  const worker = waiting.value;
  if (!worker || engineBusy || busy.value) return null;
  const update = (): void => {
    askedToUpdate();
    worker.postMessage(ACTIVATE);
  };
  return (
    <div role="status">
      <button type="button" class="update" onClick={update}>
        <Icon name="refresh-cw" small />
        {t('app.update')}
      </button>
    </div>
  );
}
