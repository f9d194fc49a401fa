// The time line, the signatures, the findings: what was done, in which order, and who stands for it.
import { clock } from '@/i18n/format';
import { t } from '@/i18n/office';
import { Icon, SignatureView, type Strokes } from '@/ui';
import type { Finding, Signature, Step, VisitCase } from './shapes';
import { amount, say, shotName, word } from './words';

function stepDetail(step: Step, visit: VisitCase): string | null {
  if (!step.detail) return null;
  switch (step.kind) {
    case 'visit.opened':
      return word('way', step.detail);
    case 'photo.captured':
      return shotName(
        step.detail,
        visit.photos_list.find((photo) => photo.shot === step.detail)?.shot_words ?? null,
      );
    case 'finding.recorded': {
      const finding = visit.findings_list.find((one) => one.code === step.detail);
      return finding ? `${finding.code} ${say(finding.words)}` : step.detail;
    }
    case 'signature.given':
      return word('who', step.detail);
    case 'alarm.raised':
      return word('alarm', step.detail);
    case 'visit.closed':
      return word('result', step.detail);
    default:
      return step.detail;
  }
}

export function TimePane({ visit }: { visit: VisitCase }) {
  return (
    <div class="pane-text">
      <p class="soft s">
        {t('time_lead')}{' '}
        {visit.skew_ms !== null && t('time_skew', { n: Math.round(Math.abs(visit.skew_ms) / 1000) })}
      </p>
      <table>
        <thead>
          <tr>
            <th class="num">{t('col_claimed')}</th>
            <th>{t('col_step')}</th>
            <th class="num">{t('col_received')}</th>
            <th class="num">{t('col_log')}</th>
          </tr>
        </thead>
        <tbody>
          {visit.steps.map((step) => (
            <tr key={step.index}>
              <td class="num">{clock(step.t_ms)}</td>
              <td>
                {word('step', step.kind)} <span class="soft">{stepDetail(step, visit)}</span>
              </td>
              <td class="num">{clock(step.received_ms)}</td>
              <td class="num">{step.index}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft s">{t('log_note')}</p>
    </div>
  );
}

function isStrokes(value: unknown): value is Strokes {
  return typeof value === 'object' && value !== null && Array.isArray((value as Strokes).lines);
}

function SignatureRow({ signature }: { signature: Signature }) {
  const who = word('who', signature.who);
  const relation = signature.relation && word('relation', signature.relation);
  const facts = [signature.name, relation, signature.reason].filter(Boolean).join(' · ');
  return (
    <li>
      <p>
        <b>{who}</b> {word('way', signature.way)} <span class="soft">{facts}</span>{' '}
        <span class="soft s">{clock(signature.given_ms)}</span>
      </p>
      {signature.voided && (
        <p class="warn s">
          <Icon name="triangle-alert" /> {t('signature_void')}
        </p>
      )}
      {isStrokes(signature.strokes) && (
        <SignatureView name={t('signature_image', { who })} strokes={signature.strokes} />
      )}
      {signature.read_text && (
        <details>
          <summary>{t('signature_read')}</summary>
          <p class="read-text">{signature.read_text}</p>
        </details>
      )}
    </li>
  );
}

function FindingRow({ finding }: { finding: Finding }) {
  const sum =
    finding.amount_fen === null
      ? null
      : t('finding_amount', { amount: amount(finding.amount_fen), period: finding.period ?? '' });
  return (
    <li>
      <p>
        <b>{finding.code}</b> {say(finding.words)}{' '}
        <span class="soft">{word('certainty', finding.certainty)}</span>
      </p>
      {sum && <p>{sum}</p>}
      {finding.facts && <p class="soft">{finding.facts}</p>}
    </li>
  );
}

export function PapersPane({ visit }: { visit: VisitCase }) {
  return (
    <div class="pane-text papers">
      <section>
        <h2>{t('findings')}</h2>
        {visit.findings_list.length === 0 ? (
          <p class="soft">{t('findings_none')}</p>
        ) : (
          <ul>
            {visit.findings_list.map((finding) => (
              <FindingRow key={finding.code} finding={finding} />
            ))}
          </ul>
        )}
        {visit.remark && (
          <>
            <h2>{t('remark')}</h2>
            <p>{visit.remark}</p>
          </>
        )}
        {visit.voices.length > 0 && <Voices visit={visit} />}
      </section>
      <section>
        <h2>{t('step_signature_given')}</h2>
        {visit.signatures.length === 0 ? (
          <p class="soft">{t('signature_none')}</p>
        ) : (
          <ul>
            {visit.signatures.map((signature, i) => (
              <SignatureRow key={i} signature={signature} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Voices({ visit }: { visit: VisitCase }) {
  return (
    <>
      <h2>{t('voices')}</h2>
      <ul>
        {visit.voices.map((voice) => (
          <li key={voice.sha256}>
            {t('voice_length', { n: Math.round(voice.duration_ms / 1000) })}{' '}
            {voice.state === 'missing' ? (
              <span class="soft">{t('voice_missing')}</span>
            ) : (
              // biome-ignore lint/a11y/useMediaCaption: a spoken confirmation of one minute has no captions
              <audio controls preload="none" src={`/api/visits/${visit.id}/voices/${voice.sha256}`} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
