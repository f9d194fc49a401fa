// The photos of this visit with their marks; any of them can be given up, and the record says so.
import { t } from '@/i18n/camera';
import type { DraftPhoto, VisitHandle } from '@/store/contract';
import { Button, Photo, Sheet, useBytesUrl } from '@/ui';
import type { Job } from '../visit/job';
import { keep } from '../visit/saved';
import { Mark } from './mark';
import { shorten } from './save';

export function Gallery({
  open,
  job,
  handle,
  onClose,
}: {
  open: boolean;
  job: Job;
  handle: VisitHandle;
  onClose: () => void;
}) {
  const photos = [...handle.draft.value.photos].reverse();
  return (
    <Sheet open={open} title={t('look.title')} onClose={onClose}>
      <ul class="stack look">
        {photos.map((photo) => (
          <li key={photo.sha256}>
            <One job={job} handle={handle} photo={photo} />
          </li>
        ))}
      </ul>
      {photos.length === 0 && <p>{t('look.none')}</p>}
    </Sheet>
  );
}

function One({ job, handle, photo }: { job: Job; handle: VisitHandle; photo: DraftPhoto }) {
  const src = useBytesUrl(() => handle.photo(photo.sha256, 'full'), photo.sha256);
  return (
    <>
      <div class="marked">
        {src && <Photo src={src} alt={t('look.photo')} />}
        <Mark job={job} hash={shorten(photo.sha256)} t_ms={photo.t_ms} />
      </div>
      <Button fit icon="trash-2" onClick={() => keep(handle.discardPhoto(photo.sha256, 'retake'))}>
        {t('look.drop')}
      </Button>
    </>
  );
}
