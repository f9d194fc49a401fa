// P7: read back, then each signs. The household in one of five ways, none better than another; then the leader and the partner.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/sign';
import { locale } from '@/i18n/text';
import type { Phone, SignatureInput, SignatureWay, Signer, VisitHandle } from '@/store/contract';
import {
  Bar,
  Button,
  Foot,
  Icon,
  type IconName,
  Notice,
  Page,
  Screen,
  SignaturePad,
  type Strokes,
  showToast,
  Tap,
  Title,
} from '@/ui';
import { go, url } from '../nav';
import { useRoom } from '../room';
import { useForm } from '../topic/topic';
import { crewWords, nameOf } from '../visit/crew';
import type { Job } from '../visit/job';
import { UrgentPill } from '../visit/pill';
import { failure, savedWords } from '../visit/saved';
import { isVoid, linesToRead, nextSigner, signers, textToRead } from './state';
import { speak, voiceFor } from './voice';
import { type Proof, ready, WayForm } from './ways';
import './sign.css';
import { backTo } from '../visit/back';

const ways: readonly { readonly way: SignatureWay; readonly icon: IconName }[] = [
  { way: 'own', icon: 'signature' },
  { way: 'thumbprint', icon: 'fingerprint-pattern' },
  { way: 'spoken', icon: 'mic' },
  { way: 'witness', icon: 'users' },
  { way: 'refused', icon: 'ban' },
];

const empty: Proof = { strokes: null, voice: null, name: '', relation: '', reason: '' };

export function Sign({ job, handle }: { job: Job; handle: VisitHandle }) {
  useForm('signature');
  const { phone } = useRoom();
  const draft = handle.draft.value;
  const names: Record<Signer, string> = {
    respondent: draft.household?.name ?? '',
    leader: nameOf(phone, draft.leader),
    partner: nameOf(phone, draft.partner),
  };
  const who = nextSigner(handle);
  if (!who) return <AllSigned job={job} handle={handle} names={names} />;
  return <OneSigner key={who} job={job} handle={handle} who={who} name={names[who]} />;
}

function OneSigner({ job, handle, who, name }: { job: Job; handle: VisitHandle; who: Signer; name: string }) {
  const { phone, watcher } = useRoom();
  const draft = handle.draft.value;
  const household = who === 'respondent';
  const way = useSignal<SignatureWay>(
    household ? ((draft.place?.['way'] as SignatureWay | undefined) ?? 'own') : 'own',
  );
  const proof = useSignal<Proof>(empty);
  const wrong = useSignal(false);
  const busy = useSignal(false);
  useEffect(scrollUp, []);
  const put = async (): Promise<void> => {
    const thumb = draft.photos.filter((photo) => photo.shot === 'thumbprint').map((photo) => photo.sha256);
    if (!ready(way.value, proof.value, thumb.length > 0)) {
      wrong.value = true;
      return;
    }
    busy.value = true;
    try {
      const { fix } = await watcher.fix();
      const read = household ? { read_text: textToRead(handle, locale.value) } : {};
      const shown = await proofOf(handle, way.value, proof.value, thumb, name, fix);
      await handle.sign({ who, way: way.value, fix, ...read, ...shown });
      if (nextSigner(handle) === null) go(url.visit(job.ref));
    } catch (error) {
      showToast(failure(error));
      busy.value = false;
    }
  };
  const choose = (next: SignatureWay): void => {
    way.value = next;
    wrong.value = false;
  };
  return (
    <Screen cls="sign">
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page>
        <div class="pad">
          <Title>{t(household ? 'sign.title' : `sign.${who}`, { name })}</Title>
          {household && isVoid(handle) && <Notice tone="warn">{t('sign.void')}</Notice>}
        </div>
        {household ? (
          <>
            <ReadBack job={job} handle={handle} />
            <Ways value={way.value} onChange={choose} />
          </>
        ) : (
          <p class="pad lead">{inspectorWords(phone, handle, who === 'partner' ? 'partner' : 'leader')}</p>
        )}
        <div class="pad sign-way">
          {way.value === 'own' ? (
            <OwnHand
              name={name}
              wrong={wrong.value}
              onChange={(strokes) => (proof.value = { ...proof.value, strokes })}
            />
          ) : (
            <WayForm way={way.value} proof={proof} job={job} handle={handle} wrong={wrong.value} />
          )}
        </div>
      </Page>
      <Foot saved={savedWords(handle.saved.value, job.practice)}>
        <Button kind="fill" busy={busy.value} onClick={() => void put()}>
          {t(way.value === 'refused' ? 'sign.note-refusal' : 'sign.done')}
        </Button>
      </Foot>
    </Screen>
  );
}

