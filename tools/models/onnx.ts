/**
 * Builds an ONNX file: nodes, constants, inputs and outputs, in the order they are added.
 *
 * Field numbers follow `onnx.proto3`. The same calls always give the same bytes.
 */

import { MessageWriter } from './protobuf.ts';

/** Operator set 13: the oldest that has every operator used here in its present form. */
const OPERATOR_SET = 13;
const IR_VERSION = 7;
const FLOAT = 1;
const INT64 = 7;

export type OnnxAttribute =
  { readonly int: number } | { readonly ints: readonly number[] } | { readonly text: string };

/** Where nodes and constants are added, in a new network or an existing one. */
export interface OnnxBuilder {
  /** A float constant; returns its name. */
  floats(shape: readonly number[], values: Float32Array): string;
  /** A node with one output; returns the output's name, made up unless given. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    output?: string,
  ): string;
}

export class OnnxGraph implements OnnxBuilder {
  readonly #nodes: MessageWriter[] = [];
  readonly #initializers: MessageWriter[] = [];
  readonly #inputs: MessageWriter[] = [];
  readonly #outputs: MessageWriter[] = [];
  readonly #name: string;
  #made = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, shape: readonly number[]): void {
    this.#inputs.push(valueInfo(name, shape));
  }

  output(name: string, shape: readonly number[]): void {
    this.#outputs.push(valueInfo(name, shape));
  }

  floats(shape: readonly number[], values: Float32Array): string {
    const name = `c${this.#made++}`;
    this.#initializers.push(encodeFloats(name, shape, values));
    return name;
  }

  /** A constant row of integers; returns its name. */
  integers(values: readonly number[]): string {
    const name = `c${this.#made++}`;
    const bytes = new Uint8Array(8 * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, index) => view.setBigInt64(8 * index, BigInt(value), true));
    this.#initializers.push(encodeTensor(name, [values.length], INT64, bytes));
    return name;
  }

  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = `t${this.#made++}`,
  ): string {
    this.#nodes.push(encodeNode(operator, inputs, attributes, output));
    return output;
  }

  finish(): Uint8Array {
    const graph = new MessageWriter();
    for (const node of this.#nodes) graph.message(1, node);
    graph.text(2, this.#name);
    for (const initializer of this.#initializers) graph.message(5, initializer);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    return new MessageWriter()
      .int(1, IR_VERSION)
      .text(2, 'bonin')
      .message(7, graph)
      .message(8, new MessageWriter().text(1, '').int(2, OPERATOR_SET))
      .finish();
  }
}

/** A `NodeProto` with one output. */
export function encodeNode(
  operator: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
  output: string,
): MessageWriter {
  const node = new MessageWriter();
  for (const input of inputs) node.text(1, input);
  node.text(2, output).text(4, operator);
  for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
  return node;
}

/** A `TensorProto` of 32-bit floats. */
export function encodeFloats(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): MessageWriter {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setFloat32(4 * index, value, true));
  return encodeTensor(name, shape, FLOAT, bytes);
}

function encodeTensor(
  name: string,
  shape: readonly number[],
  type: number,
  bytes: Uint8Array,
): MessageWriter {
  const tensor = new MessageWriter();
  for (const size of shape) tensor.int(1, size);
  return tensor.int(2, type).text(8, name).bytes(9, bytes);
}

function attribute(name: string, value: OnnxAttribute): MessageWriter {
  const message = new MessageWriter().text(1, name);
  if ('int' in value) return message.int(3, value.int).int(20, 2);
  if ('text' in value) return message.text(4, value.text).int(20, 3);
  for (const int of value.ints) message.int(8, int);
  return message.int(20, 7);
}

function valueInfo(name: string, shape: readonly number[]): MessageWriter {
  const dimensions = new MessageWriter();
  for (const size of shape) dimensions.message(1, new MessageWriter().int(1, size));
  const tensor = new MessageWriter().int(1, FLOAT).message(2, dimensions);
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor));
}
