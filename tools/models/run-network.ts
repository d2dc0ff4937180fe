/** Runs an ONNX network once, to describe it or to check its known answer. */

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelFileError } from './model-file-error.ts';

// Read once, at the first session: without it the published library reports to its maker.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

export interface NetworkShape {
  readonly inputName: string;
  /** Batch included; a size that the network leaves open is 1 for the batch and refused elsewhere. */
  readonly inputShape: readonly number[];
}

export interface NetworkRun extends NetworkShape {
  readonly outputs: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
}

/**
 * @param makeInput gives as many numbers as the input has, in the order of its memory
 * @throws {ModelFileError} `ONNX_UNSUITABLE` when it is no network with one input of rank 4 and float outputs
 */
export async function runNetwork(
  network: Uint8Array,
  makeInput: (count: number) => Float32Array,
): Promise<NetworkRun> {
  const session = await openSession(network);
  try {
    const { inputName, inputShape } = shapeOf(session);
    const input = makeInput(inputShape.reduce((product, size) => product * size, 1));
    const results = await session.run({ [inputName]: new Tensor('float32', input, inputShape) });
    const outputs = session.outputNames.map((name) => {
      const result = results[name];
      if (!(result?.data instanceof Float32Array)) throw new ModelFileError('ONNX_UNSUITABLE');
      return [name, { shape: [...result.dims], values: result.data }] as const;
    });
    return { inputName, inputShape, outputs: new Map(outputs) };
  } finally {
    await session.release();
  }
}

async function openSession(network: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(network, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  } catch (cause) {
    throw new ModelFileError('ONNX_UNSUITABLE', {}, { cause });
  }
}

function shapeOf(session: InferenceSession): NetworkShape {
  const [input, ...others] = session.inputMetadata;
  if (input?.isTensor !== true || input.type !== 'float32' || others.length > 0) {
    throw new ModelFileError('ONNX_UNSUITABLE', { expected: 'one float input' });
  }
  const [, ...sizes] = input.shape;
  const known = sizes.filter((size) => typeof size === 'number' && size > 0);
  if (known.length !== 3 || sizes.length !== 3) {
    throw new ModelFileError('ONNX_UNSUITABLE', { expected: 'an input of rank 4 and known size' });
  }
  return { inputName: input.name, inputShape: [1, ...(known as number[])] };
}
