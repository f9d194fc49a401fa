// Every control in every state, in three themes, two languages and the shells. Open at #/gallery in development and demonstrations.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { LanguageSwitch } from '@/app/language';
import { t } from '@/i18n/gallery';
import { Chips, type Shell, setShell, setTheme, type Theme, Title, theme } from '@/ui';
import { Answers, Buttons, Statuses, Typed } from './inputs';
import { Lists, Messages, Pictures, Quantities, Steps, Symbols } from './outputs';
import { SampleScreens } from './screens';
import './gallery.css';

export function Specimen({
  name,
  children,
  wide,
}: {
  name: string;
  children: ComponentChildren;
  wide?: boolean;
}) {
  return (
    <section class={wide ? 'specimen wide' : 'specimen'}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

export function Gallery() {
  const [shell, pick] = useState<Shell>('phone');
  const change = (next: Shell): void => {
    pick(next);
    setShell(next);
  };
  return (
    <main id="main" class="gallery" tabIndex={-1} data-quiet-focus>
      <header class="gallery-head">
        <Title>{t('title')}</Title>
        <p class="lead">{t('lead')}</p>
        <div class="gallery-choice">
          <Chips<Theme>
            label={t('theme')}
            value={theme.value}
            onChange={setTheme}
            options={(['day', 'sun', 'dark'] as const).map((value) => ({
              value,
              label: t(`theme.${value}`),
            }))}
          />
          <Chips<Shell>
            label={t('shell')}
            value={shell}
            onChange={change}
            options={(['phone', 'office', 'elder'] as const).map((value) => ({
              value,
              label: t(`shell.${value}`),
            }))}
          />
          <LanguageSwitch />
        </div>
      </header>
      <div class="gallery-wall">
        <Specimen name={t('buttons')}>
          <Buttons />
        </Specimen>
        <Specimen name={t('status')}>
          <Statuses />
        </Specimen>
        <Specimen name={t('choice')}>
          <Answers />
        </Specimen>
        <Specimen name={t('fields')}>
          <Typed />
        </Specimen>
        <Specimen name={t('register')}>
          <Steps />
        </Specimen>
        <Specimen name={t('cards')}>
          <Lists />
        </Specimen>
        <Specimen name={t('messages')}>
          <Messages />
        </Specimen>
        <Specimen name={t('quantity')}>
          <Quantities />
        </Specimen>
        <Specimen name={t('image')}>
          <Pictures />
        </Specimen>
        <Specimen name={t('icons')} wide>
          <Symbols />
        </Specimen>
        {shell === 'phone' && (
          <Specimen name={t('screens')} wide>
            <SampleScreens />
          </Specimen>
        )}
      </div>
    </main>
  );
}
