import { useEffect, useRef, useState } from 'preact/hooks';
import type { default as Pad, PointGroup } from 'signature_pad';
import { t } from '@/i18n/common';
import { Tap } from './button';

/** One line of the pen, in pixels of the pad: where it begins, then the steps from point to point (x, y, dx, dy, …). */
export type Stroke = readonly number[];

/** A signature as it is signed and sent (docs/protocol.md §2.1): integers only, and steps because they pack well. */
export interface Strokes {
  readonly w: number;
  readonly h: number;
  /** From the first touch to the last. */
  readonly ms: number;
  readonly lines: readonly Stroke[];
}

export interface SignaturePadProps {
  /** Whose signature it is; stands in the label and under the pad. */
  name: string;
  /** Under the pad: 王木生，本人 */
  caption?: string;
  /** After every stroke, undo and clear; null while empty. */
  onChange: (strokes: Strokes | null) => void;
}

function line(group: PointGroup): Stroke {
  let x = 0;
  let y = 0;
  return group.points.flatMap((at) => {
    const step = [Math.round(at.x) - x, Math.round(at.y) - y];
    x = Math.round(at.x);
    y = Math.round(at.y);
    return step;
  });
}

function measure(box: HTMLCanvasElement, groups: readonly PointGroup[]): Strokes {
  const times = groups.flatMap((group) => group.points.map((at) => at.time));
  const ms = times.length === 0 ? 0 : Math.round((times.at(-1) ?? 0) - (times[0] ?? 0));
  return {
    ...{ w: Math.round(box.clientWidth), h: Math.round(box.clientHeight), ms },
    lines: groups.map(line),
  };
}

/** White paper and dark ink in every theme. The pad's code is fetched when the first one is shown. */
export function SignaturePad({ name, caption, onChange }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<Pad | null>(null);
  const tell = useRef(onChange);
  tell.current = onChange;
  const [count, setCount] = useState(0);

  const report = (): void => {
    const groups = pad.current?.toData() ?? [];
    setCount(groups.length);
    tell.current(canvas.current && groups.length > 0 ? measure(canvas.current, groups) : null);
  };

  useEffect(() => {
    let gone = false;
    const box = canvas.current;
    if (!box) return;
    const resize = (): void => {
      const ratio = Math.max(window.devicePixelRatio || 1, 1);
      const width = Math.round(box.clientWidth * ratio);
      const height = Math.round(box.clientHeight * ratio);
      if (width === 0 || (box.width === width && box.height === height)) return;
      const kept = pad.current?.toData();
      box.width = width;
      box.height = height;
      box.getContext('2d')?.scale(ratio, ratio);
      if (kept) pad.current?.fromData(kept); // a turned phone must not lose the signature
    };
    addEventListener('resize', resize);
    import('signature_pad').then((file) => {
      // A phone out of memory gives no drawing context: the other four ways of confirming remain.
      if (gone || !box.getContext('2d')) return;
      pad.current = new file.default(box, { minWidth: 1.8, maxWidth: 4.2, penColor: '#14181b', throttle: 8 });
      pad.current.addEventListener('endStroke', report);
      resize();
    });
    return () => {
      gone = true;
      removeEventListener('resize', resize);
      pad.current?.off();
    };
  }, []);

  const redraw = (keep: number): void => {
    const groups = pad.current?.toData() ?? [];
    pad.current?.clear();
    pad.current?.fromData(groups.slice(0, keep));
    report();
  };
  return (
    <div>
      <div class="pad-box">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${t('sign.pad', { name })}，${count === 0 ? t('sign.empty') : t('sign.done', { n: count })}`}
        />
      </div>
      <div class="pad-tools">
        <span class="soft">{caption ?? name}</span>
        <Tap icon="undo-2" disabled={count === 0} onClick={() => redraw(count - 1)}>
          {t('sign.undo')}
        </Tap>
        <Tap icon="eraser" disabled={count === 0} onClick={() => redraw(0)}>
          {t('sign.clear')}
        </Tap>
      </div>
    </div>
  );
}

/** The strokes as an SVG path, for showing a stored signature without the pad. */
export function strokePath({ lines }: Strokes): string {
  const moves = (stroke: Stroke): string =>
    stroke.map((step, n) => (n % 2 === 1 ? step : n === 0 ? `M${step} ` : `l${step} `)).join('');
  return lines.map(moves).join('');
}

export function SignatureView({ name, strokes }: { name: string; strokes: Strokes }) {
  return (
    <div class="pad-box">
      <svg
        viewBox={`0 0 ${strokes.w} ${strokes.h}`}
        role="img"
        aria-label={t('sign.pad', { name })}
        fill="none"
        stroke="#14181b"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d={strokePath(strokes)} />
      </svg>
    </div>
  );
}
