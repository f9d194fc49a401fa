// 到门口这样说: large, to read aloud or to turn round and show.

import { t } from '@/i18n/field';
import { Bar, Button, Foot, Page, Screen, Title } from '@/ui';
import { url } from '../nav';
import { phonesOf, useRoom } from '../room';
import { backTo } from './back';
import { nameOf } from './crew';
import { crewOf, type Job } from './job';
import { UrgentPill } from './pill';

export function Script({ job }: { job: Job }) {
  const room = useRoom();
  const draft = job.handle?.draft.value;
  const crew = draft ?? crewOf(room.phone, job.assignment);
  const names = [nameOf(room.phone, crew.leader), nameOf(room.phone, crew.partner)]
    .filter(Boolean)
    .join(t('script.and'));
  const { hotline } = phonesOf(room);
  const lines = [
    t('script.who', { org: room.user.org.name, names }),
    t('script.badge'),
    t('script.why'),
    t('script.free'),
    t('script.photo'),
    ...(hotline ? [t('script.hotline', { phone: hotline })] : []),
  ];
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page pad>
        <Title>{t('script.title')}</Title>
        <ol class="say-lines">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </Page>
      <Foot>
        <Button kind="fill" href={url.visit(job.ref)}>
          {t('script.done')}
        </Button>
      </Foot>
    </Screen>
  );
}
