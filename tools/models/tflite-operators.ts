/**
 * The rule of each TensorFlow Lite operator that the listed networks use.
 *
 * Numbers of operators, options and activations follow TensorFlow's `schema.fbs`, version 3.
 */

import { channelsLast, type Conversion } from './convert-tflite.ts';
import { ModelFileError } from './model-file-error.ts';
import { emitParametricRelu } from './parametric-relu.ts';
import { readIntegers } from './tflite-constants.ts';
import type { TfliteOperator } from './tflite.ts';

export const OPERATOR = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  dequantize: 6,
  maxPool2d: 17,
  mul: 18,
  relu: 19,
  reshape: 22,
  resizeBilinear: 23,
  pad: 34,
  sub: 41,
  prelu: 54,
  abs: 101,
} as const;

/** Where an axis of (batch, height, width, channels) lies when channels come first. */
const AXIS = [0, 2, 3, 1] as const;

const RULES: Readonly<Record<number, (operator: TfliteOperator, to: Conversion) => void>> = {
  [OPERATOR.add]: convertAdd,
  [OPERATOR.concatenation]: convertConcatenation,
  [OPERATOR.conv2d]: convertConvolution,
  [OPERATOR.depthwiseConv2d]: convertDepthwiseConvolution,
  [OPERATOR.maxPool2d]: convertMaxPool,
  [OPERATOR.relu]: (operator, to) => finish(operator, to, ['Relu', [computed(operator, to, 0)]]),
  [OPERATOR.reshape]: convertReshape,
  [OPERATOR.resizeBilinear]: convertResize,
  [OPERATOR.pad]: convertPad,
  [OPERATOR.prelu]: convertParametricRelu,
};

/** @throws {ModelFileError} `TFLITE_OPERATOR_UNKNOWN` with the operator's number */
export function convertOperator(operator: TfliteOperator, to: Conversion): void {
  const rule = RULES[operator.code];
  if (rule === undefined) {
    throw new ModelFileError('TFLITE_OPERATOR_UNKNOWN', { operator: operator.code });
  }
  rule(operator, to);
}

function convertAdd(operator: TfliteOperator, to: Conversion): void {
  const [left, right] = [shapeOf(operator, to, 0), shapeOf(operator, to, 1)];
  if (left.join() !== right.join()) throw unsuitable(operator);
  const sum = to.onnx.node('Add', [computed(operator, to, 0), computed(operator, to, 1)]);
  define(operator, to, activated(operator, to, sum, 0));
}

function convertConcatenation(operator: TfliteOperator, to: Conversion): void {
  const rank = shapeOf(operator, to, 0).length;
  const given = option(operator, 0, 'int32');
  const axis = given < 0 ? given + rank : given;
  const parts = operator.inputs.map((_, index) => computed(operator, to, index));
  const joined = to.onnx.node('Concat', parts, { axis: { int: physicalAxis(axis, rank) } });
  define(operator, to, activated(operator, to, joined, 1));
}

function convertConvolution(operator: TfliteOperator, to: Conversion): void {
  const [outputs = 0, height = 0, width = 0, inputs = 0] = to.tensor(input(operator, 1)).shape;
  const from = to.constant(input(operator, 1));
  const weights = new Float32Array(from.length);
  const area = height * width;
  for (let at = 0; at < from.length; at++) {
    const channel = at % inputs;
    const place = Math.floor(at / inputs) % area;
    const output = Math.floor(at / (inputs * area));
    weights[(output * inputs + channel) * area + place] = from[at] ?? 0;
  }
  const dilations = [positive(operator, 5, 1), positive(operator, 4, 1)] as const;
  emitConvolution(operator, to, {
    weights: to.onnx.floats([outputs, inputs, height, width], weights),
    kernel: [height, width],
    dilations,
    groups: 1,
    activation: 3,
  });
}

function convertDepthwiseConvolution(operator: TfliteOperator, to: Conversion): void {
  const [, height = 0, width = 0, channels = 0] = to.tensor(input(operator, 1)).shape;
  const from = to.constant(input(operator, 1));
  const weights = new Float32Array(from.length);
  const area = height * width;
  for (let at = 0; at < from.length; at++) {
    weights[(at % channels) * area + Math.floor(at / channels)] = from[at] ?? 0;
  }
  const dilations = [positive(operator, 6, 1), positive(operator, 5, 1)] as const;
  emitConvolution(operator, to, {
    weights: to.onnx.floats([channels, 1, height, width], weights),
    kernel: [height, width],
    dilations,
    groups: shapeOf(operator, to, 0)[3] ?? 0,
    activation: 4,
  });
}

interface Convolution {
  readonly weights: string;
  readonly kernel: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly groups: number;
  /** Number of the option that names the fused activation. */
  readonly activation: number;
}

function emitConvolution(operator: TfliteOperator, to: Conversion, parts: Convolution): void {
  const { weights, kernel, dilations, groups, activation } = parts;
  const bias = to.constant(input(operator, 2));
  const strides = [positive(operator, 2), positive(operator, 1)] as const;
  const convolved = to.onnx.node(
    'Conv',
    [computed(operator, to, 0), weights, to.onnx.floats([bias.length], bias)],
    {
      dilations: { ints: dilations },
      group: { int: groups },
      kernel_shape: { ints: kernel },
      pads: { ints: pads(operator, to, { kernel, strides, dilations }) },
      strides: { ints: strides },
    },
  );
  define(operator, to, activated(operator, to, convolved, activation));
}

