/**
 * Reads a TensorFlow Lite file: its tensors and its operators in order.
 *
 * Field numbers follow TensorFlow's `schema.fbs`, version 3.
 * Not here: what an operator does (`convert-tflite.ts`).
 */

import { FlatTable } from './flat-buffer.ts';
import { ModelFileError } from './model-file-error.ts';

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: 'float32' | 'float16' | 'int32' | 'other';
  /** The constant's bytes; empty for what is computed. */
  readonly data: Uint8Array;
}

export interface TfliteOperator {
  /** Number in the schema's `BuiltinOperator`. */
  readonly code: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: FlatTable | undefined;
}

export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
}

/** @throws {ModelFileError} `FLATBUFFER_MALFORMED` when the file is not one network of version 3 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  if (new TextDecoder().decode(bytes.subarray(4, 8)) !== 'TFL3') {
    throw new ModelFileError('FLATBUFFER_MALFORMED');
  }
  const model = FlatTable.root(bytes);
  const codes = model.tables(1).map((code) => Math.max(code.int8(0), code.int32(3)));
  const [graph, ...others] = model.tables(2);
  if (graph === undefined || others.length > 0) throw new ModelFileError('FLATBUFFER_MALFORMED');
  const buffers = model.tables(4);

  return {
    tensors: graph.tables(0).map((tensor) => ({
      name: tensor.text(3),
      shape: tensor.int32s(0),
      type: tensorType(tensor.int8(1)),
      data: buffers[tensor.int32(2)]?.bytes(0) ?? new Uint8Array(),
    })),
    inputs: graph.int32s(1),
    outputs: graph.int32s(2),
    operators: graph.tables(3).map((operator) => ({
      code: codes[operator.int32(0)] ?? -1,
      inputs: operator.int32s(1),
      outputs: operator.int32s(2),
      options: operator.table(4),
    })),
  };
}

function tensorType(number: number): TfliteTensor['type'] {
  switch (number) {
    case 0:
      return 'float32';
    case 1:
      return 'float16';
    case 2:
      return 'int32';
    default:
      return 'other';
  }
}
