/** Makes the manifest entry of a network that an operator brings. */

import { parseModelId } from '@bonin/core';
import { generateKnownInput } from '../install/known-answers.ts';
import { hashOf } from '../install/kept-files.ts';
import type { NetworkEntry, NetworkInput, Transformation } from '../install/manifest.ts';
import { transform } from '../install/prepare-network.ts';
import { ModelFileError } from './model-file-error.ts';
import { runNetwork, type NetworkRun } from './run-network.ts';

/** What a file cannot say about itself. */
export interface NetworkFacts {
  readonly id: string;
  readonly role: NetworkEntry['role'];
  /** Path as it shall stand in the entry. */
  readonly path: string;
  readonly transformations: readonly Transformation[];
  readonly colour: NetworkInput['colour'];
  readonly mean: number;
  readonly deviation: number;
  readonly licence: string;
  readonly provenance: string;
  readonly trainingData: string;
}

/** Any number will do; it is written into the entry. */
const SEED = 20251;
/** How far another processor's rounding may lead, as a share of the largest number of all outputs. */
const TOLERATED_SHARE = 1e-4;
/** How many numbers of each output are recorded, spread from its first to its last. */
const RECORDED = 8;

/**
 * Describes the network that the published file becomes.
 *
 * The known answer is what the file says today on this machine: it proves later that the same file is
 * still computed the same way, not that it was right.
 *
 * @throws {ModelFileError} `ONNX_UNSUITABLE` or what a transformation throws
 */
export async function describeNetwork(
  published: Uint8Array,
  facts: NetworkFacts,
): Promise<NetworkEntry> {
  const { id, role, path, transformations, licence, provenance, trainingData } = facts;
  const file = transformations.reduce(
    (bytes, transformation) => transform(bytes, transformation, id),
    published,
  );
  const range = {
    low: (0 - facts.mean) / facts.deviation,
    high: (255 - facts.mean) / facts.deviation,
  };
  const run = await runNetwork(file, (count) =>
    generateKnownInput({ seed: SEED, ...range }, count),
  );

  return {
    id: parseModelId(id),
    role,
    use: 'shipped',
    source: { kind: 'file', path, sha256: hashOf(published) },
    transformations,
    file: { name: `${id}.onnx`, size: file.length, sha256: hashOf(file) },
    input: describeInput(run, facts),
    outputs: [...run.outputs].map(([name, { shape }]) => ({
      name,
      shape,
      meaning: 'As the network’s maker describes it.',
    })),
    licence,
    provenance,
    trainingData,
    knownAnswer: {
      seed: SEED,
      ...range,
      ...recordAnswers(run),
      origin: 'This file, in onnxruntime, when it was described.',
    },
  };
}

function describeInput({ inputName, inputShape }: NetworkRun, facts: NetworkFacts): NetworkInput {
  const { colour, mean, deviation } = facts;
  const channels = colour === 'grey' ? 1 : 3;
  const [, first = 0, second = 0, third = 0] = inputShape;
  const how = { name: inputName, channels, colour, mean, deviation };
  if (first === channels) return { ...how, width: third, height: second, layout: 'nchw' };
  if (third === channels) return { ...how, width: second, height: first, layout: 'nhwc' };
  throw new ModelFileError('ONNX_UNSUITABLE', { expected: 'as many channels as colours' });
}

function recordAnswers({
  outputs,
}: NetworkRun): Pick<NetworkEntry['knownAnswer'], 'tolerance' | 'values'> {
  const values = [...outputs].flatMap(([output, { values: numbers }]) => {
    const count = Math.min(RECORDED, numbers.length);
    const step = (numbers.length - 1) / Math.max(1, count - 1);
    return Array.from({ length: count }, (_, place) => {
      const index = Math.floor(place * step);
      return { output, index, value: numbers[index] ?? NaN };
    });
  });
  if (!values.every(({ value }) => Number.isFinite(value))) {
    throw new ModelFileError('ONNX_UNSUITABLE', { expected: 'finite outputs' });
  }
  const largest = Math.max(...values.map(({ value }) => Math.abs(value)));
  return { values, tolerance: Math.max(largest * TOLERATED_SHARE, 1e-6) };
}
