// What the answers suggest, as plain sentences. Nothing is set down until a person says so and says how it is known.
import { useSignal } from '@preact/signals';
import { type FindingCode, findingCodes, sentence, t } from '@/i18n/findings';
import type { Certainty, DraftFinding, VisitHandle } from '@/store/contract';
import { Button, Checks, Radios, Search } from '@/ui';
import { LateText } from '../topic/answer';
import { keep } from '../visit/saved';

const AT_ONCE = 6;
const ways: readonly Certainty[] = ['seen', 'document', 'told', 'heard'];

const isKnown = (code: string): code is FindingCode => (findingCodes as readonly string[]).includes(code);

export function Findings({ handle }: { handle: VisitHandle }) {
  const draft = handle.draft.value;
  const evaluation = handle.evaluation.value;
  const chosen = draft.findings.map((finding) => finding.code);
  const raised = evaluation.raised.filter(isKnown);
  const all = [...new Set([...chosen.filter(isKnown), ...raised])];
  const more = useSignal(false);
  const shown = more.value ? all : all.slice(0, Math.max(AT_ONCE, chosen.length));
  const put = (codes: readonly string[]): void => {
    const kept = draft.findings.filter((finding) => codes.includes(finding.code));
    const fresh = codes.filter((code) => !chosen.includes(code)).map((code) => begin(handle, code));
    keep(handle.patch({ findings: [...kept, ...fresh] }));
  };
  const change = (code: string, part: Partial<DraftFinding>): void => {
    keep(
      handle.patch({
        findings: handle.draft.value.findings.map((finding) =>
          finding.code === code ? { ...finding, ...part } : finding,
        ),
      }),
    );
  };
  return (
    <section class="stack findings">
      {shown.length > 0 && (
        <Checks
          legend={t('find.title')}
          hint={t('find.hint')}
          value={chosen}
          options={shown.map((code) => ({ value: code as string, label: sentence(code) }))}
          onChange={put}
        />
      )}
      {all.length > shown.length && (
        <Button onClick={() => (more.value = true)}>
          {t('find.more', { n: all.length - shown.length })}
        </Button>
      )}
      {draft.findings
        .filter((finding) => isKnown(finding.code))
        .map((finding) => (
          <div class="stack tight finding" key={finding.code}>
            <Radios
              legend={t('find.how', { what: sentence(finding.code as FindingCode) })}
              value={finding.certainty}
              options={ways.map((way) => ({ value: way, label: t(`certainty.${way}`) }))}
              onChange={(certainty) => change(finding.code, { certainty })}
            />
            <LateText
              label={t('find.facts')}
              optional
              long
              maxLength={300}
              value={finding.facts ?? ''}
              onChange={(facts) => change(finding.code, { facts })}
            />
          </div>
        ))}
      <Other known={all} onPick={(code) => put([...chosen, code])} />
    </section>
  );
}

function begin(handle: VisitHandle, code: string): DraftFinding {
  const item = handle.evaluation.value.raised_by[code]?.[0];
  const evidence = item
    ? handle.draft.value.photos.filter((photo) => photo.item === item).map((photo) => photo.sha256)
    : [];
  const topic = handle.definition.topics.find((one) =>
    one.items.some((each) => each.key === item?.split('@')[0]),
  );
  // The way in which the topic is asked is the likeliest one; the inspector sees it and may change it.
  const certainty: Certainty =
    topic?.method === 'look' ? 'seen' : topic?.method === 'check' ? 'document' : 'told';
  return { code, certainty, ...(item ? { item } : {}), evidence };
}

/** 其他: any sentence of the list, found by a word. */
function Other({ known, onPick }: { known: readonly string[]; onPick: (code: string) => void }) {
  const open = useSignal(false);
  const words = useSignal('');
  if (!open.value) {
    return (
      <Button icon="plus" onClick={() => (open.value = true)}>
        {t('find.other')}
      </Button>
    );
  }
  const clean = words.value.trim();
  const found = findingCodes
    .filter(
      (code) =>
        !known.includes(code) && (clean === '' || sentence(code).toLowerCase().includes(clean.toLowerCase())),
    )
    .slice(0, AT_ONCE);
  return (
    <div class="stack tight">
      <Search label={t('find.search')} value={words.value} onInput={(text) => (words.value = text)} />
      <ul class="rows found">
        {found.map((code) => (
          <li key={code}>
            <button
              type="button"
              class="row"
              onClick={() => {
                onPick(code);
                open.value = false;
                words.value = '';
              }}
            >
              <span class="label">{sentence(code)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="small soft">{t('find.none')}</p>}
    </div>
  );
}
