import { useState } from 'preact/hooks';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/gallery';
import {
  Button,
  Checks,
  Chips,
  DateField,
  MoneyField,
  NumberField,
  Pair,
  PasswordField,
  PinPad,
  Radios,
  Search,
  Segments,
  StatusWord,
  Switch,
  Tap,
  TextField,
  Tools,
} from '@/ui';

export function Buttons() {
  return (
    <>
      <Button kind="fill">{t('submit')}</Button>
      <Button kind="go" icon="phone">
        {t('call')}
      </Button>
      <Button>{t('absent')}</Button>
      <Button pressed icon="check">
        {c('register.confirm-all')}
      </Button>
      <Button disabled>{t('off')}</Button>
      <Button kind="go" busy>
        {t('working')}
      </Button>
      <Pair>
        <Button kind="go" fit icon="phone">
          {t('call')}
        </Button>
        <Button kind="go" fit icon="navigation">
          {t('navigate')}
        </Button>
      </Pair>
      <Tools>
        <Button icon="camera">{t('photo')}</Button>
        <Button icon="mic">{t('voice')}</Button>
        <Button icon="square-pen">{t('note')}</Button>
      </Tools>
      <div>
        <Tap icon="undo-2">{c('sign.undo')}</Tap>
        <Tap icon="eraser" disabled>
          {c('sign.clear')}
        </Tap>
        <Tap icon="x" label={c('ui.close')} />
      </div>
    </>
  );
}

export function Statuses() {
  return (
    <div class="status-grid">
      <StatusWord icon="circle" word={c('status.todo')} />
      <StatusWord icon="circle-dot" word={c('status.doing')} />
      <StatusWord icon="cloud-upload" word={c('status.waiting')} />
      <StatusWord icon="file-text" word={c('status.text')} />
      <StatusWord icon="cloud-check" word={c('status.all')} />
      <StatusWord icon="clock" word={c('status.pending')} />
      <StatusWord icon="corner-up-left" word={c('status.returned')} tone="bad" />
      <StatusWord icon="check" word={c('status.passed')} />
      <StatusWord icon="circle-question-mark" word={c('status.held')} />
      <StatusWord icon="ban" word={c('status.voided')} />
      <StatusWord icon="triangle-alert" word={t('upload-now')} tone="warn" />
      <StatusWord icon="circle" word={c('status.not-started')} tone="quiet" />
    </div>
  );
}

export function Answers() {
  const [filter, setFilter] = useState('all');
  const [text, setText] = useState('');
  const [holder, setHolder] = useState<string | null>('family');
  const [missing, setMissing] = useState<string | null>(null);
  const [needs, setNeeds] = useState<string[]>(['medicine']);
  const [wifi, setWifi] = useState(true);
  const [tab, setTab] = useState('photos');
  const holders = (['family', 'cadre', 'other', 'unknown'] as const).map((value) => ({
    value,
    label: t(`holder.${value}`),
  }));
  return (
    <>
      <Search value={text} onInput={setText} label={t('search')} />
      <div class="bleed">
        <Chips
          label={t('filter')}
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'all', label: t('all'), count: 9 },
            { value: 'todo', label: c('status.todo'), count: 2 },
            { value: 'back', label: c('status.returned'), count: 1 },
            { value: 'up', label: c('status.waiting'), count: 3 },
          ]}
        />
      </div>
      <Radios
        legend={t('holder')}
        hint={t('holder.hint')}
        options={holders}
        value={holder}
        onChange={setHolder}
      />
      <Radios
        legend={t('holder')}
        options={holders.slice(0, 2)}
        value={missing}
        onChange={setMissing}
        error={missing === null ? t('holder.need') : undefined}
      />
      <Checks
        legend={t('needs')}
        optional
        value={needs}
        onChange={setNeeds}
        options={(['food', 'medicine', 'clothes', 'none'] as const).map((value) => ({
          value,
          label: t(`needs.${value}`),
          exclusive: value === 'none',
        }))}
      />
      <Switch label={t('wifi')} hint={t('wifi.hint')} checked={wifi} onChange={setWifi} />
      <Segments
        label={t('tabs')}
        panel="gallery-panel"
        value={tab}
        onChange={setTab}
        options={(['photos', 'place', 'time'] as const).map((value) => ({ value, label: t(`tab.${value}`) }))}
      />
      <div id="gallery-panel" role="tabpanel" aria-label={t('tabs')} class="soft small">
        {t(`tab.${tab as 'photos'}`)}
      </div>
    </>
  );
}

export function Typed() {
  const [name, setName] = useState('㛃㐱𬱖');
  const [people, setPeople] = useState<number | null>(31);
  const [fen, setFen] = useState<number | null>(128000);
  const [day, setDay] = useState<string | null>('2026-11-10');
  const [remark, setRemark] = useState('');
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState(false);
  return (
    <>
      <TextField label={t('name')} hint={t('name.hint')} value={name} onInput={setName} literal />
      <NumberField
        label={t('people')}
        unit={t('people.unit')}
        min={0}
        max={30}
        value={people}
        onChange={setPeople}
        error={people === 31 ? c('error.number-range', { min: 0, max: 30 }) : undefined}
      />
      <MoneyField label={t('amount')} fen={fen} onChange={setFen} />
      <DateField label={t('date')} value={day} onChange={setDay} max="2026-11-24" />
      <TextField label={t('remark')} optional long value={remark} onInput={setRemark} />
      <PasswordField label={t('password')} value={password} onInput={setPassword} autocomplete="off" />
      <h3>{t('pin')}</h3>
      <PinPad label={t('pin')} onDone={() => setPin(true)} error={pin ? c('pin.wrong') : undefined} />
    </>
  );
}
