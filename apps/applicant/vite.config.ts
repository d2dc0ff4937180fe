import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const FIRST_LOAD_BYTES_MAX = 120 * 1024;

/** Fails the build when the first load, compressed, is larger than a cheap phone should have to take. */
function holdSize(): Plugin {
  return {
    name: 'hold-size',
    generateBundle(_options, bundle) {
      let bytes = 0;
      for (const file of Object.values(bundle)) {
        const content = file.type === 'chunk' ? file.code : file.source;
        bytes += gzipSync(content, { level: 9 }).length;
      }
      const kib = (bytes / 1024).toFixed(1);
      console.log(`applicant page: ${kib} KiB compressed on first load`);
      if (bytes > FIRST_LOAD_BYTES_MAX) {
        this.error(`the first load is ${kib} KiB compressed; at most 120 are allowed`);
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/c/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/applicant', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome100', 'safari15.4', 'firefox102'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  plugins: [holdSize()],
});
