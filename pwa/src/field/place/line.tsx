// The one line about the location, and the page behind it (P6). Evidence, never a gate.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/field';
import { distance as far } from '@/i18n/format';
import type { Fix, NoFix, VisitHandle } from '@/store/contract';
import { Bar, Button, Foot, Icon, Notice, Page, Radios, Screen, Title } from '@/ui';
import { go, url } from '../nav';
import { now, useRoom } from '../room';
import { backTo } from '../visit/back';
import type { Job } from '../visit/job';
import { UrgentPill } from '../visit/pill';
import { keep } from '../visit/saved';
import { metresBetween, type Point } from './distance';
import { COARSE_CM, GOOD_CM, type Where } from './watcher';

export function whereWords(where: Where, point: Point | null): string {
  switch (where.kind) {
    case 'off':
    case 'unasked':
      return t('fix.unasked');
    case 'denied':
      return t('fix.denied');
    case 'broken':
      return t('fix.broken');
    case 'searching':
      return t('fix.searching');
    case 'fixed':
      return fixWords(where.fix, point);
  }
}

export function fixWords(fix: Fix, point: Point | null): string {
  const accuracy = Math.max(1, Math.round(fix.acc_cm / 100));
  if (fix.acc_cm > COARSE_CM) return t('fix.rough', { n: accuracy });
  const here = t(fix.acc_cm <= GOOD_CM ? 'fix.good' : 'fix.fair', { n: accuracy });
  return point ? `${here}${t('fix.away', { metres: far(metresBetween(point, fix)) })}` : here;
}

export function FixLine({ point, job }: { point: Point | null; job: Job }) {
  const { watcher } = useRoom();
  const where = watcher.where.value;
  const fixed = where.kind === 'fixed';
  return (
    <a class="fixline" href={url.visit(job.ref, 'where')}>
      <Icon
        name={
          where.kind === 'denied' || where.kind === 'unasked' || where.kind === 'broken'
            ? 'map-pin-off'
            : 'map-pin'
        }
        small
      />
      <span role="status">{whereWords(where, point)}</span>
      {!fixed && <Icon name="chevron-right" small cls="chev push" />}
    </a>
  );
}

const reasons = ['indoors', 'valley', 'broken', 'denied', 'other'] as const satisfies readonly NoFix[];

/** P6: the ring to scale, what would help, and the way on without. */
export function WherePage({ job }: { job: Job }) {
  const { watcher } = useRoom();
  const where = watcher.where.value;
  const point = job.household?.point ?? null;
  const explaining = useSignal(job.handle?.draft.peek().no_fix != null);
  const waited = 'since_ms' in where ? now.value - where.since_ms : 0;
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page pad>
        <div class="stack">
          <Title>{t('fix.title')}</Title>
          {where.kind === 'fixed' && <Ring fix={where.fix} point={point} />}
          <p role="status">{whereWords(where, point)}</p>
          <Advice where={where} waited={waited} />
          {explaining.value && job.handle && <Reasons handle={job.handle} />}
        </div>
      </Page>
      <WhereFoot
        job={job}
        onExplain={job.handle && !explaining.value ? () => (explaining.value = true) : null}
      />
    </Screen>
  );
}

function Reasons({ handle }: { handle: VisitHandle }) {
  return (
    <Radios
      legend={t('fix.why')}
      value={handle.draft.value.no_fix}
      options={reasons.map((value) => ({ value, label: t(`nofix.${value}`) }))}
      onChange={(value) => keep(handle.patch({ no_fix: value }))}
    />
  );
}

function WhereFoot({ job, onExplain }: { job: Job; onExplain: (() => void) | null }) {
  const { watcher } = useRoom();
  const where = watcher.where.value;
  if (where.kind === 'unasked' || where.kind === 'off') {
    return (
      <Foot>
        <Button kind="fill" onClick={() => watcher.ask()}>
          {t('fix.allow')}
        </Button>
      </Foot>
    );
  }
  const good = where.kind === 'fixed' && where.fix.acc_cm <= GOOD_CM;
  return (
    <Foot tight>
      <Button kind="fill" onClick={() => go(url.visit(job.ref))}>
        {t(good ? 'fix.use' : 'fix.go-on')}
      </Button>
      {!good && <Button onClick={() => watcher.ask()}>{t('fix.again')}</Button>}
      {!good && onExplain && <Button onClick={onExplain}>{t('fix.explain')}</Button>}
    </Foot>
  );
}

function Advice({ where, waited }: { where: Where; waited: number }) {
  if (where.kind === 'unasked' || where.kind === 'off') return <p>{t('fix.purpose')}</p>;
  if (where.kind === 'denied') {
    return (
      <Notice
        tone="warn"
        title={t('fix.denied')}
        action={
          <Button fit kind="go" href={url.steps('location')}>
            {t('steps.show')}
          </Button>
        }
      >
        {t('fix.denied-what')}
      </Notice>
    );
  }
  if (where.kind === 'fixed' && where.fix.acc_cm <= GOOD_CM) return null;
  return (
    <p class="soft small">
      {t(waited > 60_000 ? 'fix.long' : waited > 15_000 ? 'fix.go-fill' : 'fix.closer')}
    </p>
  );
}

/** Accuracy as a circle and the registered address as a dot, on one scale. The words above say the same. */
function Ring({ fix, point }: { fix: Fix; point: Point | null }) {
  const radius = Math.max(1, fix.acc_cm / 100);
  const away = point ? metresBetween(point, fix) : 0;
  const span = Math.max(radius, away, 20) * 1.2;
  const px = 110 / span;
  const angle = point ? Math.atan2(point.lon_e7 - fix.lon_e7, point.lat_e7 - fix.lat_e7) : 0;
  const [x, y] = [120 + Math.sin(angle) * away * px, 120 - Math.cos(angle) * away * px];
  return (
    <svg class="ring" viewBox="0 0 240 240" aria-hidden="true">
      <circle cx="120" cy="120" r={radius * px} class="ring-area" />
      <circle cx="120" cy="120" r="6" class="ring-me" />
      {point && <path d={`M${x - 8} ${y + 8}v-10l8-7 8 7v10z`} class="ring-home" />}
    </svg>
  );
}
