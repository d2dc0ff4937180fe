/** `@vladmandic/face-api`: SSD detector, 68 points and recogniser, on tfjs with the wasm backend. */

import { createRequire } from 'node:module';
import path from 'node:path';
import { serveRecogniser } from '../src/recognisers/serve-recogniser.ts';
import { decodePixels } from './pixels.mjs';

const require = createRequire(import.meta.url);
const folderOf = (name) => path.dirname(require.resolve(`${name}/package.json`));

const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

wasm.setWasmPaths(`${folderOf('@tensorflow/tfjs-backend-wasm')}/dist/`);
await tf.setBackend('wasm');
await tf.ready();

const models = path.join(folderOf('@vladmandic/face-api'), 'model');
await faceapi.nets.ssdMobilenetv1.loadFromDisk(models);
await faceapi.nets.faceLandmark68Net.loadFromDisk(models);
await faceapi.nets.faceRecognitionNet.loadFromDisk(models);
const options = new faceapi.SsdMobilenetv1Options();

serveRecogniser({
  description: {
    name: `@vladmandic/face-api ${require('@vladmandic/face-api/package.json').version}`,
    scale: 'face-recognition-net',
    tellsRolesApart: false,
  },
  async extract(bytes) {
    let pixels;
    try {
      pixels = await decodePixels(bytes);
    } catch {
      return { kind: 'unreadable' };
    }
    const tensor = tf.tensor3d(pixels.data, [pixels.height, pixels.width, 3], 'int32');
    try {
      const found = await faceapi
        .detectSingleFace(tensor, options)
        .withFaceLandmarks()
        .withFaceDescriptor();
      if (found === undefined) return { kind: 'no-face' };
      return { kind: 'extracted', features: found.descriptor, eyeDistancePx: null };
    } finally {
      tensor.dispose();
    }
  },
  measures: {
    // Turned round, so that higher is more alike as everywhere in the evaluation.
    euclidean: (probe, reference) => -faceapi.euclideanDistance(probe, reference),
    cosine: (probe, reference) => {
      let product = 0;
      let probeSquares = 0;
      let referenceSquares = 0;
      for (let i = 0; i < probe.length; i++) {
        product += probe[i] * reference[i];
        probeSquares += probe[i] ** 2;
        referenceSquares += reference[i] ** 2;
      }
      return product / Math.sqrt(probeSquares * referenceSquares);
    },
  },
});
