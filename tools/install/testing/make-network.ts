/** Makes a tiny network and the entry that describes it, for tests. */

import { parseModelId } from '@bonin/core';
import { OnnxGraph } from '../../models/onnx.ts';
import { hashOf } from '../kept-files.ts';
import { generateKnownInput } from '../known-answers.ts';
import type { NetworkEntry } from '../manifest.ts';
import type { PinnedPackage } from '../pinned-package.ts';

/** The mean of every channel of a picture of 4 × 4 pixels, times a factor. */
export function makeNetwork(factor = 1): Uint8Array {
  const graph = new OnnxGraph('made');
  graph.input('pixels', [1, 3, 4, 4]);
  const factors = graph.floats([3, 1, 4, 4], new Float32Array(48).fill(factor / 16));
  const attributes = { group: { int: 3 }, kernel_shape: { ints: [4, 4] } };
  graph.node('Conv', ['pixels', factors], attributes, 'means');
  graph.output('means', [1, 3, 1, 1]);
  return graph.finish();
}

const KNOWN_INPUT = { seed: 1, low: -1, high: 1 } as const;

/** What the network with a factor of 1 answers: the mean of the first channel. */
function knownMean(): number {
  return generateKnownInput(KNOWN_INPUT, 16).reduce((sum, value) => sum + value, 0) / 16;
}

export function makeEntry(id: string, network: Uint8Array, pinned: PinnedPackage): NetworkEntry {
  return {
    id: parseModelId(id),
    role: 'feature-extraction',
    use: 'shipped',
    source: {
      kind: 'package',
      package: pinned,
      path: `nets/${id}.onnx`,
      range: undefined,
      sha256: hashOf(network),
    },
    transformations: [],
    file: { name: `${id}.onnx`, size: network.length, sha256: hashOf(network) },
    input: {
      name: 'pixels',
      width: 4,
      height: 4,
      channels: 3,
      colour: 'rgb',
      mean: 127.5,
      deviation: 127.5,
      layout: 'nchw',
    },
    outputs: [{ name: 'means', shape: [1, 3, 1, 1], meaning: 'Mean of each channel.' }],
    licence: 'Apache-2.0',
    provenance: 'Made by a test.',
    trainingData: 'None.',
    knownAnswer: {
      ...KNOWN_INPUT,
      tolerance: 0.001,
      origin: 'Made by a test.',
      values: [{ output: 'means', index: 0, value: knownMean() }],
    },
  };
}
