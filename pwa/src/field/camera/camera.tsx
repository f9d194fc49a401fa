// P5: the camera in the page. One stream for the whole shot list; the picture itself stays clean, the mark lies over it.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { holdBusy } from '@/app/busy';
import { t } from '@/i18n/camera';
import type { DraftPhoto, VisitHandle } from '@/store/contract';
import { Icon, Screen, showToast, Title } from '@/ui';
import { go, replace, url } from '../nav';
import { officeOf, useRoom } from '../room';
import type { Job } from '../visit/job';
import { Cover, covered } from '../visit/pill';
import { failure } from '../visit/saved';
import { CannotSheet } from './cannot';
import { Finder } from './finder';
import { Gallery } from './gallery';
import { Mark } from './mark';
import { type Bar, coverWith, type Hint, hintOf, type Still, stillOf, stillOfFile } from './picture';
import { CoverStage, ReviewStage } from './review';
import { savePhoto, shorten, shortHash } from './save';
import { kindOfShot } from './shots';
import { nextSlot, type Slot, slotsOf } from './slot';
import { createStream } from './stream';
import './camera.css';

type Stage =
  | { readonly kind: 'aim' }
  | { readonly kind: 'cover'; readonly still: Still; readonly source: 'camera' | 'system_camera' | 'gallery' }
  | {
      readonly kind: 'review';
      readonly still: Still;
      readonly source: 'camera' | 'system_camera' | 'gallery';
      readonly covered: boolean;
      readonly hint: Hint;
      readonly hash: string;
    }
  | { readonly kind: 'saving'; readonly still: Still };

export function CameraPage({
  job,
  handle,
  wanted,
  back,
}: {
  job: Job;
  handle: VisitHandle;
  wanted: string;
  back: string;
}) {
  const { phone, watcher } = useRoom();
  const stream = useMemo(createStream, []);
  const stage = useSignal<Stage>({ kind: 'aim' });
  const cannot = useSignal(false);
  const looking = useSignal(false);
  const last = useSignal<DraftPhoto | null>(handle.draft.peek().photos.at(-1) ?? null);
  const video = useRef<HTMLVideoElement>(null);
  const slots = slotsOf(handle, wanted);
  const slot = slots.find((one) => one.key === wanted) ?? slots[0];
  const edge = officeOf(phone)?.photo_long_edge ?? 2048;

  useEffect(() => {
    const release = phone.vault.holdUnlocked('camera');
    const free = holdBusy('camera');
    stream.start();
    return () => {
      stream.stop();
      release();
      free();
    };
  }, [stream, phone]);

  if (!slot) return null;
  const leave = (): void => go(back);
  const onward = (): void => {
    stage.value = { kind: 'aim' };
    const next = nextSlot(handle, slotsOf(handle, wanted), slot);
    if (next) replace(url.visit(job.ref, 'camera', next.key));
    else leave();
  };
  const save = (still: Still, source: DraftPhoto['source'], hidden: boolean): void => {
    stage.value = { kind: 'saving', still };
    savePhoto(handle, watcher, slot, { still, source, covered: hidden })
      .then((photo) => {
        last.value = photo;
        onward();
      })
      .catch((error: unknown) => {
        showToast(failure(error));
        stage.value = { kind: 'review', still, source, covered: hidden, hint: null, hash: '' };
      });
  };
  const review = (still: Still, source: DraftPhoto['source'], hidden: boolean): void => {
    stage.value = { kind: 'review', still, source, covered: hidden, hint: hintOf(still), hash: '' };
    shortHash(still)
      .then((hash) => {
        if (stage.value.kind === 'review' && stage.value.still === still)
          stage.value = { ...stage.value, hash };
      })
      .catch(() => undefined);
  };
  const took = (still: Still, source: DraftPhoto['source']): void => {
    navigator.vibrate?.(30);
    if (kindOfShot(slot.shot).cover) stage.value = { kind: 'cover', still, source };
    else review(still, source, false);
  };
  const shoot = (): void => {
    if (video.current && video.current.videoWidth > 0) took(stillOf(video.current, edge), 'camera');
  };
  const fromFile = (file: File, source: DraftPhoto['source']): void => {
    stillOfFile(file, edge)
      .then((still) => took(still, source))
      .catch(() => showToast(t('file.bad')));
  };
  const aim = (): void => {
    stage.value = { kind: 'aim' };
  };
  const now = stage.value;
  return (
    <>
      <Screen cls="cam">
        <header class="bar cam-over">
          <button type="button" class="tap" aria-label={t('cam.close')} onClick={leave}>
            <Icon name="x" />
          </button>
          <CamTitle name={job.household?.name ?? ''} slots={slots} slot={slot} />
          {stream.camera.value.kind === 'live' && stream.camera.value.torch && now.kind === 'aim' && (
            <button
              type="button"
              class="tap push"
              aria-label={t(stream.lit.value ? 'cam.dark' : 'cam.light')}
              aria-pressed={stream.lit.value}
              onClick={() => stream.torch()}
            >
              <Icon name={stream.lit.value ? 'flashlight-off' : 'flashlight'} />
            </button>
          )}
        </header>
        <Strip job={job} slots={slots} slot={slot} />
        {now.kind === 'aim' && (
          <Finder
            stream={stream}
            video={video}
            slot={slot}
            handle={handle}
            onFile={fromFile}
            onCannot={() => (cannot.value = true)}
          />
        )}
        {now.kind === 'cover' && (
          <CoverStage
            still={now.still}
            onAgain={aim}
            onDone={(bar: Bar) => (coverWith(now.still, bar), save(now.still, now.source, true))}
          />
        )}
        {now.kind === 'review' && (
          <ReviewStage
            still={now.still}
            hint={now.hint}
            onAgain={aim}
            onKeep={() => save(now.still, now.source, now.covered)}
          />
        )}
        {now.kind === 'saving' && (
          <p class="cam-say" role="status">
            {t('cam.saving')}
          </p>
        )}
        {now.kind !== 'cover' && <Mark job={job} hash={now.kind === 'review' ? now.hash : ''} />}
        <Deck
          handle={handle}
          live={now.kind === 'aim' && stream.camera.value.kind === 'live'}
          last={last.value}
          onLook={() => (looking.value = true)}
          onShoot={shoot}
          onFlip={() => stream.flip()}
        />
        {now.kind === 'aim' && (
          <button type="button" class="cannot" onClick={() => (cannot.value = true)}>
            {t('cannot.title')}
          </button>
        )}
      </Screen>
      <CannotSheet
        open={cannot.value}
        slot={slot}
        handle={handle}
        onClose={() => (cannot.value = false)}
        onDone={onward}
      />
      <Gallery open={looking.value} job={job} handle={handle} onClose={() => (looking.value = false)} />
      {covered.value && <Cover />}
    </>
  );
}

