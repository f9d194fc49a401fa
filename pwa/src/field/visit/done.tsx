// P10: where the visit is now (in this phone), and what comes next.
import { t } from '@/i18n/field';
import { dayOf } from '@/i18n/format';
import { Button, Foot, Icon, Page, Screen, Title } from '@/ui';
import { url } from '../nav';
import { now, useRoom } from '../room';
import { EntryCard, useEntries, useHere } from '../today/today';

export function Done({ visit }: { visit: string }) {
  const { phone } = useRoom();
  const here = useHere();
  const entries = useEntries(here);
  const practice = visit === 'practice';
  const item = phone.outbox.items.value.find((one) => one.subject === visit);
  const today = phone.outbox.items.value.filter(
    (one) => one.kind === 'visit' && one.closed_ms !== null && dayOf(one.closed_ms) === dayOf(now.value),
  ).length;
  // Somebody who was not at home is due again at another time: not as the next household.
  const left = item?.household?.name;
  const next = entries.find(
    (entry) => (entry.stage === 'todo' || entry.stage === 'doing') && entry.name !== left,
  );
  const arrived =
    item?.transfer === 'all' ? 'done.all' : item?.transfer === 'text' ? 'done.text' : 'done.phone';
  return (
    <Screen>
      <Page pad cls="done-page">
        <Icon name="circle-check" cls="big" />
        <Title>
          {practice
            ? t('done.practice')
            : t(arrived === 'done.all' ? 'done.title-there' : 'done.title', { name: left ?? '' })}
        </Title>
        <p role="status">{practice ? t('done.practice-what') : t(arrived, { n: item?.photos_total ?? 0 })}</p>
        {!practice && today > 0 && <p class="soft">{t('done.today', { n: today })}</p>}
        {next && !practice && (
          <section class="next-up">
            <h2 class="small soft">{t('done.next')}</h2>
            <EntryCard entry={next} />
          </section>
        )}
      </Page>
      <Foot>
        <Button kind="fill" href={url.today()}>
          {t('done.back')}
        </Button>
      </Foot>
    </Screen>
  );
}
