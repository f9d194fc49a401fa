// Shutter, the other camera, and the last photo with its short hash.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/camera';
import type { DraftPhoto, VisitHandle } from '@/store/contract';
import { Icon } from '@/ui';
import { shorten } from './save';

interface DeckProps {
  readonly handle: VisitHandle;
  readonly live: boolean;
  readonly onLook: () => void;
  readonly onShoot: () => void;
  readonly onFlip: () => void;
}

export function Deck({ handle, live, onLook, onShoot, onFlip }: DeckProps) {
  const photos = handle.draft.value.photos;
  const last = photos.at(-1);
  return (
    <div class="deck">
      {last ? (
        <button
          type="button"
          class="deck-thumb"
          aria-label={t('cam.look', { n: photos.length, hash: shorten(last.sha256) })}
          onClick={onLook}
        >
          <LastThumb handle={handle} photo={last} />
          <span class="deck-hash" aria-hidden="true">
            {shorten(last.sha256)}
          </span>
        </button>
      ) : (
        <span />
      )}
      <button type="button" class="shutter" aria-label={t('cam.shoot')} disabled={!live} onClick={onShoot} />
      <button type="button" class="flip" aria-label={t('cam.flip')} disabled={!live} onClick={onFlip}>
        <Icon name="switch-camera" />
      </button>
    </div>
  );
}

function LastThumb({ handle, photo }: { handle: VisitHandle; photo: DraftPhoto }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    let address: string | null = null;
    handle.photo(photo.sha256, 'thumb').then(
      (bytes) => {
        address = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
        if (image.current) image.current.src = address;
      },
      () => undefined,
    );
    return () => {
      if (address) URL.revokeObjectURL(address);
    };
  }, [handle, photo.sha256]);
  return <img ref={image} alt="" decoding="async" />;
}
