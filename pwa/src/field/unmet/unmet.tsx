// 见不到人: first what is the matter, then the few things that it asks for, then the visit is closed.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/unmet';
import type { DraftPhoto, VisitHandle } from '@/store/contract';
import {
  Bar,
  Button,
  Checks,
  DateField,
  ErrorSummary,
  type FieldError,
  Foot,
  Icon,
  Notice,
  Page,
  Radios,
  Row,
  Rows,
  Screen,
  SignaturePad,
  type Strokes,
  showToast,
  Title,
} from '@/ui';
import { go, url } from '../nav';
import { useHeading, useRoom } from '../room';
import { LateText } from '../topic/answer';
import { Thumb } from '../topic/photos';
import { useForm, withNote } from '../topic/topic';
import { backTo } from '../visit/back';
import { submitVisit } from '../visit/check';
import { nameOf } from '../visit/crew';
import type { Job } from '../visit/job';
import { UrgentPill } from '../visit/pill';
import { failure, keep, NotSaved, savedWords } from '../visit/saved';
import { noteKey, type PathField, paths, type Unmet, unmetCodes } from './paths';

export function UnmetList({ job, handle }: { job: Job; handle: VisitHandle }) {
  const choose = (code: Unmet): void =>
    keep(handle.patch({ result: code }).then(() => go(url.visit(job.ref, 'unmet', code))));
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page>
        <div class="pad head-pad">
          <Title>{t('list.title')}</Title>
          <p class="lead">{t('list.what')}</p>
        </div>
        <Rows>
          {unmetCodes.map((code) => (
            <Row
              key={code}
              label={t(`${code}.name`)}
              small={t(`${code}.short`)}
              onClick={() => choose(code)}
            />
          ))}
        </Rows>
      </Page>
    </Screen>
  );
}

/** The words of one field, or the empty text. */
function given(handle: VisitHandle, code: Unmet, key: string): string {
  return handle.draft.value.notes[noteKey(code, key)] ?? '';
}

function optionWords(code: Unmet, field: PathField, value: string): string {
  return t(`${code}.${field.key}.${value}` as 'ABSENT.tried.note');
}

function labelWords(code: Unmet, field: PathField): string {
  return t(`${code}.${field.key}` as 'ABSENT.tried');
}

function photosFor(handle: VisitHandle, field: PathField): readonly DraftPhoto[] {
  return field.kind === 'photo' ? handle.draft.value.photos.filter((photo) => photo.shot === field.shot) : [];
}

function skipped(handle: VisitHandle, field: PathField): boolean {
  return field.kind === 'photo' && handle.draft.value.shots_skipped[field.shot] !== undefined;
}

function wrongs(
  handle: VisitHandle,
  code: Unmet,
  strokes: Readonly<Record<string, Strokes | null>>,
): FieldError[] {
  const list = paths[code].fields
    .filter(
      (field) =>
        field.required &&
        (field.kind === 'photo'
          ? photosFor(handle, field).length === 0 && !skipped(handle, field)
          : given(handle, code, field.key).trim() === ''),
    )
    .map((field) => ({
      id: `u-${field.key}`,
      text: t(field.kind === 'photo' ? 'wrong.photo' : 'wrong', { label: labelWords(code, field) }),
    }));
  if (!paths[code].sign) return list;
  const draft = handle.draft.value;
  for (const who of draft.partner ? (['leader', 'partner'] as const) : (['leader'] as const)) {
    if (!strokes[who]) list.push({ id: `u-${who}`, text: t(`unsigned.${who}`) });
  }
  return list;
}

/** What was set down, one fact a line, in the words of the screen: it closes the visit as its remark. */
export function remarkOf(handle: VisitHandle, code: Unmet): string {
  return paths[code].fields
    .map((field) => {
      const value = given(handle, code, field.key).trim();
      if (value === '' || field.kind === 'photo') return '';
      const words =
        field.kind === 'choice' || field.kind === 'choices'
          ? value
              .split(' ')
              .map((one) => optionWords(code, field, one))
              .join(t('comma'))
          : value;
      return t('line', { label: labelWords(code, field), words });
    })
    .filter(Boolean)
    .join('\n');
}

