// The four ways besides one's own signature: a photographed thumbprint, spoken words, a witness, a refusal.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/sign';
import type { SignatureWay, VisitHandle } from '@/store/contract';
import { Button, Icon, Notice, Radios, SignaturePad, type Strokes, TextField } from '@/ui';
import { url } from '../nav';
import { useRoom } from '../room';
import { Thumb } from '../topic/photos';
import type { Job } from '../visit/job';
import { type Clip, canRecord, LIMIT_MS, type Recording, record } from './voice';

export interface Proof {
  readonly strokes: Strokes | null;
  readonly voice: Clip | null;
  readonly name: string;
  readonly relation: string;
  readonly reason: string;
}

export function ready(way: SignatureWay, proof: Proof, thumb: boolean): boolean {
  if (way === 'own') return proof.strokes !== null;
  if (way === 'thumbprint') return thumb;
  if (way === 'spoken') return proof.voice !== null;
  if (way === 'witness')
    return (
      proof.strokes !== null &&
      proof.name.trim() !== '' &&
      proof.relation.trim() !== '' &&
      proof.reason.trim() !== ''
    );
  return proof.reason.trim() !== '';
}

export function WayForm({
  way,
  proof,
  job,
  handle,
  wrong,
}: {
  way: SignatureWay;
  proof: Signal<Proof>;
  job: Job;
  handle: VisitHandle;
  wrong: boolean;
}) {
  if (way === 'thumbprint') return <Thumbprint job={job} handle={handle} wrong={wrong} />;
  if (way === 'spoken') return <Spoken proof={proof} wrong={wrong} />;
  if (way === 'witness') return <Witness proof={proof} wrong={wrong} />;
  return <Refusal proof={proof} wrong={wrong} />;
}

function Missing({ on, text }: { on: boolean; text: string }) {
  return on ? (
    <p class="wrong" role="alert">
      <Icon name="circle-alert" small />
      {text}
    </p>
  ) : null;
}

function Thumbprint({ job, handle, wrong }: { job: Job; handle: VisitHandle; wrong: boolean }) {
  const photo = handle.draft.value.photos.filter((one) => one.shot === 'thumbprint').at(-1);
  const keepWay = (): void => {
    handle.patch({ place: { ...handle.draft.peek().place, way: 'thumbprint' } }).catch(() => undefined);
  };
  return (
    <div class="stack">
      <p>{t('thumb.what')}</p>
      {photo && <Thumb handle={handle} photo={photo} alt={t('way.thumbprint')} />}
      <Missing on={wrong && !photo} text={t('thumb.missing')} />
      <Button
        kind="go"
        icon="camera"
        href={url.visit(job.ref, 'camera', 'sign.thumbprint')}
        onClick={keepWay}
      >
        {t(photo ? 'thumb.again' : 'thumb.take')}
      </Button>
    </div>
  );
}

type Voice = { kind: 'idle' } | { kind: 'recording'; since: number } | { kind: 'heard' } | { kind: 'denied' };

