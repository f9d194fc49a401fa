// After the shutter: a moment to see it, a word if it is blurred or dark, and for papers the bar that hides the number.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/camera';
import { Button, Icon } from '@/ui';
import type { Bar, Hint, Still } from './picture';

const ACCEPT_MS = 1_500;

/** Shows the frozen picture; the canvas itself is hung in, so that what is seen is what is stored. */
function Frozen({ still, bar, onPlace }: { still: Still; bar?: Bar; onPlace?: (share: number) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    still.canvas.setAttribute('role', 'img');
    still.canvas.setAttribute('aria-label', t('review.picture'));
    box.current?.prepend(still.canvas);
  }, [still]);
  const place = (event: PointerEvent): void => {
    const frame = still.canvas.getBoundingClientRect();
    if (onPlace && event.buttons > 0) onPlace((event.clientY - frame.top) / frame.height);
  };
  return (
    <div class="frozen">
      <div ref={box} class="frozen-box" onPointerDown={place} onPointerMove={place}>
        {bar && (
          <span class="cover-bar" style={{ top: `${bar.top * 100}%`, height: `${bar.height * 100}%` }} />
        )}
      </div>
    </div>
  );
}

export function ReviewStage({
  still,
  hint,
  onAgain,
  onKeep,
}: {
  still: Still;
  hint: Hint;
  onAgain: () => void;
  onKeep: () => void;
}) {
  const keep = useRef(onKeep);
  keep.current = onKeep;
  useEffect(() => {
    if (hint) return;
    const timer = setTimeout(() => keep.current(), ACCEPT_MS);
    return () => clearTimeout(timer);
  }, [hint]);
  return (
    <>
      <Frozen still={still} />
      <div class="review-tools">
        <p role="status">{hint ? t(`hint.${hint}`) : t('review.keeping')}</p>
        <div class="pair">
          <Button icon="rotate-ccw" onClick={onAgain}>
            {t('review.again')}
          </Button>
          {hint && (
            <Button kind="fill" onClick={onKeep}>
              {t('review.keep')}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

const STEP = 0.06;

/** The bar is moved by dragging or by buttons; it is painted into the picture before anything is stored. */
export function CoverStage({
  still,
  onAgain,
  onDone,
}: {
  still: Still;
  onAgain: () => void;
  onDone: (bar: Bar) => void;
}) {
  const bar = useSignal<Bar>({ top: 0.2, height: 0.12 });
  const put = (top: number, height = bar.value.height): void => {
    const tall = Math.min(0.6, Math.max(0.06, height));
    bar.value = { height: tall, top: Math.min(1 - tall, Math.max(0, top)) };
  };
  const now = bar.value;
  return (
    <>
      <Frozen still={still} bar={now} onPlace={(share) => put(share - now.height / 2)} />
      <div class="review-tools">
        <p>{t('cover.what')}</p>
        <div class="cover-keys">
          <button type="button" aria-label={t('cover.up')} onClick={() => put(now.top - STEP)}>
            <Icon name="chevron-up" />
          </button>
          <button type="button" aria-label={t('cover.down')} onClick={() => put(now.top + STEP)}>
            <Icon name="chevron-down" />
          </button>
          <button
            type="button"
            aria-label={t('cover.thicker')}
            onClick={() => put(now.top, now.height + STEP)}
          >
            <Icon name="plus" />
          </button>
          <button
            type="button"
            aria-label={t('cover.thinner')}
            onClick={() => put(now.top, now.height - STEP)}
          >
            <Icon name="minus" />
          </button>
        </div>
        <div class="pair">
          <Button icon="rotate-ccw" onClick={onAgain}>
            {t('review.again')}
          </Button>
          <Button kind="fill" onClick={() => onDone(bar.value)}>
            {t('cover.save')}
          </Button>
        </div>
      </div>
    </>
  );
}
