// The camera stream of one shot list: opened by a tap, kept while the list is worked through, stopped when the page is hidden or left.
import { type ReadonlySignal, signal } from '@preact/signals';

export type Camera =
  | { readonly kind: 'primer' } // the browser would ask: first one sentence, then a tap
  | { readonly kind: 'opening' }
  | { readonly kind: 'live'; readonly stream: MediaStream; readonly torch: boolean }
  | { readonly kind: 'denied' }
  | { readonly kind: 'busy' } // another program holds it
  | { readonly kind: 'none' }; // no camera, or none that a page may use

export interface CameraStream {
  readonly camera: ReadonlySignal<Camera>;
  readonly lit: ReadonlySignal<boolean>;
  start(): Promise<void>;
  /** From a tap. */
  open(): Promise<void>;
  flip(): Promise<void>;
  torch(): Promise<void>;
  stop(): void;
}

type Facing = 'environment' | 'user';
interface TorchTrack {
  getCapabilities?: () => { torch?: boolean };
}

let allowed = false;

function kindOf(error: unknown): 'denied' | 'busy' | 'none' {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

export function createStream(): CameraStream {
  const camera = signal<Camera>({ kind: 'opening' });
  const lit = signal(false);
  let facing: Facing = 'environment';
  let wanted = false;

  const halt = (): void => {
    if (camera.value.kind === 'live') for (const track of camera.value.stream.getTracks()) track.stop();
    lit.value = false;
  };
  const open = async (): Promise<void> => {
    halt();
    camera.value = { kind: 'opening' };
    if (!usable()) {
      camera.value = { kind: 'none' };
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: facing, width: { ideal: 2048 }, height: { ideal: 1536 } },
      });
      allowed = true;
      if (!wanted || document.visibilityState === 'hidden') {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      const track = stream.getVideoTracks()[0];
      track?.addEventListener('ended', () => {
        if (camera.value.kind === 'live' && camera.value.stream === stream) camera.value = { kind: 'busy' };
      });
      const capable = (track as unknown as TorchTrack | undefined)?.getCapabilities?.();
      camera.value = { kind: 'live', stream, torch: capable?.torch === true };
    } catch (error) {
      camera.value = { kind: kindOf(error) };
    }
  };
  const visibility = (): void => {
    if (document.visibilityState === 'hidden') {
      halt();
      if (camera.value.kind === 'live') camera.value = { kind: 'opening' };
    } else if (wanted && camera.value.kind === 'opening') open();
  };

  return {
    camera,
    lit,
    async start() {
      wanted = true;
      document.addEventListener('visibilitychange', visibility);
      const state = await permission();
      if (!wanted) return;
      if (state === 'denied') camera.value = { kind: 'denied' };
      else if (state === 'granted' || allowed) await open();
      else camera.value = usable() ? { kind: 'primer' } : { kind: 'none' };
    },
    open,
    async flip() {
      facing = facing === 'environment' ? 'user' : 'environment';
      await open();
    },
    async torch() {
      if (camera.value.kind !== 'live') return;
      const track = camera.value.stream.getVideoTracks()[0];
      try {
        await track?.applyConstraints({ advanced: [{ torch: !lit.value } as MediaTrackConstraintSet] });
        lit.value = !lit.value;
      } catch {
        lit.value = false; // the lamp is a comfort: without it the picture is still taken
      }
    },
    stop() {
      wanted = false;
      halt();
      document.removeEventListener('visibilitychange', visibility);
      camera.value = { kind: 'opening' };
    },
  };
}

/** Old web views have no mediaDevices at all, whatever the types say. */
function usable(): boolean {
  return 'mediaDevices' in navigator && 'getUserMedia' in navigator.mediaDevices;
}

async function permission(): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: 'camera' as PermissionName })).state;
  } catch {
    return 'unknown';
  }
}