function inspectorWords(phone: Phone, handle: VisitHandle, who: 'leader' | 'partner'): string {
  const draft = handle.draft.value;
  if (who === 'partner') return t('sign.partner-what');
  const alone = draft.partner
    ? ''
    : crewWords(phone, { leader: draft.leader, partner: null, alone_reason: draft.alone_reason ?? '' });
  return [t('sign.leader-what'), alone].filter(Boolean).join('\n');
}

function OwnHand({
  name,
  wrong,
  onChange,
}: {
  name: string;
  wrong: boolean;
  onChange: (strokes: Strokes | null) => void;
}) {
  return (
    <>
      <SignaturePad name={name} caption={t('sign.caption', { name })} onChange={onChange} />
      {wrong && (
        <p class="wrong" role="alert">
          <Icon name="circle-alert" small />
          {t('sign.empty')}
        </p>
      )}
    </>
  );
}

function scrollUp(): void {
  document.querySelector('main.page')?.scrollTo(0, 0);
  document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
}

async function proofOf(
  handle: VisitHandle,
  way: SignatureWay,
  proof: Proof,
  thumb: readonly string[],
  name: string,
  fix: SignatureInput['fix'],
): Promise<Partial<SignatureInput>> {
  if (way === 'own')
    return { strokes: proof.strokes as unknown as NonNullable<SignatureInput['strokes']>, name };
  if (way === 'thumbprint') return { evidence: thumb };
  if (way === 'spoken' && proof.voice)
    return { evidence: [(await handle.addVoice({ ...proof.voice, fix })).sha256] };
  if (way === 'witness')
    return {
      strokes: proof.strokes as unknown as NonNullable<SignatureInput['strokes']>,
      name: proof.name.trim(),
      relation: proof.relation.trim(),
      reason: proof.reason.trim(),
    };
  return { reason: proof.reason.trim() };
}

/** One fact a line, spoken words; what was asked apart and what is filled in later is not in it. */
function ReadBack({ job, handle }: { job: Job; handle: VisitHandle }) {
  const lines = linesToRead(handle, locale.value);
  const voice = useSignal(voiceFor(locale.value));
  useEffect(() => {
    if (typeof speechSynthesis === 'undefined') return;
    const look = (): void => {
      voice.value = voiceFor(locale.value);
    };
    speechSynthesis.addEventListener?.('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener?.('voiceschanged', look);
      speechSynthesis.cancel();
    };
  }, [voice]);
  return (
    <section class="read" aria-label={t('read.label')}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {lines.length === 0 && <p>{t('read.none')}</p>}
      <div class="read-tools">
        {voice.value && (
          <Tap icon="volume-2" onClick={() => voice.value && speak(lines, voice.value)}>
            {t('read.aloud')}
          </Tap>
        )}
        <Tap icon="pencil" href={url.visit(job.ref, 'check')}>
          {t('read.change')}
        </Tap>
      </div>
    </section>
  );
}

function Ways({ value, onChange }: { value: SignatureWay; onChange: (way: SignatureWay) => void }) {
  return (
    <fieldset class="ways">
      <legend class="unseen">{t('ways.label')}</legend>
      {ways.map(({ way, icon }) => (
        <label key={way} data-on={way === value ? '' : undefined}>
          <input
            type="radio"
            name="way"
            value={way}
            checked={way === value}
            aria-label={t(`way.${way}`)}
            onChange={() => onChange(way)}
          />
          <Icon name={icon} />
          <span aria-hidden="true">{t(`way-short.${way}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function AllSigned({ job, handle, names }: { job: Job; handle: VisitHandle; names: Record<Signer, string> }) {
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page pad>
        <Title>{t('signed.title')}</Title>
        <ul class="rows">
          {signers(handle).map((who) => {
            const given = handle.draft.value.signatures.filter((one) => one.who === who).at(-1);
            return (
              <li key={who}>
                <div class="row">
                  <span class="label">
                    {names[who]}
                    <small>{given ? t(`way.${given.way}`) : ''}</small>
                  </span>
                  <Icon name="check" small />
                </div>
              </li>
            );
          })}
        </ul>
        <p class="lead">{t('signed.what')}</p>
      </Page>
      <Foot>
        <Button kind="fill" href={url.visit(job.ref)}>
          {t('signed.back')}
        </Button>
      </Foot>
    </Screen>
  );
}
