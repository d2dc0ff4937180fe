import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const FIRST_LOAD_BYTES_MAX = 120 * 1024;

/** Fails the build when the first load of a page, compressed, is larger than a cheap phone should have to take. */
function holdSize(): Plugin {
  return {
    name: 'hold-size',
    generateBundle(_options, bundle) {
      const sizeOf = (name: string): number => {
        const file = bundle[name];
        if (file === undefined) return 0;
        const content = file.type === 'chunk' ? file.code : file.source;
        return gzipSync(content, { level: 9 }).length;
      };
      for (const entry of Object.values(bundle)) {
        if (entry.type !== 'chunk' || !entry.isEntry) continue;
        const needed = new Set<string>();
        const need = (name: string): void => {
          const file = bundle[name];
          if (file === undefined || needed.has(name)) return;
          needed.add(name);
          if (file.type !== 'chunk') return;
          for (const imported of [...file.imports, ...file.dynamicImports]) need(imported);
          for (const style of file.viteMetadata?.importedCss ?? []) need(style);
        };
        need(entry.fileName);
        const bytes = [...needed, 'mark.svg'].reduce((sum, name) => sum + sizeOf(name), 0);
        const kib = (bytes / 1024).toFixed(1);
        console.log(`${entry.name} page: ${kib} KiB compressed on first load`);
        if (bytes > FIRST_LOAD_BYTES_MAX) {
          this.error(`the first load is ${kib} KiB compressed; at most 120 are allowed`);
        }
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/c/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    rolldownOptions: {
      input: {
        index: fileURLToPath(new URL('index.html', import.meta.url)),
        receipt: fileURLToPath(new URL('receipt.html', import.meta.url)),
      },
    },
    outDir: fileURLToPath(new URL('../../dist/applicant', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome100', 'safari15.4', 'firefox102'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  plugins: [holdSize()],
});
