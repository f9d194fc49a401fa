// The photos that a topic asks for: what is there already, and the way to the camera.
import { t } from '@/i18n/field';
import type { Draft, DraftPhoto, VisitHandle } from '@/store/contract';
import { Icon, useBytesUrl } from '@/ui';
import { type Ask, choiceOf, labelOf, photosOf, say, shotOf } from '../model/form';
import { url } from '../nav';

export function Thumb({ handle, photo, alt }: { handle: VisitHandle; photo: DraftPhoto; alt: string }) {
  const src = useBytesUrl(() => handle.photo(photo.sha256, 'thumb'), photo.sha256);
  return src ? (
    <img class="thumb" src={src} alt={alt} decoding="async" />
  ) : (
    <span class="thumb" role="img" aria-label={alt} />
  );
}

interface SlotProps {
  readonly ask: Ask;
  readonly handle: VisitHandle;
  readonly draft: Draft;
  /** What the household is opened with. */
  readonly from: string;
}

/** One slot a photo of the form; the whole slot opens the camera at it. */
export function PhotoSlots({ asks, ...rest }: Omit<SlotProps, 'ask'> & { asks: readonly Ask[] }) {
  return (
    <ul class="slots">
      {asks.map((ask) => (
        <li key={ask.key}>
          <Slot ask={ask} {...rest} />
        </li>
      ))}
    </ul>
  );
}

/** Why there is no photo, in words; null while nobody has said. */
function reasonOf(ask: Ask, draft: Draft): string | null {
  const declined = choiceOf(ask.item, draft.answers[ask.key]);
  return declined ? say(declined.text) : (draft.shots_skipped[shotOf(ask) ?? ''] ?? null);
}

function Slot({ ask, handle, draft, from }: SlotProps) {
  const photos = photosOf(ask, draft);
  const last = photos.at(-1);
  const reason = reasonOf(ask, draft);
  const short = labelOf(ask.item);
  const label = ask.member ? t('ask.of', { name: ask.member.name, question: short }) : short;
  const said = last ? t('photo.count', { n: photos.length }) : (reason ?? t('photo.take'));
  return (
    <a
      class="slot"
      id={`q-${ask.key}`}
      href={url.visit(from, 'camera', ask.key)}
      data-done={last ? '' : undefined}
    >
      {last ? (
        <Thumb handle={handle} photo={last} alt={t('photo.of', { label })} />
      ) : (
        <span class="thumb empty-thumb">
          <Icon name={reason ? 'camera-off' : 'camera'} />
        </span>
      )}
      <span class="slot-label">
        <span>{label}</span>
        <span class="small soft">{said}</span>
      </span>
      <Icon name={last ? 'check' : 'chevron-right'} small />
    </a>
  );
}
