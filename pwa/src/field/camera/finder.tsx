// What stands in the middle of the camera: the picture, or why there is none and what to do instead.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/camera';
import type { PhotoSource, VisitHandle } from '@/store/contract';
import { Button } from '@/ui';
import { url } from '../nav';
import { kindOfShot } from './shots';
import type { Slot } from './slot';
import type { CameraStream } from './stream';

export interface FinderProps {
  stream: CameraStream;
  video: RefObject<HTMLVideoElement | null>;
  slot: Slot;
  handle: VisitHandle;
  onFile: (file: File, source: PhotoSource) => void;
  onCannot: () => void;
  /** The first frame is there: before it the shutter would take nothing. */
  onSeen: (seen: boolean) => void;
}

export function Finder(props: FinderProps) {
  const { stream, slot } = props;
  const camera = stream.camera.value;
  if (camera.kind === 'live')
    return <Live stream={camera.stream} video={props.video} slot={slot} onSeen={props.onSeen} />;
  if (camera.kind === 'opening') return <Middle>{t('cam.opening')}</Middle>;
  if (camera.kind === 'primer') {
    return (
      <Middle>
        <p>{t('cam.primer')}</p>
        <Button kind="fill" icon="camera" onClick={() => stream.open()}>
          {t('cam.open')}
        </Button>
        <SystemCamera {...props} />
      </Middle>
    );
  }
  return (
    <Middle>
      <p role="status">{t(`cam.${camera.kind}`)}</p>
      <SystemCamera {...props} filled />
      {camera.kind === 'denied' ? (
        <Button href={url.steps('camera')} icon="circle-question-mark">
          {t('cam.steps')}
        </Button>
      ) : (
        <Button icon="refresh-cw" onClick={() => stream.open()}>
          {t('cam.again')}
        </Button>
      )}
      <Button onClick={props.onCannot}>{t('cannot.title')}</Button>
    </Middle>
  );
}

function Middle({ children }: { children: ComponentChildren }) {
  return <div class="cam-middle">{children}</div>;
}

interface LiveProps {
  readonly stream: MediaStream;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly slot: Slot;
  readonly onSeen: (seen: boolean) => void;
}

function Live({ stream, video, slot, onSeen }: LiveProps) {
  useEffect(() => {
    const screen = video.current;
    if (!screen) return;
    screen.srcObject = stream;
    screen.play?.()?.catch(() => undefined);
    return () => onSeen(false);
  }, [stream, video, onSeen]);
  const { ghost } = kindOfShot(slot.shot);
  return (
    <div class="finder">
      <video
        ref={video}
        playsInline
        muted
        autoplay
        aria-label={t('cam.live')}
        onLoadedData={() => onSeen(true)}
      />
      <div class="ghost" aria-hidden="true">
        {ghost && (
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <path vector-effect="non-scaling-stroke" d={ghost} />
          </svg>
        )}
      </div>
      <p class="aim">{slot.hint}</p>
    </div>
  );
}

/** The phone's own camera. The slot is written down first: Android may end this page while the other one is open. */
export function SystemCamera({ slot, handle, onFile, filled }: FinderProps & { filled?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const open = async (): Promise<void> => {
    await handle
      .patch({
        pending_shot: {
          shot: slot.shot,
          ...(slot.item === undefined ? {} : { item: slot.item }),
          since_ms: Date.now(),
        },
      })
      .catch(() => undefined);
    input.current?.click();
  };
  const chosen = (file: File | undefined): void => {
    const since = handle.draft.value.pending_shot?.since_ms ?? Date.now();
    if (file) onFile(file, file.lastModified < since - 5_000 ? 'gallery' : 'system_camera');
    else handle.patch({ pending_shot: null }).catch(() => undefined);
  };
  return (
    <>
      <Button kind={filled ? 'fill' : 'line'} icon="smartphone" onClick={open}>
        {t('cam.system')}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        aria-label={t('cam.system')}
        onChange={(event) => {
          chosen(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
