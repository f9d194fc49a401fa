// The mark over a picture: time, village, household number, inspector number, short hash. No name, and never in the picture itself.
import { t } from '@/i18n/camera';
import { clock, dayOf } from '@/i18n/format';
import { now, useRoom } from '../room';
import type { Job } from '../visit/job';

export function Mark({ job, hash, t_ms }: { job: Job; hash: string; t_ms?: number }) {
  const { user } = useRoom();
  const at = t_ms ?? now.value;
  const { household } = job;
  const facts = [
    household ? t('mark.household', { number: household.number }) : '',
    user.number ? t('mark.inspector', { number: user.number }) : '',
    hash,
  ].filter(Boolean);
  return (
    <p class="mark">
      <span>
        {dayOf(at)} {clock(at)}
      </span>
      <span>{household ? `${household.town.name}${household.village.name}` : ''}</span>
      <br />
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}
