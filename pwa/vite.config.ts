import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { precache } from './scripts/precache.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = process.env['FANGCHA_URL'] ?? 'http://127.0.0.1:8000';
const proxy = Object.fromEntries(
  ['/api', '/sync', '/uploads', '/healthz'].map((path) => [path, { target: server, changeOrigin: false }]),
);

export default defineConfig({
  root,
  resolve: { alias: { '@': `${root}src` } },
  plugins: [precache(root)],
  build: {
    // The oldest kernels met on cheap phones; Safari 16.4 is the first with what the camera and the store need.
    target: ['chrome87', 'safari16.4'],
    cssTarget: ['chrome87', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 120,
  },
  // The tests read the checklists that the server ships.
  server: { proxy, fs: { allow: ['..'] } },
  preview: { proxy },
  test: { environment: 'node', include: ['test/**/*.test.{ts,tsx}'] },
});
