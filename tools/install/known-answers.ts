/**
 * Known answers: an input anybody can make, and what a network says to it.
 *
 * The generator is described in `docs/formats/model-manifest.md`. Nothing here knows a face.
 */

import { InstallError } from './install-error.ts';
import { JsonFields } from './json-fields.ts';

export interface KnownAnswer {
  readonly seed: number;
  /** The generated numbers lie from `low` up to, not including, `high`. */
  readonly low: number;
  readonly high: number;
  /** How far a number may be from the recorded one, absolutely. */
  readonly tolerance: number;
  /** Where the recorded numbers come from. */
  readonly origin: string;
  readonly values: readonly KnownValue[];
}

export interface KnownValue {
  readonly output: string;
  /** Position in the output, counted through its memory in the order of its shape. */
  readonly index: number;
  readonly value: number;
}

/** @throws {InstallError} `MANIFEST_MALFORMED` */
export function parseKnownAnswer(fields: JsonFields): KnownAnswer {
  fields.onlyKnows('seed', 'low', 'high', 'tolerance', 'origin', 'values');
  const values = fields.list('values', (value, path) => {
    const entry = new JsonFields(value, path);
    entry.onlyKnows('output', 'index', 'value');
    return {
      output: entry.text('output'),
      index: entry.whole('index'),
      value: entry.number('value'),
    };
  });
  if (values.length === 0) {
    throw new InstallError('MANIFEST_MALFORMED', { path: `${fields.path}.values` });
  }
  return {
    seed: fields.whole('seed'),
    low: fields.number('low'),
    high: fields.number('high'),
    tolerance: fields.number('tolerance'),
    origin: fields.text('origin'),
    values,
  };
}

/** The input of a known answer, in the order of the input's memory. */
export function generateKnownInput(
  { seed, low, high }: Pick<KnownAnswer, 'seed' | 'low' | 'high'>,
  count: number,
): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * (state >>> 8)) / 2 ** 24;
  });
}

/**
 * Compares a network's outputs with the recorded numbers, before the file is kept.
 *
 * The engine does so again at every start, on whatever machine it starts.
 *
 * @returns the largest difference met
 * @throws {InstallError} `KNOWN_ANSWER_MISMATCH` when an output is missing, not finite or too far off
 */
export function checkKnownAnswer(
  { values, tolerance }: KnownAnswer,
  outputs: ReadonlyMap<string, Float32Array>,
): number {
  let largest = 0;
  for (const { output, index, value } of values) {
    const difference = Math.abs((outputs.get(output)?.[index] ?? NaN) - value);
    if (!(difference <= tolerance)) {
      throw new InstallError('KNOWN_ANSWER_MISMATCH', { output, index });
    }
    largest = Math.max(largest, difference);
  }
  return largest;
}