export function UnmetPath({ job, handle, code }: { job: Job; handle: VisitHandle; code: Unmet }) {
  useHeading();
  useForm();
  const room = useRoom();
  const complained = useSignal(false);
  const busy = useSignal(false);
  const strokes = useSignal<Readonly<Record<string, Strokes | null>>>({});
  const draft = handle.draft.value;
  const errors = complained.value ? wrongs(handle, code, strokes.value) : [];
  const errorOf = (id: string): string | undefined => errors.find((error) => error.id === id)?.text;
  const set = (key: string, value: string): void =>
    keep(handle.patch({ notes: withNote(handle.draft.value.notes, noteKey(code, key), value) }));
  const submit = async (): Promise<void> => {
    if (wrongs(handle, code, strokes.value).length > 0) {
      complained.value = true;
      return;
    }
    busy.value = true;
    const before = handle.draft.value;
    try {
      await signBoth(handle, room, strokes.value, remarkOf(handle, code));
      const notes = Object.fromEntries(
        Object.entries(before.notes).filter(([key]) => !key.startsWith('unmet.')),
      );
      await handle.patch({
        result: code,
        remark: [remarkOf(handle, code), before.remark].filter(Boolean).join('\n'),
        notes,
      });
      await submitVisit(room, job, handle);
    } catch (error) {
      keep(handle.patch({ notes: before.notes, remark: before.remark }));
      showToast(failure(error));
    } finally {
      busy.value = false;
    }
  };
  const back = (): void => keep(handle.patch({ result: null }).then(() => go(url.visit(job.ref))));
  return (
    <Screen>
      <Bar
        back={{ href: url.visit(job.ref, 'unmet'), label: t('list.title') }}
        aside={<UrgentPill job={job} />}
      />
      <Page pad>
        <div class="stack topic">
          <div>
            <Title>{t(`${code}.name`)}</Title>
            <p class="lead">{t(`${code}.what`)}</p>
          </div>
          <NotSaved handle={handle} />
          <ErrorSummary errors={errors} />
          {code === 'UNSAFE' && <Notice tone="warn">{t('UNSAFE.first')}</Notice>}
          {paths[code].fields.map((field) => (
            <Field
              key={field.key}
              job={job}
              handle={handle}
              code={code}
              field={field}
              set={(value) => set(field.key, value)}
              error={errorOf(`u-${field.key}`)}
            />
          ))}
          {paths[code].sign &&
            (draft.partner ? (['leader', 'partner'] as const) : (['leader'] as const)).map((who) => (
              <section key={who} id={`u-${who}`} class="stack tight" tabIndex={-1}>
                <h2>{t(`sign.${who}`)}</h2>
                <SignaturePad
                  name={nameOf(room.phone, who === 'leader' ? draft.leader : draft.partner)}
                  onChange={(made) => {
                    strokes.value = { ...strokes.value, [who]: made };
                  }}
                />
              </section>
            ))}
        </div>
      </Page>
      <Foot saved={savedWords(handle.saved.value, job.practice)} tight>
        <Button kind="fill" busy={busy.value} onClick={() => void submit()}>
          {t('submit')}
        </Button>
        <Button onClick={back}>{t('met-after-all')}</Button>
      </Foot>
    </Screen>
  );
}

async function signBoth(
  handle: VisitHandle,
  room: ReturnType<typeof useRoom>,
  strokes: Readonly<Record<string, Strokes | null>>,
  read_text: string,
): Promise<void> {
  const draft = handle.draft.value;
  const { fix } = await room.watcher.fix();
  for (const who of ['leader', 'partner'] as const) {
    const made = strokes[who];
    if (!made) continue;
    await handle.sign({
      who,
      way: 'own',
      strokes: made as unknown as NonNullable<Parameters<VisitHandle['sign']>[0]['strokes']>,
      name: nameOf(room.phone, draft[who]),
      read_text,
      fix,
    });
  }
}

interface FieldProps {
  readonly job: Job;
  readonly handle: VisitHandle;
  readonly code: Unmet;
  readonly field: PathField;
  readonly set: (value: string) => void;
  readonly error: string | undefined;
}

function PhotoField({
  job,
  handle,
  code,
  field,
  error,
}: FieldProps & { field: PathField & { kind: 'photo' } }) {
  const label = labelWords(code, field);
  const last = photosFor(handle, field).at(-1);
  const given_up = skipped(handle, field);
  const state = last ? 'there' : given_up ? 'skipped' : field.required ? 'take' : 'may';
  return (
    <a class="slot" id={`u-${field.key}`} href={url.visit(job.ref, 'camera', `unmet.${field.shot}`)}>
      {last ? (
        <Thumb handle={handle} photo={last} alt={label} />
      ) : (
        <span class="thumb empty-thumb">
          <Icon name={given_up ? 'camera-off' : 'camera'} />
        </span>
      )}
      <span class="slot-label">
        <span>{label}</span>
        <span class={`small ${error ? 'bad strong' : 'soft'}`}>{error ?? t(`photo.${state}`)}</span>
      </span>
      <Icon name={last ? 'check' : 'chevron-right'} small />
    </a>
  );
}

function Field(props: FieldProps) {
  const { handle, code, field, set, error } = props;
  const label = labelWords(code, field);
  const value = given(handle, code, field.key);
  const common = { id: `u-${field.key}`, error, optional: !field.required };
  const options =
    'options' in field
      ? field.options.map((one) => ({ value: one, label: optionWords(code, field, one) }))
      : [];
  switch (field.kind) {
    case 'photo':
      return <PhotoField {...props} field={field} />;
    case 'text':
      return <LateText {...common} label={label} long maxLength={200} value={value} onChange={set} />;
    case 'date':
      return <DateField {...common} label={label} value={value || null} onChange={(day) => set(day ?? '')} />;
    case 'choice':
      return <Radios {...common} legend={label} value={value || null} options={options} onChange={set} />;
    case 'choices':
      return (
        <Checks
          {...common}
          legend={label}
          value={value ? value.split(' ') : []}
          options={options}
          onChange={(list) => set(list.join(' '))}
        />
      );
  }
}