function Spoken({ proof, wrong }: { proof: Signal<Proof>; wrong: boolean }) {
  const { phone } = useRoom();
  const state = useSignal<Voice>(proof.value.voice ? { kind: 'heard' } : { kind: 'idle' });
  const seconds = useSignal(0);
  const recording = useRef<Recording | null>(null);
  const address = useSignal<string | null>(null);
  useEffect(() => {
    const release = phone.vault.holdUnlocked('voice');
    const timer = setInterval(() => {
      if (state.value.kind === 'recording')
        seconds.value = Math.min(60, Math.round((performance.now() - state.value.since) / 1000));
    }, 250);
    return () => {
      release();
      clearInterval(timer);
      recording.current?.cancel();
      if (address.value) URL.revokeObjectURL(address.value);
    };
  }, [phone, state, seconds, address]);
  const stop = (): void => {
    const clip = recording.current?.stop();
    recording.current = null;
    clip?.then((voice) => {
      if (address.value) URL.revokeObjectURL(address.value);
      address.value = URL.createObjectURL(new Blob([voice.bytes], { type: voice.mime }));
      proof.value = { ...proof.value, voice };
      state.value = { kind: 'heard' };
    });
  };
  const start = (): void => {
    seconds.value = 0;
    record(stop)
      .then((made) => {
        recording.current = made;
        state.value = { kind: 'recording', since: performance.now() };
      })
      .catch(() => {
        state.value = { kind: 'denied' };
      });
  };
  if (!canRecord()) return <Notice tone="warn">{t('voice.none')}</Notice>;
  return (
    <div class="stack voice">
      <p>{t('voice.what')}</p>
      <p class="say-this">{t('voice.say')}</p>
      {state.value.kind === 'recording' && (
        <p class="small" role="status">
          {t('voice.seconds', { n: seconds.value, total: LIMIT_MS / 1000 })}
        </p>
      )}
      {state.value.kind === 'denied' && (
        <Notice
          tone="warn"
          action={
            <Button fit kind="go" href={url.steps('microphone')}>
              {t('voice.steps')}
            </Button>
          }
        >
          {t('voice.denied')}
        </Notice>
      )}
      {address.value && state.value.kind === 'heard' && (
        // biome-ignore lint/a11y/useMediaCaption: the household's own words, a moment ago
        <audio controls src={address.value} aria-label={t('voice.play')} />
      )}
      <Missing on={wrong && !proof.value.voice} text={t('voice.missing')} />
      <Button
        kind="go"
        icon={state.value.kind === 'recording' ? 'square' : 'mic'}
        onClick={state.value.kind === 'recording' ? stop : start}
      >
        {t(
          state.value.kind === 'recording'
            ? 'voice.stop'
            : state.value.kind === 'heard'
              ? 'voice.again'
              : 'voice.start',
        )}
      </Button>
    </div>
  );
}

const relations = ['neighbour', 'relative', 'cadre', 'other'] as const;
const causes = ['cannot-write', 'unwell', 'minor'] as const;

function Witness({ proof, wrong }: { proof: Signal<Proof>; wrong: boolean }) {
  const put = (change: Partial<Proof>): void => {
    proof.value = { ...proof.value, ...change };
  };
  const now = proof.value;
  const relation = relations.find((one) => t(`relation.${one}`) === now.relation) ?? null;
  const cause = causes.find((one) => t(`cause.${one}`) === now.reason) ?? null;
  const missing = (text: string): boolean => wrong && text.trim() === '';
  return (
    <div class="stack">
      <TextField
        label={t('witness.name')}
        value={now.name}
        onInput={(name) => put({ name })}
        maxLength={30}
        literal
        error={missing(now.name) ? t('witness.name-missing') : undefined}
      />
      <Radios
        legend={t('witness.relation')}
        value={relation}
        onChange={(one) => put({ relation: t(`relation.${one as (typeof relations)[number]}`) })}
        options={relations.map((value) => ({ value, label: t(`relation.${value}`) }))}
        error={missing(now.relation) ? t('witness.choose') : undefined}
      />
      <Radios
        legend={t('witness.why')}
        value={cause}
        onChange={(one) => put({ reason: t(`cause.${one as (typeof causes)[number]}`) })}
        options={causes.map((value) => ({ value, label: t(`cause.${value}`) }))}
        error={missing(now.reason) ? t('witness.choose') : undefined}
      />
      <SignaturePad
        name={now.name || t('witness.somebody')}
        caption={t('witness.caption')}
        onChange={(strokes: Strokes | null) => put({ strokes })}
      />
      <Missing on={wrong && now.strokes === null} text={t('sign.empty')} />
    </div>
  );
}

const refusals = ['disagrees', 'afraid', 'unwilling', 'other'] as const;

function Refusal({ proof, wrong }: { proof: Signal<Proof>; wrong: boolean }) {
  const pick = useSignal<string | null>(null);
  const choose = (value: string): void => {
    pick.value = value;
    proof.value = {
      ...proof.value,
      reason: value === 'other' ? '' : t(`refusal.${value as (typeof refusals)[number]}`),
    };
  };
  return (
    <div class="stack">
      <Radios
        legend={t('refusal.why')}
        hint={t('refusal.hint')}
        value={pick.value}
        onChange={choose}
        options={refusals.map((value) => ({ value, label: t(`refusal.${value}`) }))}
        error={wrong && proof.value.reason.trim() === '' ? t('refusal.say') : undefined}
      />
      {pick.value === 'other' && (
        <TextField
          label={t('refusal.words')}
          value={proof.value.reason}
          onInput={(reason) => (proof.value = { ...proof.value, reason })}
          maxLength={100}
        />
      )}
    </div>
  );
}