function convertMaxPool(operator: TfliteOperator, to: Conversion): void {
  const kernel = [positive(operator, 4), positive(operator, 3)] as const;
  const strides = [positive(operator, 2), positive(operator, 1)] as const;
  const pooled = to.onnx.node('MaxPool', [computed(operator, to, 0)], {
    kernel_shape: { ints: kernel },
    pads: { ints: pads(operator, to, { kernel, strides, dilations: [1, 1] }) },
    strides: { ints: strides },
  });
  define(operator, to, activated(operator, to, pooled, 5));
}

function convertReshape(operator: TfliteOperator, to: Conversion): void {
  const source = computed(operator, to, 0);
  const shape = to.shape(output(operator));
  if (shape.length === 4) throw unsuitable(operator);
  const rows = shapeOf(operator, to, 0).length === 4 ? channelsLast(to.onnx, source) : source;
  finish(operator, to, ['Reshape', [rows, to.onnx.integers(shape)]]);
}

function convertResize(operator: TfliteOperator, to: Conversion): void {
  const alignsCorners = option(operator, 2, 'int8') !== 0;
  const halfPixel = option(operator, 3, 'int8') !== 0;
  if (alignsCorners || !halfPixel) throw unsuitable(operator);
  const [, height = 0, width = 0, channels = 0] = to.shape(output(operator));
  const sizes = to.onnx.integers([1, channels, height, width]);
  const resized = to.onnx.node('Resize', [computed(operator, to, 0), '', '', sizes], {
    coordinate_transformation_mode: { text: 'half_pixel' },
    mode: { text: 'linear' },
  });
  define(operator, to, resized);
}

function convertPad(operator: TfliteOperator, to: Conversion): void {
  const widths = readIntegers(to.tensor(input(operator, 1)));
  const rank = shapeOf(operator, to, 0).length;
  if (widths.length !== 2 * rank) throw unsuitable(operator);
  const physical = new Array<number>(2 * rank).fill(0);
  for (let axis = 0; axis < rank; axis++) {
    physical[physicalAxis(axis, rank)] = widths[2 * axis] ?? 0;
    physical[rank + physicalAxis(axis, rank)] = widths[2 * axis + 1] ?? 0;
  }
  finish(operator, to, ['Pad', [computed(operator, to, 0), to.onnx.integers(physical)]]);
}

function convertParametricRelu(operator: TfliteOperator, to: Conversion): void {
  const slope = to.constant(input(operator, 1));
  const channels = shapeOf(operator, to, 0)[3];
  if (slope.length !== channels) throw unsuitable(operator);
  define(operator, to, emitParametricRelu(to.onnx, computed(operator, to, 0), slope));
}

/** How many zeros TensorFlow puts before and after: the odd one goes after. */
function pads(
  operator: TfliteOperator,
  to: Conversion,
  window: Record<'kernel' | 'strides' | 'dilations', readonly [number, number]>,
): readonly number[] {
  const same = option(operator, 0, 'int8') === 0;
  const sizes = shapeOf(operator, to, 0).slice(1, 3);
  const totals = sizes.map((size, axis) => {
    if (!same) return 0;
    const [kernel, stride, dilation] = [window.kernel, window.strides, window.dilations].map(
      (pair) => pair[axis] ?? 1,
    ) as [number, number, number];
    const count = Math.ceil(size / stride);
    return Math.max(0, (count - 1) * stride + (kernel - 1) * dilation + 1 - size);
  });
  return [
    ...totals.map((total) => Math.floor(total / 2)),
    ...totals.map((total) => Math.ceil(total / 2)),
  ];
}

function activated(operator: TfliteOperator, to: Conversion, value: string, field: number): string {
  switch (option(operator, field, 'int8')) {
    case 0:
      return value;
    case 1:
      return to.onnx.node('Relu', [value]);
    default:
      throw unsuitable(operator);
  }
}

function physicalAxis(axis: number, rank: number): number {
  return rank === 4 ? (AXIS[axis] ?? axis) : axis;
}

function option(
  operator: TfliteOperator,
  field: number,
  kind: 'int8' | 'int32',
  absent = 0,
): number {
  return operator.options?.[kind](field, absent) ?? absent;
}

/** A size, stride or the like: at least 1. */
function positive(operator: TfliteOperator, field: number, absent = 0): number {
  const value = option(operator, field, 'int32', absent);
  if (value < 1) throw unsuitable(operator);
  return value;
}

function input(operator: TfliteOperator, index: number): number {
  return operator.inputs[index] ?? -1;
}

function output(operator: TfliteOperator): number {
  return operator.outputs[0] ?? -1;
}

function computed(operator: TfliteOperator, to: Conversion, index: number): string {
  return to.value(input(operator, index));
}

function shapeOf(operator: TfliteOperator, to: Conversion, index: number): readonly number[] {
  return to.shape(input(operator, index));
}

function define(operator: TfliteOperator, to: Conversion, name: string): void {
  to.define(output(operator), name);
}

function finish(
  operator: TfliteOperator,
  to: Conversion,
  [kind, inputs]: readonly [string, readonly string[]],
): void {
  define(operator, to, to.onnx.node(kind, inputs));
}

function unsuitable(operator: TfliteOperator): ModelFileError {
  return new ModelFileError('TFLITE_OPERATOR_UNSUITABLE', { operator: operator.code });
}
