import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/demo-carrier', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome110', 'safari16.4', 'firefox110'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
