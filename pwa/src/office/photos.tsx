// Photos on a dark stage, always whole: a cropped photo is no evidence. The mark is a layer over the copy.
import { useEffect, useState } from 'preact/hooks';
import { clock, dayOf, distance } from '@/i18n/format';
import { t } from '@/i18n/office';
import { Icon } from '@/ui';
import type { Photo, VisitCase } from './shapes';
import { shotName, word } from './words';

export const photoUrl = (visit: string, photo: Photo, copy: 'review' | 'thumb'): string =>
  `/api/visits/${visit}/photos/${photo.sha256}/${copy}.jpg`;

export function photoFacts(photo: Photo): string[] {
  const facts: string[] = [];
  if (!photo.fix) facts.push(t('photo_no_fix'));
  else {
    const acc = Math.round(photo.fix.acc_cm / 100);
    facts.push(
      photo.distance_m === null
        ? t('photo_fix_only', { acc })
        : t('photo_fix', { acc, distance: distance(photo.distance_m) }),
    );
  }
  facts.push(word('photo_source', photo.source));
  if (photo.covered) facts.push(t('photo_covered'));
  return facts;
}

export function PhotoStage({
  visit,
  at,
  choose,
}: {
  visit: VisitCase;
  at: number;
  choose: (n: number) => void;
}) {
  const [whole, setWhole] = useState(true);
  useEffect(() => setWhole(true), [at, visit.id]);
  const photos = visit.photos_list;
  const photo = photos[at] ?? photos[0];
  if (!photo) {
    return (
      <div class="stage empty">
        <p>
          <Icon name="image-off" /> {t('photo_none')}
        </p>
      </div>
    );
  }
  const n = photos.indexOf(photo) + 1;
  const title = t('photo_n', { n, shot: shotName(photo.shot, photo.shot_words) });
  return (
    <div class="stage">
      <Shot visit={visit} photo={photo} title={title} whole={whole} toggle={() => setWhole(!whole)} />
      <p class="cap">
        <span>{title}</span>
        {photoFacts(photo).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <ol class="thumbs">
        {photos.map((one, i) => (
          <li key={one.sha256}>
            <button type="button" aria-pressed={one === photo} onClick={() => choose(i)}>
              <Thumb visit={visit} photo={one} />
              <span>
                {i < 9 && <kbd>{i + 1}</kbd>} {shotName(one.shot, one.shot_words)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Shot(props: { visit: VisitCase; photo: Photo; title: string; whole: boolean; toggle: () => void }) {
  const { visit, photo, title, whole, toggle } = props;
  if (photo.state !== 'ready') {
    return (
      <div class="shot">
        <p class="wait">
          <Icon
            name={
              photo.state === 'missing' ? 'smartphone' : photo.state === 'preparing' ? 'timer' : 'image-off'
            }
          />
          {word('photo', photo.state)}
        </p>
      </div>
    );
  }
  const inspector = visit.people.find((one) => one.role === 'leader')?.number ?? '';
  return (
    <div class={`shot${whole ? '' : ' zoomed'}`}>
      <button
        type="button"
        class="frame"
        onClick={toggle}
        aria-label={`${title}. ${whole ? t('photo_zoom') : t('photo_whole')}`}
      >
        <img
          src={photoUrl(visit.id, photo, 'review')}
          alt={title}
          width={photo.w}
          height={photo.h}
          decoding="async"
        />
      </button>
      <p class="burn" aria-hidden="true">
        {dayOf(photo.taken_ms)} {clock(photo.taken_ms)} {visit.village}
        <br />
        {t('photo_mark', { number: visit.number, inspector, hash: photo.sha256.slice(0, 4).toUpperCase() })}
      </p>
    </div>
  );
}

function Thumb({ visit, photo }: { visit: VisitCase; photo: Photo }) {
  if (photo.state !== 'ready') {
    return (
      <span class="thumb blank">
        <Icon name={photo.state === 'missing' ? 'smartphone' : 'timer'} />
      </span>
    );
  }
  return <img class="thumb" src={photoUrl(visit.id, photo, 'thumb')} alt="" loading="lazy" />;
}
