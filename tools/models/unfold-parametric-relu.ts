/**
 * Replaces the parametric ReLUs of an ONNX network by convolutions that compute the same, faster.
 *
 * Everything else of the file is copied as it is.
 */

import { ModelFileError } from './model-file-error.ts';
import { encodeFloats, encodeNode, type OnnxAttribute, type OnnxBuilder } from './onnx.ts';
import { emitParametricRelu } from './parametric-relu.ts';
import { MessageWriter, readMessage, type WireField } from './protobuf.ts';

const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const PORT_NAME = 1;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_OPERATOR = 4;
const TENSOR_DIMENSION = 1;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;
const VARINT = 0;

/** @throws {ModelFileError} `PROTOBUF_MALFORMED`; `ONNX_UNSUITABLE` for a slope that is no constant per channel */
export function unfoldParametricRelu(network: Uint8Array): Uint8Array {
  const model = new MessageWriter();
  for (const field of readMessage(network)) {
    if (field.number === MODEL_GRAPH) model.message(MODEL_GRAPH, unfoldGraph(field.bytes));
    else model.copy(field);
  }
  return model.finish();
}

function unfoldGraph(graph: Uint8Array): MessageWriter {
  const fields = [...readMessage(graph)];
  const slopes = new Map(
    fields
      .filter(({ number }) => number === GRAPH_INITIALIZER)
      .map(({ bytes }) => [textOf(bytes, TENSOR_NAME)[0] ?? '', bytes]),
  );
  const keptNames = new Set(fields.flatMap(namesNeeded));
  const written = new MessageWriter();
  const builder = appendTo(written);
  for (const field of fields) {
    if (!isParametricRelu(field)) {
      if (!isUnneededConstant(field, keptNames)) written.copy(field);
      continue;
    }
    const [source = '', slopeName = ''] = textOf(field.bytes, NODE_INPUT);
    const [output = ''] = textOf(field.bytes, NODE_OUTPUT);
    const slope = slopes.get(slopeName);
    if (slope === undefined) throw new ModelFileError('ONNX_UNSUITABLE');
    emitParametricRelu(builder, source, readSlope(slope), output);
  }
  return written;
}

function isParametricRelu({ number, bytes }: WireField): boolean {
  return number === GRAPH_NODE && textOf(bytes, NODE_OPERATOR)[0] === 'PRelu';
}

/** What the parts that stay refer to: inputs of nodes and of the graph, and its outputs. */
function namesNeeded(field: WireField): readonly string[] {
  if (isParametricRelu(field)) return [];
  if (field.number === GRAPH_NODE) return textOf(field.bytes, NODE_INPUT);
  const isPort = field.number === GRAPH_INPUT || field.number === GRAPH_OUTPUT;
  return isPort ? textOf(field.bytes, PORT_NAME) : [];
}

function isUnneededConstant({ number, bytes }: WireField, needed: ReadonlySet<string>): boolean {
  return number === GRAPH_INITIALIZER && !needed.has(textOf(bytes, TENSOR_NAME)[0] ?? '');
}

/** Names begin with a word no exporter uses, so that they meet no name of the file. */
function appendTo(graph: MessageWriter): OnnxBuilder {
  let made = 0;
  return {
    floats(shape, values) {
      const name = `bonin_c${made++}`;
      graph.message(GRAPH_INITIALIZER, encodeFloats(name, shape, values));
      return name;
    },
    node(
      operator: string,
      inputs: readonly string[],
      attributes: Readonly<Record<string, OnnxAttribute>> = {},
      output = `bonin_t${made++}`,
    ) {
      graph.message(GRAPH_NODE, encodeNode(operator, inputs, attributes, output));
      return output;
    },
  };
}

function readSlope(tensor: Uint8Array): Float32Array {
  const fields = [...readMessage(tensor)];
  const shape = fields.flatMap((field) => (field.number === TENSOR_DIMENSION ? sizes(field) : []));
  const raw = fields.find(({ number }) => number === TENSOR_RAW)?.bytes;
  const channels = shape[0] ?? 0;
  const isPerChannel = shape.length === 3 && shape[1] === 1 && shape[2] === 1;
  if (!isPerChannel || raw?.length !== 4 * channels) throw new ModelFileError('ONNX_UNSUITABLE');
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Float32Array.from({ length: channels }, (_, index) => view.getFloat32(4 * index, true));
}

/** Sizes stand one by one or packed into one field. */
function sizes({ wire, value, bytes }: WireField): readonly number[] {
  if (wire === VARINT) return [value];
  const packed: number[] = [];
  let size = 0;
  let scale = 1;
  for (const byte of bytes) {
    size += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) {
      packed.push(size);
      size = 0;
      scale = 1;
    }
  }
  return packed;
}

function textOf(message: Uint8Array, field: number): readonly string[] {
  return [...readMessage(message)]
    .filter(({ number }) => number === field)
    .map(({ bytes }) => new TextDecoder().decode(bytes));
}
