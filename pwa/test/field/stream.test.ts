// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';

interface Track {
  stop: () => void;
  addEventListener: () => void;
  getCapabilities: () => { torch?: boolean };
  applyConstraints: (wish: { advanced: { torch: boolean }[] }) => Promise<void>;
}

const seen = { asked: [] as MediaStreamConstraints[], stopped: 0, torch: [] as boolean[] };
let answer: () => Promise<MediaStream>;

function stream(torch = false): MediaStream {
  const track: Track = {
    stop: () => {
      seen.stopped += 1;
    },
    addEventListener: () => undefined,
    getCapabilities: () => ({ torch }),
    applyConstraints: async (wish) => {
      seen.torch.push(wish.advanced[0]?.torch ?? false);
    },
  };
  return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
}

function browser(permission: PermissionState): void {
  Object.defineProperty(navigator, 'permissions', {
    value: { query: async () => ({ state: permission }) },
    configurable: true,
  });
  Object.defineProperty(navigator, 'mediaDevices', {
    value: {
      getUserMedia: (wish: MediaStreamConstraints) => {
        seen.asked.push(wish);
        return answer();
      },
    },
    configurable: true,
  });
}

function hide(state: 'hidden' | 'visible'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A new page: what was allowed a page ago is asked again. */
async function open() {
  vi.resetModules();
  return (await import('@/field/camera/stream')).createStream();
}

beforeEach(() => {
  Object.assign(seen, { asked: [], stopped: 0, torch: [] });
  answer = async () => stream();
  hide('visible');
});

describe('the camera of a shot list', () => {
  it('says one sentence before the browser asks, and asks from a tap', async () => {
    browser('prompt');
    const camera = await open();
    await camera.start();
    expect(camera.camera.value.kind).toBe('primer');
    expect(seen.asked).toEqual([]);
    await camera.open();
    expect(camera.camera.value.kind).toBe('live');
    camera.stop();
  });

  it('opens at once where it was allowed, with the lens that looks away', async () => {
    browser('granted');
    const camera = await open();
    await camera.start();
    expect(seen.asked[0]).toMatchObject({ audio: false, video: { facingMode: 'environment' } });
    await camera.flip();
    expect(seen.asked[1]).toMatchObject({ video: { facingMode: 'user' } });
    expect(seen.stopped).toBe(1);
    camera.stop();
    expect(seen.stopped).toBe(2);
  });

  it('stops while the page is hidden and comes back with it', async () => {
    browser('granted');
    const camera = await open();
    await camera.start();
    hide('hidden');
    expect(seen.stopped).toBe(1);
    expect(camera.camera.value.kind).toBe('opening');
    hide('visible');
    await vi.waitFor(() => expect(camera.camera.value.kind).toBe('live'));
    camera.stop();
  });

  it('lets go of a stream that comes after the page was left', async () => {
    browser('granted');
    let give: (made: MediaStream) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    const camera = await open();
    const started = camera.start();
    await vi.waitFor(() => expect(seen.asked).toHaveLength(1));
    camera.stop();
    give(stream());
    await started;
    expect(seen.stopped).toBe(1);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'busy'],
    ['NotFoundError', 'none'],
  ])('says of %s that the camera is %s', async (name, kind) => {
    browser('granted');
    answer = () => Promise.reject(new DOMException('no', name));
    const camera = await open();
    await camera.start();
    expect(camera.camera.value.kind).toBe(kind);
    camera.stop();
  });

  it('lights the lamp where there is one', async () => {
    browser('granted');
    answer = async () => stream(true);
    const camera = await open();
    await camera.start();
    expect(camera.camera.value).toMatchObject({ kind: 'live', torch: true });
    await camera.torch();
    await camera.torch();
    expect(seen.torch).toEqual([true, false]);
    camera.stop();
  });
});
