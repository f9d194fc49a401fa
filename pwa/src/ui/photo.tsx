import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon';

export interface PhotoProps {
  src: string;
  alt: string;
  caption?: ComponentChildren;
  onOpen?: () => void;
}

/** Always whole, on a dark neutral ground: a cropped photo is not evidence. */
export function Photo({ src, alt, caption, onOpen }: PhotoProps) {
  const [broken, setBroken] = useState(false);
  const image = broken ? (
    <Icon name="image-off" label={alt} />
  ) : (
    <img src={src} alt={alt} decoding="async" onError={() => setBroken(true)} />
  );
  return (
    <figure class="photo">
      {onOpen ? (
        <button type="button" class="stage" onClick={onOpen}>
          {image}
        </button>
      ) : (
        <div class="stage">{image}</div>
      )}
      {caption !== undefined && <figcaption>{caption}</figcaption>}
    </figure>
  );
}

/** An address for bytes from the phone's store, let go when the screen closes. Null until they are there. */
export function useBytesUrl(
  load: () => Promise<ArrayBuffer>,
  key: string,
  mime = 'image/jpeg',
): string | null {
  const [url, setUrl] = useState<string | null>(null);
  // `key` names the bytes; `load` is a new function on every render.
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    load().then(
      (bytes) => {
        if (gone) return;
        made = URL.createObjectURL(new Blob([bytes], { type: mime }));
        setUrl(made);
      },
      () => setUrl(null),
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [key, mime]);
  return url;
}
