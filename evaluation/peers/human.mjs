/**
 * `@vladmandic/human`: its face detector, mesh and `faceres` description, on tfjs with the wasm backend.
 *
 *     node human.mjs rotation    the face turned upright first, as its documentation asks for comparisons
 *     node human.mjs defaults    as the library comes
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveRecogniser } from '../src/recognisers/serve-recogniser.ts';
import { decodePixels } from './pixels.mjs';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
// By path, because the package's own list of exports names no file that Node could resolve.
const root = path.join(here, 'node_modules/@vladmandic/human');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

// The library reads its networks by fetch only; this one reads them from the package's folder.
globalThis.fetch = async (url) => {
  const name = path.basename(new URL(String(url)).pathname);
  return new Response(await readFile(path.join(root, 'models', name)));
};

/** What differs between the two ways. Emotions are left out of both: nothing of them is compared. */
const WAYS = {
  rotation: {
    name: 'rotation on',
    filter: { enabled: false },
    face: { detector: { rotation: true, maxDetected: 1 }, iris: { enabled: false } },
  },
  defaults: { name: 'its defaults', filter: {}, face: {} },
};
const way = WAYS[process.argv[2]];
if (way === undefined) process.exit(2);

const { Human } = require(path.join(root, 'dist/human.node-wasm.js'));
const human = new Human({
  backend: 'wasm',
  wasmPath: `${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`,
  modelBasePath: 'http://localhost/',
  debug: false,
  async: false,
  warmup: 'none',
  // Else it would take one still picture for the next frame of the one before and reuse its answer.
  cacheSensitivity: 0,
  filter: way.filter,
  gesture: { enabled: false },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
  face: { ...way.face, emotion: { enabled: false } },
});
await human.load();

serveRecogniser({
  description: {
    name: `@vladmandic/human ${manifest.version}, ${way.name}`,
    scale: 'faceres',
    tellsRolesApart: false,
  },
  async extract(bytes) {
    let pixels;
    try {
      pixels = await decodePixels(bytes);
    } catch {
      return { kind: 'unreadable' };
    }
    const tensor = human.tf.tensor(pixels.data, [1, pixels.height, pixels.width, 3], 'float32');
    try {
      const { face } = await human.detect(tensor);
      const features = face[0]?.embedding;
      if (features === undefined || features.length === 0) return { kind: 'no-face' };
      return { kind: 'extracted', features, eyeDistancePx: null };
    } finally {
      human.tf.dispose(tensor);
    }
  },
  measures: {
    similarity: (probe, reference) => human.match.similarity(probe, reference),
    // The library rounds its similarity to hundredths; unrounded it orders the pairs more finely.
    euclidean: (probe, reference) => {
      let sum = 0;
      for (let i = 0; i < probe.length; i++) sum += (probe[i] - reference[i]) ** 2;
      return -Math.sqrt(sum);
    },
  },
});
