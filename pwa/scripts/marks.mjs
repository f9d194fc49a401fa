// Paints the icon files of the manifest from public/mark.svg (our own drawing: an open door and a tick). Needs a Chromium; run after a change of the mark.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const here = (path) => new URL(path, import.meta.url);
const mark = readFileSync(here('../public/mark.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const page = await browser.newPage();

async function paint(name, size, maskable) {
  await page.setViewportSize({ width: size, height: size });
  // A maskable icon fills the square; the drawing keeps to the inner four fifths that no launcher cuts off.
  const drawing = maskable
    ? mark.replace(' rx="10"', '').replace('<g ', '<g transform="translate(4.8 4.8) scale(.8)" ')
    : mark;
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  );
  writeFileSync(here(`../public/${name}`), await page.screenshot({ omitBackground: true }));
}

await paint('icon-192.png', 192, false);
await paint('icon-512.png', 512, false);
await paint('icon-maskable-512.png', 512, true);
await browser.close();
