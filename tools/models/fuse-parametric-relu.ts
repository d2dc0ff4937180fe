/**
 * Finds parametric ReLUs that were written out as five operators and makes each one again.
 *
 * relu(x) + c · (x − |x|) equals x where x is positive and 2c · x elsewhere.
 */

import { readFloats } from './tflite-constants.ts';
import { OPERATOR } from './tflite-operators.ts';
import type { TfliteGraph, TfliteOperator, TfliteTensor } from './tflite.ts';

/** The same network; operators that nothing needs any more are left out. */
export function fuseParametricRelu(graph: TfliteGraph): TfliteGraph {
  const producers = new Map<number, TfliteOperator>();
  for (const operator of graph.operators) {
    for (const output of operator.outputs) producers.set(output, operator);
  }
  const tensors = [...graph.tensors];
  const operators = graph.operators.map((operator) => {
    const found = parametricRelu(operator, producers, graph.tensors);
    if (found === undefined) return operator;
    tensors.push(found.slope);
    return { ...operator, code: OPERATOR.prelu, inputs: [found.input, tensors.length - 1] };
  });
  return { ...graph, tensors, operators: withoutUnused(operators, graph.outputs) };
}

function parametricRelu(
  add: TfliteOperator,
  producers: ReadonlyMap<number, TfliteOperator>,
  tensors: readonly TfliteTensor[],
): { readonly input: number; readonly slope: TfliteTensor } | undefined {
  const from = (operator: TfliteOperator | undefined, index: number, code: number) => {
    const producer = producers.get(operator?.inputs[index] ?? -1);
    return producer?.code === code ? producer : undefined;
  };
  if (add.code !== OPERATOR.add) return undefined;
  const relu = from(add, 0, OPERATOR.relu);
  const product = from(add, 1, OPERATOR.mul);
  const difference = from(product, 1, OPERATOR.sub);
  const magnitude = from(difference, 1, OPERATOR.abs);
  const input = relu?.inputs[0];
  const factor = tensors[product?.inputs[0] ?? -1];
  if (input === undefined || factor === undefined || factor.data.length === 0) return undefined;
  if (difference?.inputs[0] !== input || magnitude?.inputs[0] !== input) return undefined;

  const slope = readFloats(factor).map((value) => 2 * value);
  return { input, slope: { ...factor, type: 'float32', data: new Uint8Array(slope.buffer) } };
}

function withoutUnused(
  operators: readonly TfliteOperator[],
  outputs: readonly number[],
): readonly TfliteOperator[] {
  const needed = new Set(outputs);
  return operators
    .toReversed()
    .filter((operator) => {
      if (!operator.outputs.some((output) => needed.has(output))) return false;
      for (const input of operator.inputs) needed.add(input);
      return true;
    })
    .reverse();
}
