// Looks at every screen of the field room: pictures into a folder (argument 1), axe over each, sideways scrolling refused.
// node test/field/stage/look.mjs /tmp/screens [part of a name] [--keep]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const [folder = '/tmp/fangcha-field', only = '', keep = ''] = process.argv.slice(2);
const configFile = new URL('vite.config.ts', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
if (keep !== '--keep') await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn' });
const base = 'http://127.0.0.1:4198';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const config = {
  version: '0.1.0',
  demo: false,
  demo_roles: [],
  hotline: '12349',
  office_phone: '0593-3322110',
  secure_url: null,
};

const word = (page, zh, en) =>
  page
    .locator('button:visible, a:visible, label:visible')
    .filter({ hasText: new RegExp(`${zh}|${en}`) })
    .first();
const press = async (page, zh, en) => {
  await word(page, zh, en).click();
  await page.waitForTimeout(250);
};
const household = async (page, name = '王木生') => {
  await page.locator('.card', { hasText: name }).first().click();
  await page.locator('h1', { hasText: name }).waitFor();
};
const inVisit = (rest) => async (page) => {
  await household(page);
  await page.evaluate((to) => {
    location.hash = `${location.hash}/${to}`;
  }, rest);
  await page.waitForTimeout(400);
};
const pin = async (page) => {
  await page.locator('.pin').waitFor();
  await page.keyboard.type('135790');
  await page.waitForTimeout(300);
};
const scroll = (page, to = 99_999) =>
  page.evaluate((y) => document.querySelector('main.page')?.scrollTo(0, y), to);

const pages = [
  { name: 'today' },
  {
    name: 'today-end',
    act: async (page) => {
      await page.waitForTimeout(300);
      await scroll(page);
    },
  },
  { name: 'today-empty', query: '?phone=empty' },
  { name: 'today-warnings', query: '?phone=bad' },
  { name: 'today-search', act: (page) => page.locator('input[type=search]').fill('zd') },
  { name: 'today-not-found', act: (page) => page.locator('input[type=search]').fill('钱德') },
  { name: 'households', hash: '#/households' },
  { name: 'newcomer', hash: '#/new-household', act: (page) => page.locator('.foot .btn').click() },
  { name: 'sealed', act: (page) => page.locator('.sealed').click() },
  { name: 'start', query: '?phone=fresh', act: (page) => household(page, '欧阳细妹') },
  { name: 'start-long', act: (page) => household(page, '阿卜杜热依木') },
  {
    name: 'crew',
    query: '?phone=fresh',
    act: async (page) => {
      await household(page, '欧阳细妹');
      await press(page, '更改', 'Change');
      await page.locator('dialog label').last().click();
    },
  },
  { name: 'household', act: household },
  { name: 'script', act: inVisit('script') },
  { name: 'where', act: inVisit('where') },
  {
    name: 'navigate',
    act: async (page) => {
      await household(page);
      await press(page, '导航', 'Navigate');
    },
  },
  {
    name: 'covered',
    act: async (page) => {
      await household(page);
      await page.locator('.bar .tap').nth(2).click();
    },
  },
  { name: 'topic-arrival', act: inVisit('topic/arrival') },
  { name: 'topic-members', act: inVisit('topic/members') },
  {
    name: 'topic-members-different',
    act: async (page) => {
      await inVisit('topic/members')(page);
      await page.locator('.reg .touch button').first().click();
    },
  },
  { name: 'topic-housing', act: inVisit('topic/housing') },
  { name: 'topic-payment', act: inVisit('topic/payment') },
  {
    name: 'topic-payment-mock',
    act: async (page) => {
      await inVisit('topic/payment')(page);
      await scroll(page, 520);
    },
  },
  {
    name: 'topic-errors',
    act: async (page) => {
      await inVisit('topic/process')(page);
      await press(page, '继续', 'Continue');
    },
  },
  { name: 'topic-alone', act: inVisit('topic/alone') },
  {
    name: 'topic-note',
    act: async (page) => {
      await inVisit('topic/needs')(page);
      await press(page, '备注', 'Note');
    },
  },
  {
    name: 'camera',
    act: async (page) => {
      await inVisit('camera/room')(page);
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'camera-review',
    act: async (page) => {
      await inVisit('camera/door')(page);
      await page.waitForTimeout(900);
      await page.locator('.shutter').click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'camera-cover',
    act: async (page) => {
      await inVisit('camera/passbook')(page);
      await page.waitForTimeout(900);
      await page.locator('.shutter').click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'camera-cannot',
    act: async (page) => {
      await inVisit('camera/room')(page);
      await page.waitForTimeout(600);
      await page.locator('.cannot').click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'camera-denied',
    noCamera: true,
    act: async (page) => {
      await inVisit('camera/room')(page);
      await page.waitForTimeout(400);
    },
  },
  { name: 'sign', act: inVisit('sign') },
  {
    name: 'sign-witness',
    act: async (page) => {
      await inVisit('sign')(page);
      await page.locator('.ways label').nth(3).click();
    },
  },
  {
    name: 'sign-spoken',
    act: async (page) => {
      await inVisit('sign')(page);
      await page.locator('.ways label').nth(2).click();
    },
  },
  {
    name: 'sign-refused',
    act: async (page) => {
      await inVisit('sign')(page);
      await page.locator('.ways label').nth(4).click();
    },
  },
  { name: 'after-pin', act: inVisit('after') },
  {
    name: 'after',
    act: async (page) => {
      await inVisit('after')(page);
      await pin(page);
    },
  },
  {
    name: 'after-finding',
    act: async (page) => {
      await inVisit('after')(page);
      await pin(page);
      await page.locator('.findings .radio').first().click();
    },
  },
  { name: 'unmet', act: inVisit('unmet') },
  { name: 'unmet-absent', act: inVisit('unmet/ABSENT') },
  { name: 'unmet-refused', act: inVisit('unmet/REFUSED') },
  { name: 'unmet-deceased', act: inVisit('unmet/DECEASED') },
  { name: 'urgent', act: inVisit('urgent') },
  {
    name: 'urgent-raised',
    act: async (page) => {
      await inVisit('urgent')(page);
      await page.locator('.alarms button').first().click();
      await page.waitForTimeout(1500);
    },
  },
  { name: 'check', act: inVisit('check') },
  {
    name: 'check-errors',
    act: async (page) => {
      await inVisit('check')(page);
      await press(page, '提交这一户', 'Submit');
    },
  },
  { name: 'outbox', hash: '#/outbox' },
  { name: 'outbox-sending', query: '?phone=sending', hash: '#/outbox' },
  { name: 'record', act: (page) => page.locator('.card', { hasText: '陈银娇' }).click() },
  { name: 'ready', hash: '#/ready' },
  { name: 'me', hash: '#/me' },
  { name: 'me-end', hash: '#/me', act: (page) => scroll(page) },
  {
    name: 'me-leave',
    hash: '#/me',
    act: async (page) => {
      await scroll(page);
      await press(page, '退出登录', 'Sign out');
    },
  },
  { name: 'me-pin', hash: '#/me/pin' },
  { name: 'help', hash: '#/help' },
  { name: 'steps', hash: '#/help/camera' },
  { name: 'done', query: '?phone=fresh', hash: '#/done/practice' },
];
const box = { width: 360, height: 740 };
const looks = [
  { name: 'day-zh' },
  { name: 'sun-zh', theme: 'sun' },
  { name: 'dark-zh', theme: 'dark' },
  { name: 'day-en', locale: 'en' },
  { name: 'narrow-zh', box: { width: 320, height: 640 } },
  { name: 'narrow-en', box: { width: 320, height: 640 }, locale: 'en' },
  { name: 'big-zh', zoom: 2 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
  ],
});
let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`FAULT ${where}: ${what}`);
};

async function look(one, how) {
  const name = `${one.name}.${how.name}`;
  if (
    only &&
    !only
      .split(',')
      .some((part) => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part)))
  )
    return;
  const context = await browser.newContext({
    viewport: how.box ?? box,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    geolocation: { latitude: 26.9138, longitude: 118.99602, accuracy: 12 },
    permissions: one.noCamera ? ['geolocation'] : ['geolocation', 'camera', 'microphone'],
  });
  await context.addInitScript(
    ([theme, locale, noCamera]) => {
      if (theme) localStorage.setItem('fangcha.theme', theme);
      if (locale) localStorage.setItem('fangcha.locale', locale);
      if (noCamera && navigator.mediaDevices)
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    },
    [how.theme, how.locale, one.noCamera],
  );
  await context.clock?.setFixedTime?.(new Date('2026-11-24T14:05:00+08:00')).catch(() => undefined);
  await context.route('**/api/config', (route) => route.fulfill({ json: config }));
  await context.route('**/sw.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => fault(name, error.stack ?? error.message));
  page.on('console', (message) => message.type() === 'error' && fault(name, message.text()));
  try {
    await page.goto(`${base}/${one.query ?? ''}${one.hash ?? ''}`);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('.progress'));
    if (how.zoom)
      await page.addStyleTag({
        content: `:root{--text:${18 * how.zoom}px;--text-small:${16 * how.zoom}px;--title:${24 * how.zoom}px;--list-title:${20 * how.zoom}px}`,
      });
    await one.act?.(page);
    await page.waitForTimeout(200);
  } catch (error) {
    fault(name, String(error).slice(0, 300));
  }
  const inner = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map(
      (el) => el.scrollWidth - el.clientWidth,
    ),
  );
  if (inner.some((over) => over > 0)) fault(name, `scrolls sideways by ${inner}`);
  await page.evaluate(axe);
  const result = await page.evaluate((runOnly) => axe.run(document, { runOnly }), tags);
  for (const broken of result.violations)
    fault(
      name,
      `${broken.id}: ${broken.nodes
        .slice(0, 3)
        .map((node) => node.target.join(' ') + (node.any[0]?.message ? ` (${node.any[0].message})` : ''))
        .join(' | ')}`,
    );
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}

for (const one of pages) for (const how of looks) await look(one, how);
await browser.close();
await server.close();
console.log(faults === 0 ? 'no faults' : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
