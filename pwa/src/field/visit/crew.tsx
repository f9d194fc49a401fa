// Who goes in: two people, and where there is only one, a reason that stays with the record.
import { type Signal, useSignal } from '@preact/signals';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import type { Phone } from '@/store/contract';
import { Button, Radios, Sheet, TextField } from '@/ui';
import { useRoom } from '../room';
import { type Crew, crewOf, type Job } from './job';

const chosen = new Map<string, Crew>();

export function useCrew(phone: Phone, job: Job): Signal<Crew> {
  return useSignal<Crew>(chosen.get(job.ref) ?? crewOf(phone, job.assignment));
}

export function nameOf(phone: Phone, id: string | null): string {
  if (!id) return '';
  const me = phone.accounts.current.value?.user;
  return phone.rows.persons.value.get(id)?.name ?? (me?.id === id ? me.name : t('crew.somebody'));
}

export function crewWords(phone: Phone, crew: Crew): string {
  if (crew.partner) return t('crew.with', { name: nameOf(phone, crew.partner) });
  return crew.alone_reason ? t('crew.alone-because', { reason: crew.alone_reason }) : t('crew.nobody');
}

const reasons = ['ill', 'split', 'road', 'other'] as const;

export function CrewSheet({
  job,
  crew,
  open,
  onDone,
}: {
  job: Job;
  crew: Signal<Crew>;
  open: Signal<boolean>;
  onDone: () => void;
}) {
  const { phone, user } = useRoom();
  const pick = useSignal<string | null>(crew.value.partner);
  const reason = useSignal<string | null>(null);
  const other = useSignal('');
  const complained = useSignal(false);
  const mine = phone.rows.persons.value.get(user.id)?.team ?? job.assignment?.team.id ?? null;
  const mates = [...phone.rows.persons.value.values()].filter(
    (person) => person.id !== crew.value.leader && (mine === null || person.team === mine),
  );
  const words =
    reason.value === 'other'
      ? other.value.trim()
      : reason.value
        ? t(`alone.${reason.value as (typeof reasons)[number]}`)
        : '';
  const done = (): void => {
    if (pick.value === null || (pick.value === 'alone' && words === '')) {
      complained.value = true;
      return;
    }
    crew.value =
      pick.value === 'alone'
        ? { leader: crew.value.leader, partner: null, alone_reason: words }
        : { leader: crew.value.leader, partner: pick.value };
    chosen.set(job.ref, crew.value);
    open.value = false;
    onDone();
  };
  return (
    <Sheet
      open={open.value}
      title={t('crew.title')}
      onClose={() => (open.value = false)}
      foot={
        <Button kind="fill" onClick={done}>
          {t('crew.done')}
        </Button>
      }
    >
      <div class="stack">
        <Radios
          legend={t('crew.title')}
          hideLegend
          value={pick.value}
          onChange={(value) => (pick.value = value)}
          error={complained.value && pick.value === null ? t('crew.choose') : undefined}
          options={[
            ...mates.map((person) => ({ value: person.id, label: person.name, hint: t('crew.same-phone') })),
            { value: 'alone', label: t('crew.alone'), hint: t('crew.alone-hint') },
          ]}
        />
        {pick.value === 'alone' && (
          <Radios
            legend={t('alone.why')}
            value={reason.value}
            onChange={(value) => (reason.value = value)}
            error={complained.value && words === '' ? t('alone.say') : undefined}
            options={reasons.map((value) => ({ value, label: t(`alone.${value}`) }))}
          />
        )}
        {pick.value === 'alone' && reason.value === 'other' && (
          <TextField
            label={t('alone.words')}
            value={other.value}
            onInput={(text) => (other.value = text)}
            maxLength={60}
          />
        )}
      </div>
    </Sheet>
  );
}

export { c };
