// Picture steps for a permission that was refused and for the home screen. Own drawings: what matters is where the finger goes.
import { t } from '@/i18n/care';

export type Topic = 'camera' | 'location' | 'microphone' | 'install';
export type Browser = 'chrome' | 'huawei' | 'xiaomi' | 'safari';
export const browsers: readonly Browser[] = ['chrome', 'huawei', 'xiaomi', 'safari'];
export const stepTopics: readonly Topic[] = ['camera', 'location', 'microphone', 'install'];

type Picture = 'lock' | 'menu' | 'site' | 'switch' | 'system' | 'apps' | 'share' | 'add' | 'reload' | 'aa';

export interface StepWords {
  readonly picture: Picture;
  readonly words: string;
}

export function browserNow(): Browser {
  const agent = navigator.userAgent;
  if (/HuaweiBrowser|HarmonyOS/i.test(agent)) return 'huawei';
  if (/MiuiBrowser|XiaoMi/i.test(agent)) return 'xiaomi';
  return /iPhone|iPad/i.test(agent) || (/Safari/i.test(agent) && !/Chrome|Chromium/i.test(agent))
    ? 'safari'
    : 'chrome';
}

const routes: Record<Browser, { readonly permit: readonly Picture[]; readonly install: readonly Picture[] }> =
  {
    chrome: { permit: ['lock', 'site', 'switch', 'reload'], install: ['menu', 'add'] },
    huawei: { permit: ['menu', 'site', 'switch', 'system'], install: ['menu', 'add'] },
    xiaomi: { permit: ['menu', 'site', 'switch', 'system'], install: ['menu', 'add'] },
    safari: { permit: ['aa', 'site', 'switch', 'reload'], install: ['share', 'add'] },
  };

export function stepsOf(topic: Topic, browser: Browser): readonly StepWords[] {
  const list = topic === 'install' ? routes[browser].install : routes[browser].permit;
  const what = topic === 'install' ? '' : t(`permit.${topic}`);
  return list.map((picture) => ({ picture, words: t(`step.${picture}`, { what }) }));
}

/** A phone in outline with the one place to touch marked by a filled ring. */
export function StepPicture({ picture }: { picture: Picture }) {
  return (
    <svg class="step" viewBox="0 0 120 160" aria-hidden="true">
      <rect x="14" y="4" width="92" height="152" rx="12" class="step-phone" />
      <path d="M50 10h20" class="step-line" />
      {drawings[picture]()}
    </svg>
  );
}

function Touch({ x, y }: { x: number; y: number }) {
  return (
    <>
      <circle cx={x} cy={y} r="13" class="step-halo" />
      <circle cx={x} cy={y} r="5" class="step-dot" />
    </>
  );
}

function Address() {
  return <rect x="22" y="20" width="76" height="16" rx="8" class="step-soft" />;
}

function List({ rows, from = 48 }: { rows: number; from?: number }) {
  return (
    <>
      {Array.from({ length: rows }, (_, at) => (
        <path key={at} d={`M26 ${from + at * 18}h${at % 2 ? 44 : 54}`} class="step-line" />
      ))}
    </>
  );
}

const drawings: Record<Picture, () => preact.JSX.Element> = {
  lock: () => (
    <>
      <Address />
      <path d="M30 26v-2a3 3 0 0 1 6 0v2M29 26h8v6h-8z" class="step-line" />
      <List rows={4} />
      <Touch x={33} y={28} />
    </>
  ),
  aa: () => (
    <>
      <rect x="22" y="128" width="76" height="16" rx="8" class="step-soft" />
      <path d="M29 140l4-9 4 9M30 137h6" class="step-line" />
      <List rows={4} from={30} />
      <Touch x={33} y={136} />
    </>
  ),
  menu: () => (
    <>
      <Address />
      <path d="M92 132v.1M92 138v.1M92 144v.1" class="step-thick" />
      <List rows={4} />
      <Touch x={92} y={138} />
    </>
  ),
  site: () => (
    <>
      <rect x="20" y="66" width="80" height="84" rx="8" class="step-soft" />
      <List rows={4} from={82} />
      <path d="M86 96l5 4-5 4" class="step-line" />
      <Touch x={56} y={100} />
    </>
  ),
  switch: () => (
    <>
      <List rows={2} from={40} />
      <path d="M26 84h34" class="step-line" />
      <rect x="70" y="76" width="26" height="16" rx="8" class="step-on" />
      <circle cx="88" cy="84" r="5" class="step-knob" />
      <List rows={2} from={112} />
      <Touch x={83} y={84} />
    </>
  ),
  system: () => (
    <>
      <circle cx="60" cy="44" r="14" class="step-line" />
      <path d="M60 24v6M60 58v6M40 44h6M74 44h6M46 30l4 4M70 54l4 4M46 58l4-4M70 34l4-4" class="step-line" />
      <List rows={4} from={84} />
      <Touch x={44} y={102} />
    </>
  ),
  apps: () => (
    <>
      <List rows={6} from={34} />
      <Touch x={48} y={70} />
    </>
  ),
  share: () => (
    <>
      <List rows={4} from={30} />
      <path d="M52 132h-6v16h28v-16h-6M60 142v-20M54 127l6-6 6 6" class="step-line" />
      <Touch x={60} y={134} />
    </>
  ),
  add: () => (
    <>
      <rect x="20" y="66" width="80" height="84" rx="8" class="step-soft" />
      <List rows={4} from={82} />
      <path d="M82 96h12v12H82zM88 99v6M85 102h6" class="step-line" />
      <Touch x={56} y={100} />
    </>
  ),
  reload: () => (
    <>
      <Address />
      <path d="M74 84a16 16 0 1 1-5-12M70 62v11H59" class="step-line" />
      <Touch x={60} y={84} />
    </>
  ),
};
