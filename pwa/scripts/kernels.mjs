// Reads the built files as the oldest browsers would (Chrome 87, Safari 16.4): syntax they cannot parse, calls they do not
// have, selectors that make them drop a whole rule. Declarations that they skip alone do no harm and are not looked for.
import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';

const dist = new URL('../dist/', import.meta.url);
// name → [what it looks like, first Chrome, first Safari]
const CALLS = {
  'structuredClone()': [/\bstructuredClone\(/, 98, 15.4],
  'crypto.randomUUID()': [/\.randomUUID\(/, 92, 15.4],
  'findLast()': [/\.findLast(Index)?\(/, 97, 15.4],
  'toSorted(), toReversed(), toSpliced()': [/\.to(Sorted|Reversed|Spliced)\(/, 110, 16],
  'Object.groupBy()': [/\b(Object|Map)\.groupBy\(/, 117, 17.4],
  'Promise.withResolvers()': [/\.withResolvers\(/, 119, 17.4],
  'Array.fromAsync()': [/\.fromAsync\(/, 121, 16.4],
  'AbortSignal.timeout()': [/AbortSignal\.(timeout|any)\(/, 103, 16],
  'requestIdleCallback()': [/\brequestIdleCallback\(/, 47, 99],
  'Intl.Segmenter': [/Intl\.Segmenter/, 87, 14.1],
  'URL.canParse()': [/URL\.canParse\(/, 120, 17],
  'isWellFormed()': [/\.(is|to)WellFormed\(/, 111, 16.4],
  'showPopover()': [/\.(show|hide|toggle)Popover\(/, 114, 17],
  'Uint8Array.fromBase64()': [/\.(fromBase64|toBase64|fromHex|toHex)\(/, 140, 18.2],
  'Math.sumPrecise()': [/Math\.sumPrecise/, 147, 26.2],
};
// These are put in by src/app/old_kernels.ts, which the first line of src/main.tsx imports; the worker has no such line.
const PUT_IN = { 'at()': /\.at\(/, 'Object.hasOwn()': /\bObject\.hasOwn\(/ };
const SELECTORS = {
  ':is(), :where()': [/:(is|where)\(/, 88],
  ':not() of a list': [/:not\([^()]*,/, 88],
  '@layer': [/@layer\b/, 99],
  '@container': [/@container\b/, 105],
  nesting: [/\{[^{}]*&[^{}]*\{/, 112],
  'ranges in @media': [/@media[^{]*[<>]/, 104],
};

const trouble = [];
const names = readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`);
const read = (name) => readFileSync(new URL(name, dist), 'utf8');

function walk(node, seen, depth = 0) {
  if (Array.isArray(node)) for (const one of node) walk(one, seen, depth);
  else if (node && typeof node.type === 'string') {
    seen(node, depth);
    const inside = depth + (/Function|Method/.test(node.type) ? 1 : 0);
    for (const value of Object.values(node))
      if (value && typeof value === 'object') walk(value, seen, inside);
  }
}

function readScript(name) {
  const text = read(name);
  walk(parseAst(text).body, (node, depth) => {
    if (node.type === 'StaticBlock') trouble.push(`${name}: a static block needs Chrome 94`);
    if (node.type === 'BinaryExpression' && node.left?.type === 'PrivateIdentifier')
      trouble.push(`${name}: #x in y needs Chrome 91`);
    if (node.type === 'AwaitExpression' && depth === 0)
      trouble.push(`${name}: await outside a function needs Chrome 89`);
    if (node.type === 'Literal' && node.regex && /[dv]/.test(node.regex.flags))
      trouble.push(`${name}: /${node.regex.pattern}/${node.regex.flags} needs Chrome 90`);
  });
  for (const [call, [look, chrome, safari]] of Object.entries(CALLS)) {
    const late = chrome > 87 ? `Chrome ${chrome}` : safari > 16.4 ? `Safari ${safari}` : '';
    if (late && look.test(text)) trouble.push(`${name}: ${call} needs ${late}`);
  }
  for (const [call, look] of Object.entries(PUT_IN))
    if (name === 'sw.js' && look.test(text))
      trouble.push(`${name}: ${call} needs Chrome 92, and the worker has nothing put in`);
}

function readStyle(name) {
  const text = read(name);
  for (const [what, [look, chrome]] of Object.entries(SELECTORS))
    if (look.test(text))
      trouble.push(`${name}: ${what} needs Chrome ${chrome}; there the whole rule is dropped`);
  // :has() may only decorate: alone in its rule, so that nothing else is dropped with it.
  for (const [rule] of text.matchAll(/[^{}]*:has\([^{}]*\{/g))
    if (rule.replace(/\([^()]*\)/g, '').includes(','))
      trouble.push(`${name}: :has() in a list needs Chrome 105: ${rule.slice(0, 80)}`);
}

for (const name of [...names.filter((one) => one.endsWith('.js')), 'sw.js']) readScript(name);
for (const name of names.filter((one) => one.endsWith('.css'))) readStyle(name);
for (const line of trouble) console.error(line);
console.log(
  `${names.length + 1} built files, ${trouble.length} things that Chrome 87 or Safari 16.4 cannot read`,
);
process.exit(trouble.length ? 1 : 0);
