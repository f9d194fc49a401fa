// P5: the camera in the page. One stream for the whole shot list; the picture itself stays clean, the mark lies over it.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { holdBusy } from '@/app/busy';
import { t } from '@/i18n/camera';
import type { PhotoSource, VisitHandle } from '@/store/contract';
import { Icon, Screen, showToast, Title } from '@/ui';
import { go, replace, url } from '../nav';
import { officeOf, useRoom } from '../room';
import type { Job } from '../visit/job';
import { covered } from '../visit/pill';
import { failure } from '../visit/saved';
import { CannotSheet } from './cannot';
import { Deck } from './deck';
import { Finder } from './finder';
import { Gallery } from './gallery';
import { Mark } from './mark';
import { type Bar, coverWith, type Hint, hintOf, type Still, stillOf, stillOfFile } from './picture';
import { CoverStage, ReviewStage } from './review';
import { savePhoto, shortHash } from './save';
import { kindOfShot } from './shots';
import { nextSlot, type Slot, slotsOf } from './slot';
import { type CameraStream, createStream } from './stream';
import './camera.css';

type Stage =
  | { readonly kind: 'aim' }
  | { readonly kind: 'cover'; readonly still: Still; readonly source: PhotoSource }
  | {
      readonly kind: 'review';
      readonly still: Still;
      readonly source: PhotoSource;
      readonly covered: boolean;
      readonly hint: Hint;
      readonly hash: string;
    }
  | { readonly kind: 'saving' };

interface Props {
  readonly job: Job;
  readonly handle: VisitHandle;
  readonly wanted: string;
  readonly back: string;
}

function useStream(): CameraStream {
  const { phone } = useRoom();
  const stream = useMemo(createStream, []);
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
  return stream;
}

/** From the shutter to the store. */
function useTaking(props: Props, slot: Slot | undefined, stage: Signal<Stage>) {
  const { job, handle, wanted, back } = props;
  const { watcher } = useRoom();
  const onward = (): void => {
    stage.value = { kind: 'aim' };
    const next = slot ? nextSlot(handle, slotsOf(handle, wanted), slot) : null;
    if (next) replace(url.visit(job.ref, 'camera', next.key));
    else go(back);
  };
  const review = (still: Still, source: PhotoSource, hidden: boolean): void => {
    stage.value = { kind: 'review', still, source, covered: hidden, hint: hintOf(still), hash: '' };
    shortHash(still)
      .then((hash) => {
        if (stage.value.kind === 'review' && stage.value.still === still)
          stage.value = { ...stage.value, hash };
      })
      .catch(() => undefined);
  };
  const save = (still: Still, source: PhotoSource, hidden: boolean): void => {
    if (!slot) return;
    stage.value = { kind: 'saving' };
    savePhoto(handle, watcher, slot, { still, source, covered: hidden })
      .then(onward)
      .catch((error: unknown) => {
        showToast(failure(error));
        review(still, source, hidden);
      });
  };
  const took = (still: Still, source: PhotoSource): void => {
    navigator.vibrate?.(30);
    if (slot && kindOfShot(slot.shot).cover) stage.value = { kind: 'cover', still, source };
    else review(still, source, false);
  };
  return { onward, save, took };
}

export function CameraPage(props: Props) {
  const { job, handle, wanted, back } = props;
  const { phone } = useRoom();
  const stream = useStream();
  const stage = useSignal<Stage>({ kind: 'aim' });
  const cannot = useSignal(false);
  const looking = useSignal(false);
  const seen = useSignal(false);
  const onSeen = useCallback((now: boolean) => (seen.value = now), [seen]);
  const video = useRef<HTMLVideoElement>(null);
  const slots = slotsOf(handle, wanted);
  const slot = slots.find((one) => one.key === wanted);
  const edge = officeOf(phone)?.photo_long_edge ?? 2048;
  const { onward, save, took } = useTaking(props, slot, stage);
  if (!slot) return null;
  const live = stage.value.kind === 'aim' && stream.camera.value.kind === 'live';
  const shutter = live && seen.value;
  const shoot = (): void => {
    if (video.current && video.current.videoWidth > 0) took(stillOf(video.current, edge), 'camera');
  };
  const fromFile = (file: File, source: PhotoSource): void => {
    stillOfFile(file, edge)
      .then((still) => took(still, source))
      .catch(() => showToast(t('file.bad')));
  };
  return (
    <>
      <Screen cls="cam">
        <Head job={job} slots={slots} slot={slot} stream={stream} live={live} back={back} />
        <main id="main" class="cam-main">
          <Strip job={job} slots={slots} slot={slot} />
          {stage.value.kind === 'aim' && (
            <Finder
              stream={stream}
              video={video}
              slot={slot}
              handle={handle}
              onFile={fromFile}
              onCannot={() => (cannot.value = true)}
              onSeen={onSeen}
            />
          )}
          <Middle job={job} stage={stage} live={live} onSave={save} />
          <Deck
            handle={handle}
            live={shutter}
            onLook={() => (looking.value = true)}
            onShoot={shoot}
            onFlip={() => stream.flip()}
          />
          {live && (
            <button type="button" class="cannot" onClick={() => (cannot.value = true)}>
              {t('cannot.title')}
            </button>
          )}
        </main>
      </Screen>
      <CannotSheet
        open={cannot.value}
        slot={slot}
        handle={handle}
        onClose={() => (cannot.value = false)}
        onDone={onward}
      />
      <Gallery open={looking.value} job={job} handle={handle} onClose={() => (looking.value = false)} />
    </>
  );
}

