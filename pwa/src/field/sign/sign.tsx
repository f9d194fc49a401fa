// P7: read back, then each signs. The household in one of five ways, none better than another; then the leader and the partner.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/sign';
import { locale } from '@/i18n/text';
import type { SignatureInput, SignatureWay, Signer, VisitHandle } from '@/store/contract';
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
  const who = nextSigner(handle);
  const way = useSignal<SignatureWay>((draft.place?.['way'] as SignatureWay | undefined) ?? 'own');
  const proof = useSignal<Proof>(empty);
  const wrong = useSignal(false);
  const busy = useSignal(false);
  const { watcher } = useRoom();
  const used = who === 'respondent' ? way.value : 'own';
  const names: Record<Signer, string> = {
    respondent: draft.household?.name ?? '',
    leader: nameOf(phone, draft.leader),
    partner: nameOf(phone, draft.partner),
  };

  const put = async (): Promise<void> => {
    if (!who) return;
    const thumb = draft.photos.filter((photo) => photo.shot === 'thumbprint').map((photo) => photo.sha256);
    if (!ready(used, proof.value, thumb.length > 0)) {
      wrong.value = true;
      return;
    }
    busy.value = true;
    try {
      const { fix } = await watcher.fix();
      const base: SignatureInput = {
        who,
        way: used,
        fix,
        ...(who === 'respondent' ? { read_text: textToRead(handle, locale.value) } : {}),
      };
      await handle.sign({ ...base, ...(await proofOf(handle, used, proof.value, thumb, names[who], fix)) });
      proof.value = empty;
      wrong.value = false;
      if (nextSigner(handle) === null) go(url.visit(job.ref));
      else scrollUp();
    } catch (error) {
      showToast(failure(error));
    } finally {
      busy.value = false;
    }
  };
  if (!who) return <AllSigned job={job} handle={handle} names={names} />;
  return (
    <Screen cls="sign">
      <Bar
        back={{ href: url.visit(job.ref), label: draft.household?.name ?? '' }}
        aside={<UrgentPill job={job} />}
      />
      <Page>
        <div class="pad">
          <Title>{t(who === 'respondent' ? 'sign.title' : `sign.${who}`, { name: names[who] })}</Title>
          {isVoid(handle) && <Notice tone="warn">{t('sign.void')}</Notice>}
        </div>
        {who === 'respondent' ? (
          <ReadBack job={job} handle={handle} />
        ) : (
          <p class="pad lead">{t(who === 'leader' ? 'sign.leader-what' : 'sign.partner-what')}</p>
        )}
        {who === 'leader' && !draft.partner && (
          <p class="pad lead">
            {crewWords(phone, {
              leader: draft.leader,
              partner: null,
              alone_reason: draft.alone_reason ?? '',
            })}
          </p>
        )}
        {who === 'respondent' && (
          <Ways value={way.value} onChange={(next) => ((way.value = next), (wrong.value = false))} />
        )}
        <div class="pad sign-way">
          {used === 'own' ? (
            <SignaturePad
              key={who}
              name={names[who]}
              caption={t('sign.caption', { name: names[who] })}
              onChange={(strokes: Strokes | null) => (proof.value = { ...proof.value, strokes })}
            />
          ) : (
            <WayForm way={used} proof={proof} job={job} handle={handle} wrong={wrong.value} />
          )}
          {used === 'own' && wrong.value && (
            <p class="wrong" role="alert">
              <Icon name="circle-alert" small />
              {t('sign.empty')}
            </p>
          )}
        </div>
      </Page>
      <Foot saved={savedWords(handle.saved.value, job.practice)}>
        <Button kind="fill" busy={busy.value} onClick={() => void put()}>
          {t(who === 'respondent' && used === 'refused' ? 'sign.note-refusal' : 'sign.done')}
        </Button>
      </Foot>
    </Screen>
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
      <Bar
        back={{ href: url.visit(job.ref), label: job.household?.name ?? '' }}
        aside={<UrgentPill job={job} />}
      />
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
