// Draws src/ui/sprite.svg from the Lucide files named in src/ui/icon-names.ts. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);
const target = here('../src/ui/sprite.svg');
const names = [
  ...readFileSync(here('../src/ui/icon-names.ts'), 'utf8').matchAll(/^ {2}'([a-z0-9-]+)',$/gm),
].map((m) => m[1]);
const lucide = '../node_modules/lucide-static/';

const symbol = (name) => {
  const svg = readFileSync(here(`${lucide}icons/${name}.svg`), 'utf8');
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')}</symbol>`;
};

const sprite = `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence: /licences.txt -->\n${names.sort().map(symbol).join('\n')}\n</svg>\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== sprite) {
    console.error('src/ui/sprite.svg is behind src/ui/icon-names.ts: run npm run icons');
    process.exit(1);
  }
} else {
  writeFileSync(target, sprite);
  const licence = readFileSync(here(`${lucide}LICENSE`), 'utf8');
  writeFileSync(here('../public/licences.txt'), `Icons: Lucide (https://lucide.dev)\n\n${licence}`);
  console.log(`${names.length} icons, ${sprite.length} bytes`);
}
