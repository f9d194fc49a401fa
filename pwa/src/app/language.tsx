import { locale, setLocale } from '@/i18n/text';
import { Tap } from '@/ui';

/** Says the other language in that language, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const english = locale.value === 'en';
  return (
    <span lang={english ? 'zh-CN' : 'en'}>
      <Tap icon="languages" cls="language" onClick={() => setLocale(english ? 'zh-CN' : 'en')}>
        {english ? '中文' : 'English'}
      </Tap>
    </span>
  );
}
