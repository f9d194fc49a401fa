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

/** One slot a photo of the form; the whole slot opens the camera at it. */
export function PhotoSlots({
  asks,
  handle,
  draft,
  href,
}: {
  asks: readonly Ask[];
  handle: VisitHandle;
  draft: Draft;
  href: string;
}) {
  return (
    <ul class="slots">
      {asks.map((ask) => {
        const shot = shotOf(ask) ?? '';
        const photos = photosOf(ask, draft);
        const declined = choiceOf(ask.item, draft.answers[ask.key]);
        const reason = declined ? say(declined.text) : draft.shots_skipped[shot];
        const last = photos.at(-1);
        const label = ask.member
          ? t('ask.of', { name: ask.member.name, question: labelOf(ask.item) })
          : labelOf(ask.item);
        return (
          <li key={ask.key}>
            <a
              class="slot"
              id={`q-${ask.key}`}
              href={url.visit(href, 'camera', ask.key)}
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
                <span class="small soft">
                  {last ? t('photo.count', { n: photos.length }) : (reason ?? t('photo.take'))}
                </span>
              </span>
              <Icon name={last ? 'check' : 'chevron-right'} small />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
