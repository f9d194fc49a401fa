// The shell alone, with a phone and rooms of cardboard: `node test/ui/stage/look.mjs` takes its pictures and runs axe.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const stage = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  cacheDir: `${root}node_modules/.vite-stage`,
  resolve: {
    alias: [
      { find: '@/sync/phone', replacement: `${stage}phone.ts` },
      { find: '@/field', replacement: `${stage}room.tsx` },
      { find: '@/office', replacement: `${stage}room.tsx` },
      { find: '@', replacement: `${root}src` },
    ],
  },
  build: { outDir: `${root}node_modules/.stage`, assetsInlineLimit: 0, target: ['chrome87', 'safari16.4'] },
  preview: { port: 4199, strictPort: true, host: '127.0.0.1', allowedHosts: ['fangcha.test'] },
});
