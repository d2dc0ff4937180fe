import { EngineError } from '../engine-error.ts';
import type { KnownAnswer } from './manifest.ts';
import type { Network } from './network.ts';

/**
 * Runs a network on an input that anybody can make and compares the answer with the manifest's.
 *
 * A right hash says that the file is the published one; this says that the runtime computes it rightly on
 * this processor.
 *
 * @throws {EngineError} `MODEL_KNOWN_ANSWER_MISMATCH`
 * @see docs/formats/model-manifest.md, “Known answers”
 */
export async function checkKnownAnswer(
  network: Network,
  outputs: readonly string[],
  answer: KnownAnswer,
): Promise<void> {
  const { width, height } = network.input;
  const results = await network.run(knownInput(answer, 3 * width * height));
  for (const { output, index, value } of answer.values) {
    const found = results[outputs.indexOf(output)]?.[index];
    // Written so that NaN and a missing output fail.
    if (found === undefined || !(Math.abs(found - value) <= answer.tolerance)) {
      throw new EngineError('MODEL_KNOWN_ANSWER_MISMATCH', { model: network.id, output, index });
    }
  }
}

/** The input of a known answer: a linear congruential sequence, in the order of the input's memory. */
export function knownInput(
  { seed, low, high }: Pick<KnownAnswer, 'seed' | 'low' | 'high'>,
  length: number,
): Float32Array {
  const values = new Float32Array(length);
  let state = seed >>> 0;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    values[index] = low + ((high - low) * (state >>> 8)) / 2 ** 24;
  }
  return values;
}
