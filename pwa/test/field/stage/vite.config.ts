// The whole room with a phone of cardboard: `node test/field/stage/look.mjs` takes its pictures and runs axe.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const stage = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  cacheDir: `${root}node_modules/.vite-stage-field`,
  resolve: {
    alias: [
      { find: '@/sync/phone', replacement: `${stage}phone.ts` },
      { find: '@', replacement: `${root}src` },
    ],
  },
  server: { fs: { allow: [fileURLToPath(new URL('../../../..', import.meta.url))] } },
  build: {
    outDir: `${root}node_modules/.stage-field`,
    assetsInlineLimit: 0,
    target: ['chrome87', 'safari16.4'],
  },
  preview: { port: 4198, strictPort: true, host: '127.0.0.1' },
});
