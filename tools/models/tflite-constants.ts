/** Reads the constants of a TensorFlow Lite file as numbers. */

import { ModelFileError } from './model-file-error.ts';
import type { TfliteTensor } from './tflite.ts';

/** @throws {ModelFileError} `TFLITE_TENSOR_UNSUITABLE` when it is no constant of 16 or 32-bit floats */
export function readFloats(tensor: TfliteTensor): Float32Array {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const view = viewOf(tensor.data);
  if (tensor.type === 'float32' && tensor.data.length === 4 * count) {
    return Float32Array.from({ length: count }, (_, index) => view.getFloat32(4 * index, true));
  }
  if (tensor.type === 'float16' && tensor.data.length === 2 * count) {
    return Float32Array.from({ length: count }, (_, index) =>
      halfToNumber(view.getUint16(2 * index, true)),
    );
  }
  throw new ModelFileError('TFLITE_TENSOR_UNSUITABLE');
}

/** @throws {ModelFileError} `TFLITE_TENSOR_UNSUITABLE` when it is no constant of 32-bit integers */
export function readIntegers(tensor: TfliteTensor): readonly number[] {
  if (tensor.type !== 'int32' || tensor.data.length === 0 || tensor.data.length % 4 !== 0) {
    throw new ModelFileError('TFLITE_TENSOR_UNSUITABLE');
  }
  const view = viewOf(tensor.data);
  return Array.from({ length: tensor.data.length / 4 }, (_, index) =>
    view.getInt32(4 * index, true),
  );
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
