// Holds the phone's download to its budget, in gzipped kilobytes, after `npm run build`. Gate on bytes, never on speed: machines differ.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = {
  'shell, controls and zh words': 22,
  'start page, JS': 32,
  'all CSS of the start page': 9,
  'everything a phone keeps': 190,
};

const dist = new URL('../dist/', import.meta.url);
const size = (name) =>
  gzipSync(readFileSync(new URL(`.${name === '/' ? '/index.html' : name}`, dist)), { level: 9 }).length /
  1000;
const sum = (names) => [...new Set(names)].reduce((total, name) => total + size(name), 0);

const html = readFileSync(new URL('index.html', dist), 'utf8');
const linked = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1]);
const kept = JSON.parse(
  /__PRECACHE__=(\{.*?\});/.exec(readFileSync(new URL('sw.js', dist), 'utf8'))[1],
).files;
const found = {
  'shell, controls and zh words': sum(
    // Without preact, signals and valibot, which the build names after their own files.
    linked.filter((name) => name.endsWith('.js') && !/\/(signals\.module|dist)-/.test(name)),
  ),
  'start page, JS': sum(linked.filter((name) => name.endsWith('.js'))),
  'all CSS of the start page': sum(linked.filter((name) => name.endsWith('.css'))),
  'everything a phone keeps': sum(kept),
};
let over = false;
for (const [what, kb] of Object.entries(found)) {
  over ||= kb > BUDGET_KB[what];
  console.log(
    `${kb > BUDGET_KB[what] ? 'OVER ' : 'ok   '}${what}: ${kb.toFixed(1)} of ${BUDGET_KB[what]} kB`,
  );
}
if (process.argv.includes('--list'))
  for (const name of kept) console.log(`${size(name).toFixed(1).padStart(7)} ${name}`);
process.exit(over ? 1 : 0);