function CamTitle({ name, slots, slot }: { name: string; slots: readonly Slot[]; slot: Slot }) {
  const at = slots.indexOf(slot) + 1;
  return (
    <>
      <Title unseen>{t('cam.title', { label: slot.label })}</Title>
      <b>{name}</b>
      <span>{t('cam.place', { n: at, total: slots.length })}</span>
    </>
  );
}

function Strip({ job, slots, slot }: { job: Job; slots: readonly Slot[]; slot: Slot }) {
  return (
    <ol class="shots cam-over">
      {slots.map((one) => (
        <li key={one.key} aria-current={one.key === slot.key ? 'step' : undefined}>
          <a
            href={url.visit(job.ref, 'camera', one.key)}
            onClick={(event) => (event.preventDefault(), replace(url.visit(job.ref, 'camera', one.key)))}
          >
            <Icon
              name={
                one.photos.length > 0
                  ? 'check'
                  : one.skipped
                    ? 'minus'
                    : one.key === slot.key
                      ? 'circle-dot'
                      : 'circle'
              }
              small
            />
            {one.label}
          </a>
        </li>
      ))}
    </ol>
  );
}

function Deck(props: {
  handle: VisitHandle;
  live: boolean;
  last: DraftPhoto | null;
  onLook: () => void;
  onShoot: () => void;
  onFlip: () => void;
}) {
  const { handle, live, last } = props;
  const there =
    last && handle.draft.value.photos.some((photo) => photo.sha256 === last.sha256)
      ? last
      : (handle.draft.value.photos.at(-1) ?? null);
  return (
    <div class="deck">
      {there ? (
        <button
          type="button"
          class="deck-thumb"
          aria-label={t('cam.look', { n: handle.draft.value.photos.length })}
          onClick={props.onLook}
        >
          <LastThumb handle={handle} photo={there} />
          <span class="deck-hash">{shorten(there.sha256)}</span>
        </button>
      ) : (
        <span />
      )}
      <button
        type="button"
        class="shutter"
        aria-label={t('cam.shoot')}
        disabled={!live}
        onClick={props.onShoot}
      />
      <button type="button" class="flip" aria-label={t('cam.flip')} disabled={!live} onClick={props.onFlip}>
        <Icon name="switch-camera" />
      </button>
    </div>
  );
}

function LastThumb({ handle, photo }: { handle: VisitHandle; photo: DraftPhoto }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    let address: string | null = null;
    handle.photo(photo.sha256, 'thumb').then(
      (bytes) => {
        address = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
        if (image.current) image.current.src = address;
      },
      () => undefined,
    );
    return () => {
      if (address) URL.revokeObjectURL(address);
    };
  }, [handle, photo.sha256]);
  return <img ref={image} alt="" decoding="async" />;
}
