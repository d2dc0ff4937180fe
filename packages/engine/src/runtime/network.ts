import './silence-telemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelId } from '@bonin/core';
import type { PixelInput } from '../alignment/warp.ts';
import { EngineError } from '../engine-error.ts';

/**
 * A network that is ready to run, on one thread, in this process.
 *
 * Here: the only use of the inference library. Not here: what the numbers mean.
 */
export interface Network extends AsyncDisposable {
  readonly id: ModelId;
  readonly input: PixelInput;
  /**
   * Runs the network on one input and returns its outputs in the order of the manifest.
   *
   * Personal data: reads what was made from a face; returns copies, keeps none of them.
   */
  run(input: Float32Array): Promise<readonly Float32Array[]>;
}

/** One thread: booths run side by side, and a pool of threads per booth would only cost memory. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Arenas keep what they once had: 26 MB more for a booth that waits, and no faster.
  enableCpuMemArena: false,
  logSeverityLevel: 3,
};

export interface NetworkDescription {
  readonly id: ModelId;
  readonly input: PixelInput;
  /** Names of the outputs wanted. */
  readonly outputs: readonly string[];
}

/**
 * Opens a network from bytes whose hash was checked.
 *
 * The bytes are copied: the caller may use their memory again.
 *
 * Verified so far: the caller compared the hash of `bytes` with the manifest.
 *
 * @throws {EngineError} `MODEL_UNSUITABLE` when the bytes are no network of the described shape
 */
export async function openNetwork(
  bytes: Uint8Array,
  { id, input, outputs }: NetworkDescription,
): Promise<Network> {
  const session = await createSession(bytes, id);
  const inputName = session.inputNames[0];
  const known = new Set(session.outputNames);
  if (inputName === undefined || session.inputNames.length !== 1) {
    throw new EngineError('MODEL_UNSUITABLE', { model: id, expected: 'one input' });
  }
  if (!outputs.every((name) => known.has(name))) {
    throw new EngineError('MODEL_UNSUITABLE', { model: id, expected: 'outputs as in manifest' });
  }
  const { width, height, layout } = input;
  const shape = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  return {
    id,
    input,
    async run(values) {
      const results = await session.run({ [inputName]: new Tensor('float32', values, shape) });
      return outputs.map((name) => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) {
          throw new EngineError('MODEL_UNSUITABLE', { model: id, expected: 'float32 outputs' });
        }
        return data;
      });
    },
    async [Symbol.asyncDispose]() {
      await session.release();
    },
  };
}

async function createSession(bytes: Uint8Array, id: ModelId): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch {
    // The library's message quotes paths of this installation.
    throw new EngineError('MODEL_UNSUITABLE', { model: id, expected: 'a network' });
  }
}
