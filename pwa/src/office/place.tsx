// Where things happened: a plan to scale and its twin in a table.
import { clock, distance } from '@/i18n/format';
import { t } from '@/i18n/office';
import { draw, type Metres, type Plan } from './plan';
import type { Step, VisitCase } from './shapes';
import { word } from './words';

const W = 720;
const H = 480;

type Located = Step & { fix: NonNullable<Step['fix']> };
const located = (step: Step): step is Located => step.fix !== null;

export function PlacePane({ visit }: { visit: VisitCase }) {
  const steps = visit.steps.filter(located);
  const plan = draw(
    steps.map((step) => step.fix),
    visit.point,
  );
  if (!plan) {
    return (
      <p class="note soft">
        {visit.no_fix ? t('plan_empty_why', { reason: word('no_fix', visit.no_fix) }) : t('plan_empty')}
      </p>
    );
  }
  return (
    <div class="place">
      <figure class="plan">
        <PlanDrawing plan={plan} />
        <figcaption class="soft s">
          {t('plan_circle')} {!visit.point && t('plan_no_point')}
        </figcaption>
      </figure>
      <table>
        <caption class="unseen">{t('plan_table')}</caption>
        <thead>
          <tr>
            <th class="num">{t('col_n')}</th>
            <th>{t('col_step')}</th>
            <th class="num">{t('col_claimed')}</th>
            <th class="num">{t('col_accuracy')}</th>
            <th class="num">{t('col_distance')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step.index}>
              <td class="num">{i + 1}</td>
              <td>{word('step', step.kind)}</td>
              <td class="num">{clock(step.t_ms)}</td>
              <td class="num">{t('metres', { n: Math.round(step.fix.acc_cm / 100) })}</td>
              <td class="num">{step.distance_m === null ? '' : distance(step.distance_m)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlanDrawing({ plan }: { plan: Plan }) {
  const scale = Math.min(W, H) / plan.span;
  const x = (p: Metres) => W / 2 + (p.x - plan.middle.x) * scale;
  const y = (p: Metres) => H / 2 - (p.y - plan.middle.y) * scale;
  const bar = plan.bar * scale;
  return (
    <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={t('plan_title')} class="map">
      {plan.points.map((p) => (
        <circle key={`c${p.n}`} class="acc" cx={x(p)} cy={y(p)} r={Math.max(2, p.acc * scale)} />
      ))}
      {plan.points.length > 1 && (
        <polyline class="path" points={plan.points.map((p) => `${x(p)},${y(p)}`).join(' ')} />
      )}
      {plan.home && <Home x={x(plan.home)} y={y(plan.home)} />}
      <Numbers plan={plan} x={x} y={y} />
      <g class="rule">
        <path d={`M20 ${H - 24}v8h${bar}v-8`} />
        <text x={20 + bar / 2} y={H - 28} text-anchor="middle">
          {distance(plan.bar)}
        </text>
        <path d={`M${W - 28} 56V24m-6 8l6-8 6 8`} />
        <text x={W - 28} y={76} text-anchor="middle">
          {t('plan_north')}
        </text>
      </g>
    </svg>
  );
}

function Home({ x, y }: { x: number; y: number }) {
  return (
    <g class="home">
      <path d={`M${x - 9} ${y + 8}v-9l9-8 9 8v9z`} />
      <text class="k" x={x + 14} y={y + 24}>
        {t('plan_registered')}
      </text>
    </g>
  );
}

/** Points that lie on one another get one label: 1–4, 6. */
export function labels(points: readonly { n: number; x: number; y: number }[], near: number) {
  const groups: { x: number; y: number; ns: number[] }[] = [];
  for (const p of points) {
    const group = groups.find((one) => Math.hypot(one.x - p.x, one.y - p.y) < near);
    if (group) group.ns.push(p.n);
    else groups.push({ x: p.x, y: p.y, ns: [p.n] });
  }
  return groups.map(({ x, y, ns }) => ({ x, y, text: ranges(ns) }));
}

export function ranges(ns: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const n of ns) {
    const last = parts.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join('、');
}

function Numbers({ plan, x, y }: { plan: Plan; x: (p: Metres) => number; y: (p: Metres) => number }) {
  const placed = plan.points.map((p) => ({ n: p.n, x: x(p), y: y(p) }));
  return (
    <g>
      {placed.map((p) => (
        <circle key={p.n} class="dot-fix" cx={p.x} cy={p.y} r={4} />
      ))}
      {labels(placed, 22).map((label) => (
        <text key={label.text} class="k" x={label.x} y={label.y - 12} text-anchor="middle">
          {label.text}
        </text>
      ))}
    </g>
  );
}
