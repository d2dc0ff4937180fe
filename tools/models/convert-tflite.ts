/**
 * Converts a TensorFlow Lite network into ONNX, always to the same bytes.
 *
 * The input stays as it was (height, width, channels) and is turned once to channels first, as the
 * runtime's fast convolutions want it; outputs are turned back once. Constants of 16-bit floats
 * become 32-bit ones; the batch becomes 1; paddings are written out from the known sizes, because
 * TensorFlow's "same" puts the odd pixel after and ONNX's words for it are not supported everywhere.
 *
 * Here: the graph. Each operator's own rule is in `tflite-operators.ts`.
 */

import { ModelFileError } from './model-file-error.ts';
import { OnnxGraph } from './onnx.ts';
import { fuseParametricRelu } from './fuse-parametric-relu.ts';
import { readFloats } from './tflite-constants.ts';
import { OPERATOR, convertOperator } from './tflite-operators.ts';
import { readTflite, type TfliteGraph, type TfliteTensor } from './tflite.ts';

/** What is known about the tensors while nodes are added. */
export interface Conversion {
  readonly onnx: OnnxGraph;
  tensor(number: number): TfliteTensor;
  /** Height and width and the like, with the batch set to 1. */
  shape(number: number): readonly number[];
  /** Name of a computed tensor; rank 4 lies channels first. */
  value(number: number): string;
  /** A constant's numbers, also when it stands behind a DEQUANTIZE. */
  constant(number: number): Float32Array;
  define(number: number, name: string): void;
}

/**
 * @throws {ModelFileError} `TFLITE_OPERATOR_UNKNOWN`, `TFLITE_OPERATOR_UNSUITABLE`,
 *   `TFLITE_TENSOR_UNSUITABLE`, `FLATBUFFER_MALFORMED`
 */
export function convertTflite(bytes: Uint8Array, name: string): Uint8Array {
  const graph = fuseParametricRelu(readTflite(bytes));
  const onnx = new OnnxGraph(name);
  const conversion = beginConversion(graph, onnx);

  for (const input of graph.inputs) {
    const { name: inputName } = conversion.tensor(input);
    onnx.input(inputName, conversion.shape(input));
    conversion.define(input, channelsFirst(onnx, inputName));
  }
  for (const operator of graph.operators) {
    if (operator.code !== OPERATOR.dequantize) convertOperator(operator, conversion);
  }
  for (const output of graph.outputs) {
    const { name: outputName } = conversion.tensor(output);
    const shape = conversion.shape(output);
    const value = conversion.value(output);
    if (shape.length === 4) channelsLast(onnx, value, outputName);
    else onnx.node('Identity', [value], {}, outputName);
    onnx.output(outputName, shape);
  }
  return onnx.finish();
}

/** Turns a tensor of rank 4 to batch, channels, height, width. */
export function channelsFirst(onnx: OnnxGraph, value: string): string {
  return onnx.node('Transpose', [value], { perm: { ints: [0, 3, 1, 2] } });
}

/** Turns a tensor of rank 4 to batch, height, width, channels. */
export function channelsLast(onnx: OnnxGraph, value: string, name?: string): string {
  return onnx.node('Transpose', [value], { perm: { ints: [0, 2, 3, 1] } }, name);
}

function beginConversion(graph: TfliteGraph, onnx: OnnxGraph): Conversion {
  const values = new Map<number, string>();
  const dequantized = new Map(
    graph.operators
      .filter(({ code }) => code === OPERATOR.dequantize)
      .map(({ inputs, outputs }) => [outputs[0], inputs[0]]),
  );
  const tensor = (number: number): TfliteTensor => {
    const found = graph.tensors[number];
    if (found === undefined) throw new ModelFileError('TFLITE_TENSOR_UNSUITABLE', { number });
    return found;
  };

  return {
    onnx,
    tensor,
    shape: (number) => {
      const { shape } = tensor(number);
      return shape.length > 1 ? [1, ...shape.slice(1)] : shape;
    },
    value: (number) => {
      const value = values.get(number);
      if (value === undefined) throw new ModelFileError('TFLITE_TENSOR_UNSUITABLE', { number });
      return value;
    },
    constant: (number) => readFloats(tensor(dequantized.get(number) ?? number)),
    define: (number, name) => {
      values.set(number, name);
    },
  };
}
