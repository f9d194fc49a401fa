import { useState } from 'preact/hooks';
import { t as c } from '@/i18n/common';
import { day, money } from '@/i18n/format';
import { t } from '@/i18n/gallery';
import {
  Button,
  Card,
  EmptyState,
  ErrorSummary,
  Icon,
  Meter,
  Notice,
  Photo,
  ProgressLine,
  Register,
  type RegisterRow,
  Row,
  Rows,
  Sheet,
  SignaturePad,
  showToast,
  TaskList,
  Ticks,
} from '@/ui';
import { iconNames } from '@/ui/icon-names';
import room from './room.svg?url&no-inline';

export function Steps() {
  const [states, setStates] = useState<Record<string, RegisterRow['state']>>({
    amount: 'same',
    last: 'same',
    holder: 'different',
  });
  const rows: RegisterRow[] = [
    { key: 'amount', label: t('register.amount'), value: money(128000), state: states['amount'] ?? 'open' },
    { key: 'last', label: t('register.last'), value: day('2026-11-10'), state: states['last'] ?? 'open' },
    {
      key: 'holder',
      label: t('register.holder'),
      value: t('register.self'),
      state: states['holder'] ?? 'open',
    },
  ];
  const fresh = rows.map((row) => ({ ...row, state: 'open' as const }));
  return (
    <>
      <Register
        rows={rows}
        onToggle={(key, different) => setStates({ ...states, [key]: different ? 'different' : 'open' })}
        onConfirm={() =>
          setStates(
            Object.fromEntries(
              rows.map((row) => [row.key, row.state === 'different' ? 'different' : 'same']),
            ),
          )
        }
      />
      <Register rows={fresh} onToggle={() => undefined} onConfirm={() => undefined} />
      <h3>{t('tasks')}</h3>
      <div class="bleed">
        <SampleTasks />
      </div>
    </>
  );
}

export function SampleTasks() {
  return (
    <TaskList
      tasks={[
        {
          key: 'a',
          label: t('task.arrive'),
          href: '#/gallery',
          status: { icon: 'check', word: c('status.done') },
        },
        {
          key: 'b',
          label: t('task.family'),
          href: '#/gallery',
          status: { icon: 'check', word: c('status.done') },
        },
        {
          key: 'c',
          label: t('task.house'),
          href: '#/gallery',
          status: { icon: 'circle-dot', word: c('status.doing') },
        },
        {
          key: 'd',
          label: t('task.money'),
          href: '#/gallery',
          status: { icon: 'circle', word: c('status.not-started'), tone: 'quiet' },
        },
        {
          key: 'e',
          label: t('task.sign'),
          href: null,
          status: { icon: 'lock-keyhole', word: t('off'), tone: 'quiet' },
        },
      ]}
    />
  );
}

export function Lists() {
  return (
    <>
      <ul class="cards bleed">
        <li>
          <Card
            name="郑桂芳"
            where={t('village')}
            href="#/gallery"
            say={t('return')}
            status={{ icon: 'corner-up-left', word: c('status.returned'), tone: 'bad' }}
          />
        </li>
        <li class="before-sealed">
          <Card
            name={t('longname')}
            where={t('village')}
            href="#/gallery"
            meta={[t('near'), t('filled')]}
            status={{ icon: 'circle-dot', word: c('status.doing') }}
          />
        </li>
        <li>
          <Card
            name={t('envelope')}
            where={t('town')}
            href="#/gallery"
            sealed
            meta={[t('window'), t('leader-opens')]}
            status={{ icon: 'lock-keyhole', word: t('sealed') }}
          />
        </li>
        <li>
          <Card
            name="陈银娇"
            where={t('village')}
            href="#/gallery"
            meta={[t('receipt')]}
            status={{ icon: 'cloud-check', word: c('status.all') }}
          />
        </li>
      </ul>
      <h3>{t('rows')}</h3>
      <div class="bleed">
        <Rows>
          <Row icon="languages" label={t('language')} value={t('chinese')} onClick={() => undefined} />
          <Row icon="hard-drive" label={t('storage')} small={t('storage.left')} />
        </Rows>
      </div>
    </>
  );
}

export function Messages() {
  const [open, setOpen] = useState(false);
  const [errors, setErrors] = useState(false);
  return (
    <>
      <Notice>{t('info')}</Notice>
      <Notice tone="ok">{t('ok')}</Notice>
      <Notice tone="warn" title={t('upload-now')}>
        {t('warn')}
      </Notice>
      <Notice tone="bad">{t('bad')}</Notice>
      <Button onClick={() => setErrors(!errors)}>{c('error.summary', { n: 2 })}</Button>
      {errors && (
        <ErrorSummary
          errors={[
            { id: 'gallery-a', text: t('missing') },
            { id: 'gallery-b', text: t('holder.need') },
          ]}
        />
      )}
      <EmptyState icon="inbox" action={{ label: t('empty.act'), onClick: () => undefined }}>
        {t('empty')}
      </EmptyState>
      <Button onClick={() => showToast(t('toast'), { undo: () => showToast(t('undone')) })}>
        {t('toast.show')}
      </Button>
      <Button onClick={() => setOpen(true)}>{t('sheet.open')}</Button>
      <Sheet
        open={open}
        title={t('sheet.title')}
        onClose={() => setOpen(false)}
        foot={
          <>
            <Button kind="fill" onClick={() => setOpen(false)}>
              {t('sheet.act')}
            </Button>
            <Button onClick={() => setOpen(false)}>{c('ui.cancel')}</Button>
          </>
        }
      >
        <p>{t('sheet.text')}</p>
      </Sheet>
    </>
  );
}

export function Quantities() {
  return (
    <>
      <div>
        <Meter value={3} max={5} label={t('meter')} />
        <p class="small soft">{t('meter')}</p>
      </div>
      <div>
        <Ticks done={4} total={9} />
        <p class="small soft">{t('visited')}</p>
      </div>
      <ProgressLine>{t('loading')}</ProgressLine>
    </>
  );
}

export function Pictures() {
  return (
    <>
      <Photo src={room} alt={t('image.alt')} caption={t('image.caption')} onOpen={() => undefined} />
      <h3>{t('sign')}</h3>
      <SignaturePad name="王木生" caption={t('sign.who')} onChange={() => undefined} />
    </>
  );
}

export function Symbols() {
  return (
    <ul class="symbols">
      {iconNames.map((name) => (
        <li key={name}>
          <Icon name={name} />
          <span translate={false}>{name}</span>
        </li>
      ))}
    </ul>
  );
}
