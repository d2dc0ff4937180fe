/**
 * Sets the smallest weights of an ONNX network to zero.
 *
 * Numbers so small that the processor computes them in its slow, denormal way make a network ten
 * times slower and change nothing in its output.
 */

import { readMessage } from './protobuf.ts';

/** Below this a weight cannot move any output: activations here stay far under 1e6. */
const SMALLEST_KEPT = 1e-15;

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_TYPE = 2;
const TENSOR_FLOATS = 4;
const TENSOR_RAW = 9;
const FLOAT = 1;
const LENGTH_DELIMITED = 2;

export interface FlushedNetwork {
  readonly bytes: Uint8Array;
  /** How many weights were not zero and are now. */
  readonly flushed: number;
}

/**
 * A copy of the network, of the same size, whose float constants below 1e-15 are zero.
 *
 * @throws {ModelFileError} `PROTOBUF_MALFORMED`
 */
export function flushTinyWeights(network: Uint8Array): FlushedNetwork {
  const bytes = new Uint8Array(network);
  let flushed = 0;
  for (const graph of readMessage(bytes)) {
    if (graph.number !== MODEL_GRAPH) continue;
    for (const field of readMessage(graph.bytes)) {
      if (field.number === GRAPH_INITIALIZER) flushed += flushTensor(field.bytes);
    }
  }
  return { bytes, flushed };
}

function flushTensor(tensor: Uint8Array): number {
  const fields = [...readMessage(tensor)];
  const isFloat = fields.some(({ number, value }) => number === TENSOR_TYPE && value === FLOAT);
  if (!isFloat) return 0;
  return fields
    .filter(({ number, wire }) => {
      return (number === TENSOR_RAW || number === TENSOR_FLOATS) && wire === LENGTH_DELIMITED;
    })
    .reduce((sum, { bytes }) => sum + flushFloats(bytes), 0);
}

function flushFloats(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let flushed = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const weight = view.getFloat32(at, true);
    if (weight !== 0 && Math.abs(weight) < SMALLEST_KEPT) {
      view.setFloat32(at, 0, true);
      flushed++;
    }
  }
  return flushed;
}
