// Looks at every page of the shell: pictures into a folder (argument 1), axe over each, sideways scrolling refused.
// node test/ui/stage/look.mjs /tmp/screens [part of a name]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const [folder = '/tmp/fangcha-screens', only = ''] = process.argv.slice(2);
const configFile = new URL('vite.config.ts', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn' });
const base = 'http://127.0.0.1:4199';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const config = {
  version: '0.1.0',
  demo: true,
  demo_roles: [
    { login: 'lin', name: '林晓芳', role: 'inspector' },
    { login: 'chen', name: '陈文斌', role: 'team_leader' },
    { login: 'su', name: '苏敏', role: 'reviewer' },
    { login: 'wang', name: '王阿姨', role: 'volunteer' },
    { login: 'he', name: '何永忠', role: 'office_admin' },
    { login: 'gao', name: '高文清', role: 'auditor' },
  ],
  hotline: '12349',
  office_phone: '0593-3322110',
  secure_url: 'https://fangcha.example.cn/',
};
const phoneBox = { width: 360, height: 740 };
const pages = [
  { name: 'signin-demo', query: '' },
  { name: 'signin', query: '', config: { ...config, demo: false, demo_roles: [] } },
  {
    name: 'signin-errors',
    query: '',
    config: { ...config, demo: false, demo_roles: [] },
    act: (page) => page.locator('button[type=submit]').click(),
  },
  { name: 'signin-known', query: '?phone=known', config: { ...config, demo: false, demo_roles: [] } },
  { name: 'signin-silent', query: '?phone=silent', config: { ...config, demo: false, demo_roles: [] } },
  { name: 'pin-new', query: '?phone=new' },
  { name: 'pin-locked', query: '?phone=locked', act: (page) => page.keyboard.type('135') },
  { name: 'pin-wrong', query: '?phone=locked', act: (page) => page.keyboard.type('000000') },
  { name: 'pin-wait', query: '?phone=wait' },
  {
    name: 'pin-forgot',
    query: '?phone=locked',
    act: (page) => page.locator('.pin-foot button').first().click(),
  },
  { name: 'volunteer', query: '?phone=volunteer' },
  { name: 'nobody', query: '?phone=nobody' },
  { name: 'insecure', query: '', host: 'http://fangcha.test:4199' },
  {
    name: 'insecure-unknown',
    query: '',
    host: 'http://fangcha.test:4199',
    config: { ...config, secure_url: null },
  },
  {
    name: 'weak',
    query: '',
    prepare: () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
  },
  { name: 'gallery', query: '#/gallery', full: true },
  {
    name: 'gallery-office',
    query: '#/gallery',
    full: true,
    act: (page) => page.locator('.gallery-choice .chip').nth(4).click(),
  },
  {
    name: 'gallery-elder',
    query: '#/gallery',
    full: true,
    act: (page) => page.locator('.gallery-choice .chip').nth(5).click(),
  },
  {
    name: 'sheet',
    query: '#/gallery',
    act: async (page) => {
      await page.locator('.empty ~ button').nth(1).click();
    },
  },
  { name: 'toast', query: '#/gallery', act: (page) => page.locator('.empty + button').click() },
  { name: 'summary', query: '#/gallery', act: (page) => page.locator('.notice.bad + button').click() },
];
const looks = [
  { name: 'day-zh' },
  { name: 'sun-zh', theme: 'sun' },
  { name: 'dark-zh', theme: 'dark' },
  { name: 'day-en', locale: 'en' },
  { name: 'sun-en', theme: 'sun', locale: 'en' },
  { name: 'narrow-zh', box: { width: 320, height: 640 } },
  { name: 'narrow-en', box: { width: 320, height: 640 }, locale: 'en' },
  { name: 'big-zh', zoom: 2 },
  { name: 'desk-zh', box: { width: 1366, height: 768 }, desk: true },
  { name: 'desk-dark-en', box: { width: 1366, height: 768 }, desk: true, theme: 'dark', locale: 'en' },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP fangcha.test 127.0.0.1'],
});
let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`FAULT ${where}: ${what}`);
};

/** Who sticks out of the page, by class. */
const widest = () => {
  const edge = document.querySelector('main').getBoundingClientRect().right;
  const out = [...document.querySelectorAll('main *')].filter(
    (el) => el.getBoundingClientRect().right > edge + 1 && !el.closest('.chips'),
  );
  return out
    .slice(-4)
    .map(
      (el) =>
        `${el.tagName.toLowerCase()}.${el.getAttribute('class') ?? ''} "${el.textContent?.slice(0, 20)}"`,
    )
    .join(' | ');
};

async function look(one, how) {
  const name = `${one.name}.${how.name}`;
  if (only && !name.includes(only)) return;
  const context = await browser.newContext({
    viewport: how.box ?? phoneBox,
    deviceScaleFactor: how.desk ? 1 : 2,
    isMobile: !how.desk,
    hasTouch: !how.desk,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    ([theme, locale]) => {
      if (theme) localStorage.setItem('fangcha.theme', theme);
      if (locale) localStorage.setItem('fangcha.locale', locale);
    },
    [how.theme, how.locale],
  );
  await context.route('**/api/config', (route) => route.fulfill({ json: one.config ?? config }));
  await context.route('**/sw.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const page = await context.newPage();
  page.on('pageerror', (error) => fault(name, error.message));
  page.on('console', (message) => message.type() === 'error' && fault(name, message.text()));
  if (one.prepare) await page.addInitScript(one.prepare);
  await page.goto(`${one.host ?? base}/${one.query}`);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => !document.querySelector('.progress') || document.querySelector('.gallery'),
  );
  if (how.zoom)
    await page.addStyleTag({
      content: `:root{--text:${18 * how.zoom}px;--text-small:${16 * how.zoom}px;--title:${24 * how.zoom}px;--list-title:${20 * how.zoom}px}`,
    });
  await one.act?.(page);
  await page.waitForTimeout(120);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) fault(name, `scrolls sideways by ${wide} px`);
  const inner = await page.evaluate(() =>
    [...document.querySelectorAll('main.page, .gallery')].map((el) => el.scrollWidth - el.clientWidth),
  );
  if (inner.some((over) => over > 0))
    fault(name, `the page inside scrolls sideways by ${inner}: ${await page.evaluate(widest)}`);
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
  if (one.full)
    await page.addStyleTag({
      content: '.shell,.room,.gallery{height:auto!important;overflow:visible!important}',
    });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: Boolean(one.full) });
  await context.close();
}

for (const one of pages)
  for (const how of looks) if (!(how.zoom && one.name.startsWith('gallery-'))) await look(one, how);
await browser.close();
await server.close();
console.log(faults === 0 ? 'no faults' : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
