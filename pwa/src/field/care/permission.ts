// The three permissions: what the browser says now, and asking for one of them from a tap.
export type Permit = 'camera' | 'location' | 'microphone';
export type PermitState = 'granted' | 'prompt' | 'denied' | 'none' | 'unknown';

const names: Record<Permit, string> = { camera: 'camera', location: 'geolocation', microphone: 'microphone' };
const seen = new Map<Permit, PermitState>();

export async function permitState(permit: Permit): Promise<PermitState> {
  if (permit === 'location' ? !navigator.geolocation : !navigator.mediaDevices?.getUserMedia) return 'none';
  try {
    return (await navigator.permissions.query({ name: names[permit] as PermissionName })).state;
  } catch {
    return seen.get(permit) ?? 'unknown';
  }
}

/** Only from a tap. Resolves with what the person said. */
export async function askPermit(permit: Permit): Promise<PermitState> {
  const state = permit === 'location' ? await askLocation() : await askMedia(permit);
  seen.set(permit, state);
  return state;
}

function askLocation(): Promise<PermitState> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      () => resolve('granted'),
      (error) => resolve(error.code === 1 ? 'denied' : 'granted'),
      { enableHighAccuracy: false, timeout: 30_000, maximumAge: 600_000 },
    );
  });
}

async function askMedia(permit: 'camera' | 'microphone'): Promise<PermitState> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      permit === 'camera' ? { video: true } : { audio: true },
    );
    for (const track of stream.getTracks()) track.stop();
    return 'granted';
  } catch (error) {
    return error instanceof Error && error.name === 'NotAllowedError' ? 'denied' : 'none';
  }
}

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallPrompt | null = null;

/** Chrome hands the question over once; it is kept for the tap. */
export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallPrompt;
  });
}

export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true
  );
}

/** True when the browser showed its own question; false: show the steps. */
export async function install(): Promise<boolean> {
  if (!offer) return false;
  await offer.prompt();
  offer = null;
  return true;
}
