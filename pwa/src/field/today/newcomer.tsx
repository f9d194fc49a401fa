// 新住户: a family that no register knows. What is written here stays in the draft; the office reads it as a note.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/field';
import { uuid7 } from '@/protocol/uuid';
import type { HouseholdRow } from '@/store/contract';
import { Bar, Button, ErrorSummary, type FieldError, Foot, Page, Screen, TextField, Title } from '@/ui';
import { go, url } from '../nav';
import { useRoom } from '../room';
import { addNewcomer } from '../visit/job';

interface Words {
  readonly name: string;
  readonly village: string;
  readonly address: string;
  readonly phone: string;
}

function rowOf(words: Words, area: string): HouseholdRow {
  const clean = (text: string): string => text.trim().normalize('NFC');
  return {
    ...{
      id: uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
      number: '',
      name: clean(words.name),
    },
    ...{ initials: '', village: { code: area, name: clean(words.village) }, town: { code: area, name: '' } },
    ...{ group: null, address: clean(words.address) || null, phone: clean(words.phone) || null, point: null },
    ...{ programme: null, cert_no: null, start_month: null, class: null, persons_covered: null },
    ...{
      monthly_fen: null,
      last_paid: null,
      paid_by: null,
      card_holder: null,
      standard_fen: null,
      members: [],
    },
  };
}

export function Newcomer() {
  const { user } = useRoom();
  const words = useSignal<Words>({ name: '', village: '', address: '', phone: '' });
  const complained = useSignal(false);
  const put = (key: keyof Words) => (text: string) => {
    words.value = { ...words.value, [key]: text };
  };
  const now = words.value;
  const missing: FieldError[] = [];
  if (now.name.trim() === '') missing.push({ id: 'new-name', text: t('new.need-name') });
  if (now.village.trim() === '') missing.push({ id: 'new-village', text: t('new.need-village') });
  const errors = complained.value ? missing : [];
  const errorOf = (id: string): string | undefined => errors.find((error) => error.id === id)?.text;
  const done = (): void => {
    complained.value = true;
    if (missing.length === 0)
      go(url.visit(addNewcomer(rowOf(now, user.org.division_code))), { replace: true });
  };
  return (
    <Screen>
      <Bar back={{ href: url.all(), label: t('ledge.all') }} />
      <Page pad>
        <div class="stack topic">
          <div>
            <Title>{t('new.title')}</Title>
            <p class="lead">{t('new.what')}</p>
          </div>
          <ErrorSummary errors={errors} />
          <TextField
            id="new-name"
            label={t('new.name')}
            value={now.name}
            onInput={put('name')}
            maxLength={60}
            literal
            error={errorOf('new-name')}
          />
          <TextField
            id="new-village"
            label={t('new.village')}
            value={now.village}
            onInput={put('village')}
            maxLength={60}
            error={errorOf('new-village')}
          />
          <TextField
            id="new-address"
            label={t('new.address')}
            value={now.address}
            onInput={put('address')}
            maxLength={120}
            optional
          />
          <TextField
            id="new-phone"
            label={t('new.phone')}
            value={now.phone}
            onInput={put('phone')}
            maxLength={20}
            type="tel"
            inputMode="tel"
            optional
          />
        </div>
      </Page>
      <Foot>
        <Button kind="fill" onClick={done}>
          {t('new.go')}
        </Button>
      </Foot>
    </Screen>
  );
}
