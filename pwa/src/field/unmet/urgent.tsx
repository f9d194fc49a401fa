// 紧急: a person in danger. Works without a network, is written down at the first tap and goes out before everything else.
import { useSignal } from '@preact/signals';
import { clock } from '@/i18n/format';
import { t } from '@/i18n/unmet';
import type { AlarmKind } from '@/store/contract';
import { Bar, Button, Icon, type IconName, Notice, Page, Screen, showToast, Title } from '@/ui';
import { officeOf, phonesOf, useHeading, useRoom } from '../room';
import { backTo } from '../visit/back';
import { type Job, standingCampaign } from '../visit/job';
import { failure } from '../visit/saved';

const kinds: readonly { readonly kind: AlarmKind; readonly icon: IconName; readonly call: string }[] = [
  { kind: 'danger', icon: 'shield-alert', call: '120' },
  { kind: 'hunger', icon: 'house', call: '' },
  { kind: 'abuse', icon: 'hand', call: '110' },
  { kind: 'fire', icon: 'siren', call: '119' },
];

interface Raised {
  readonly kind: AlarmKind;
  readonly at_ms: number;
}

export function Urgent({ job }: { job: Job }) {
  useHeading();
  const room = useRoom();
  const raised = useSignal<Raised | null>(null);
  const busy = useSignal(false);
  const raise = async (kind: AlarmKind): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    try {
      if (!job.practice) await raiseNow(room, job, kind);
      raised.value = { kind, at_ms: Date.now() };
    } catch (error) {
      showToast(failure(error));
    } finally {
      busy.value = false;
    }
  };
  const now = raised.value;
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} />
      <Page pad>
        <div class="stack">
          <Title>{t('urgent.title')}</Title>
          {now ? (
            <Notice tone="ok" live title={t(`alarm.${now.kind}`)}>
              {t(job.practice ? 'urgent.practice' : 'urgent.raised', { time: clock(now.at_ms) })}
            </Notice>
          ) : (
            <p>{t('urgent.what')}</p>
          )}
          {now && (
            <section>
              <h2>{t('urgent.say')}</h2>
              <p class="say-this">{t(`say.${now.kind}`)}</p>
            </section>
          )}
          <ul class="alarms">
            {kinds.map(({ kind, icon }) => (
              <li key={kind}>
                <Button icon={icon} pressed={now?.kind === kind} onClick={() => void raise(kind)}>
                  {t(`alarm.${kind}`)}
                </Button>
              </li>
            ))}
          </ul>
          <Numbers first={kinds.find((one) => one.kind === now?.kind)?.call ?? ''} />
        </div>
      </Page>
    </Screen>
  );
}

/** Duty numbers of the office, then the three that everybody knows. The one that fits stands first. */
function Numbers({ first }: { first: string }) {
  const room = useRoom();
  const duty = officeOf(room.phone)?.duty ?? [];
  const { office } = phonesOf(room);
  const known = [
    { label: t('call.120'), phone: '120' },
    { label: t('call.110'), phone: '110' },
    { label: t('call.119'), phone: '119' },
  ].sort((a, b) => Number(b.phone === first) - Number(a.phone === first));
  const list = [
    ...(first ? known.slice(0, 1) : []),
    ...duty,
    ...(office ? [{ label: t('call.office'), phone: office }] : []),
    ...(first ? known.slice(1) : known),
    // The office's own list may name the same numbers.
  ].filter((one, at, all) => all.findIndex((other) => other.phone === one.phone) === at);
  return (
    <section>
      <h2>{t('urgent.call')}</h2>
      <ul class="rows">
        {list.map((one) => (
          <li key={one.phone + one.label}>
            <a class="row" href={`tel:${one.phone}`}>
              <Icon name="phone" />
              <span class="label">{one.label}</span>
              <span class="value">{one.phone}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function raiseNow(room: ReturnType<typeof useRoom>, job: Job, alarm: AlarmKind): Promise<void> {
  const { fix } = await room.watcher.fix();
  const target = job.handle?.draft.value.target ??
    job.assignment?.target ?? { kind: 'household', id: job.household?.id ?? '' };
  await room.phone.visits.raiseAlarm({
    alarm,
    ...(job.handle
      ? { visit_id: job.handle.visit_id }
      : job.assignment
        ? { assignment: job.assignment.id }
        : { scope: standingCampaign(room.phone) }),
    target,
    fix,
  });
}