interface MiddleProps {
  readonly job: Job;
  readonly stage: Signal<Stage>;
  readonly live: boolean;
  readonly onSave: (still: Still, source: PhotoSource, hidden: boolean) => void;
}

/** What follows the shutter, and the mark over it. */
function Middle({ job, stage, live, onSave }: MiddleProps) {
  const now = stage.value;
  const again = (): void => {
    stage.value = { kind: 'aim' };
  };
  if (now.kind === 'aim') return live ? <Mark job={job} hash="" /> : null;
  if (now.kind === 'saving') {
    return (
      <p class="cam-say" role="status">
        {t('cam.saving')}
      </p>
    );
  }
  if (now.kind === 'cover') {
    const done = (bar: Bar): void => {
      coverWith(now.still, bar);
      onSave(now.still, now.source, true);
    };
    return <CoverStage still={now.still} onAgain={again} onDone={done} />;
  }
  return (
    <>
      <ReviewStage
        still={now.still}
        hint={now.hint}
        onAgain={again}
        onKeep={() => onSave(now.still, now.source, now.covered)}
      />
      <Mark job={job} hash={now.hash} />
    </>
  );
}

interface HeadProps {
  readonly job: Job;
  readonly slots: readonly Slot[];
  readonly slot: Slot;
  readonly stream: CameraStream;
  readonly live: boolean;
  readonly back: string;
}

function Head({ job, slots, slot, stream, live, back }: HeadProps) {
  const camera = stream.camera.value;
  const lit = stream.lit.value;
  return (
    <header class="bar">
      <a class="tap" aria-label={t('cam.close')} href={back}>
        <Icon name="x" />
      </a>
      <Title unseen>{t('cam.title', { label: slot.label })}</Title>
      <b class="cam-name">{job.household?.name ?? ''}</b>
      <span class="cam-place">{t('cam.place', { n: slots.indexOf(slot) + 1, total: slots.length })}</span>
      {live && camera.kind === 'live' && camera.torch && (
        <button
          type="button"
          class="tap"
          aria-label={t(lit ? 'cam.dark' : 'cam.light')}
          aria-pressed={lit}
          onClick={() => stream.torch()}
        >
          <Icon name={lit ? 'flashlight-off' : 'flashlight'} />
        </button>
      )}
      <button
        type="button"
        class="tap push"
        aria-label={t('cam.cover')}
        onClick={() => (covered.value = true)}
      >
        <Icon name="eye-off" />
      </button>
      <a class="tap" href={url.visit(job.ref, 'urgent')} aria-label={t('cam.urgent')}>
        <Icon name="siren" />
      </a>
    </header>
  );
}

function iconOf(one: Slot, now: boolean): 'check' | 'minus' | 'circle-dot' | 'circle' {
  if (one.photos.length > 0) return 'check';
  if (one.skipped) return 'minus';
  return now ? 'circle-dot' : 'circle';
}

function Strip({ job, slots, slot }: { job: Job; slots: readonly Slot[]; slot: Slot }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (current && list.current) list.current.scrollLeft = current.offsetLeft - 96;
  }, [slot.key]);
  return (
    <ol class="shots" ref={list}>
      {slots.map((one) => (
        <li key={one.key} aria-current={one.key === slot.key ? 'step' : undefined}>
          <button type="button" onClick={() => replace(url.visit(job.ref, 'camera', one.key))}>
            <Icon name={iconOf(one, one.key === slot.key)} small />
            {one.label}
          </button>
        </li>
      ))}
    </ol>
  );
}
