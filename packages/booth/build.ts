import { join } from 'node:path';
import { rolldown } from 'rolldown';

const PROGRAMS = ['reader', 'matcher'];

/** Native packages stay where they are installed: their parts find each other by their folders. */
const NATIVE = ['onnxruntime-node', 'sharp'];

/**
 * Bundles each booth program into one file, so that a booth starts without stripping types from, and
 * looking for, some dozens of files.
 */
export async function buildBoothPrograms(outFolder: string): Promise<void> {
  for (const program of PROGRAMS) {
    const bundle = await rolldown({
      input: join(import.meta.dirname, 'src', 'programs', `${program}.ts`),
      platform: 'node',
      // Or each module's path stands in a comment, and the same sources in another folder are another build.
      experimental: { attachDebugInfo: 'none' },
      external: NATIVE,
    });
    await bundle.write({ file: join(outFolder, `${program}.mjs`), format: 'esm' });
    await bundle.close();
  }
}
