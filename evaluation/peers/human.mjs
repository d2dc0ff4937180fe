/** `@vladmandic/human`: its face detector, mesh and `faceres` description, on tfjs with the wasm backend. */

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

const { Human } = require(path.join(root, 'dist/human.node-wasm.js'));
const human = new Human({
  backend: 'wasm',
  wasmPath: `${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`,
  modelBasePath: 'http://localhost/',
  debug: false,
  async: false,
  warmup: 'none',
  cacheSensitivity: 0,
  filter: { enabled: false },
  gesture: { enabled: false },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
  face: {
    enabled: true,
    // Its documentation asks for the rotation whenever descriptions are compared.
    detector: { rotation: true, maxDetected: 1 },
    mesh: { enabled: true },
    iris: { enabled: false },
    emotion: { enabled: false },
    description: { enabled: true },
    antispoof: { enabled: false },
    liveness: { enabled: false },
  },
});
await human.load();

serveRecogniser({
  description: {
    name: `@vladmandic/human ${manifest.version}`,
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
