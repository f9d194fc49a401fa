// Builds the service worker and tells it which files make up the shell: what the start page reaches
// without the office, the gallery and the public pages, so that a phone never fetches a console it cannot open.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

/** Of public/: the rest is for launchers, who ask for it while there is a network. */
const SHELL_FILES = ['manifest.webmanifest', 'mark.svg', 'icon-192.png'];
const APART = /\/src\/(office|gallery|public)\//;

function reach(bundle: Rolldown.OutputBundle): Set<string> {
  const seen = new Set<string>();
  const walk = (name: string): void => {
    const chunk = bundle[name];
    if (seen.has(name) || chunk?.type !== 'chunk' || APART.test(chunk.facadeModuleId ?? '')) return;
    seen.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) seen.add(css);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) seen.add(asset);
    [...chunk.imports, ...chunk.dynamicImports].forEach(walk);
  };
  for (const item of Object.values(bundle)) if (item.type === 'chunk' && item.isEntry) walk(item.fileName);
  return seen;
}

export function precache(root: string): Plugin {
  return {
    name: 'fangcha-precache',
    apply: 'build',
    async writeBundle(options, bundle) {
      const out = options.dir ?? join(root, 'dist');
      const fixed = SHELL_FILES.filter((name) => existsSync(join(out, name)));
      const files = ['/', ...[...reach(bundle), ...fixed].map((name) => `/${name}`).sort()];
      const hash = createHash('sha256').update(readFileSync(join(out, 'index.html')));
      for (const name of [...fixed, ...reach(bundle)]) hash.update(readFileSync(join(out, name)));
      const entry = join(root, 'src/sw.ts');
      if (!existsSync(entry)) return;
      const made = await build({
        configFile: false,
        logLevel: 'warn',
        resolve: { alias: { '@': join(root, 'src') } },
        build: {
          write: false,
          target: ['chrome87', 'safari16.4'],
          rollupOptions: { input: entry, output: { format: 'iife' } },
        },
      });
      const code = ([made].flat() as Rolldown.RolldownOutput[])[0]?.output[0].code ?? '';
      const shell = JSON.stringify({ build: hash.update(code).digest('hex').slice(0, 12), files });
      writeFileSync(join(out, 'sw.js'), `self.__PRECACHE__=${shell};\n${code}`);
    },
  };
}
