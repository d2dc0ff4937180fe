/** From the bytes that were published to the file that is run: cut, check, transform, check again. */

import { convertTflite } from '../models/convert-tflite.ts';
import { flushTinyWeights } from '../models/flush-tiny-weights.ts';
import { unfoldParametricRelu } from '../models/unfold-parametric-relu.ts';
import { InstallError } from './install-error.ts';
import { hashOf } from './kept-files.ts';
import type { NetworkEntry, Transformation } from './manifest.ts';

/**
 * @param published the file as it stands in its package or folder
 * @throws {InstallError} `SOURCE_HASH_MISMATCH`, `FILE_HASH_MISMATCH`
 * @throws {ModelFileError} when the file cannot be transformed
 */
export function prepareNetwork(entry: NetworkEntry, published: Uint8Array): Uint8Array {
  const { id, source, file, transformations } = entry;
  const range = source.kind === 'package' ? source.range : undefined;
  const original = range === undefined ? published : published.subarray(range.start, range.end);
  if (hashOf(original) !== source.sha256) throw new InstallError('SOURCE_HASH_MISMATCH', { id });

  const prepared = transformations.reduce(
    (bytes, transformation) => transform(bytes, transformation, id),
    original,
  );
  if (prepared.length !== file.size || hashOf(prepared) !== file.sha256) {
    throw new InstallError('FILE_HASH_MISMATCH', { id });
  }
  return prepared;
}

/** One transformation; each always gives the same bytes. */
export function transform(
  bytes: Uint8Array,
  transformation: Transformation,
  name: string,
): Uint8Array {
  switch (transformation) {
    case 'flush-tiny-weights':
      return flushTinyWeights(bytes).bytes;
    case 'unfold-parametric-relu':
      return unfoldParametricRelu(bytes);
    case 'tflite-to-onnx':
      return convertTflite(bytes, name);
  }
}
