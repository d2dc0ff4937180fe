/**
 * Writes and walks the protocol buffer wire format, without generated code.
 *
 * Here: varints, lengths, fields. Not here: what the fields mean (`onnx.ts`).
 */

import { ModelFileError } from './model-file-error.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Collects the fields of one message in the order they are added. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];

  int(field: number, value: number): this {
    this.#parts.push(varint(field * 8 + VARINT), varint(value));
    return this;
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#parts.push(varint(field * 8 + FIXED32), bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#parts.push(varint(field * 8 + LENGTH_DELIMITED), varint(value.length), value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish());
  }

  /** Adds a field as it was found elsewhere. */
  copy({ number, wire, value, bytes }: WireField): this {
    if (wire === VARINT) return this.int(number, value);
    if (wire === LENGTH_DELIMITED) return this.bytes(number, bytes);
    this.#parts.push(varint(number * 8 + wire), bytes);
    return this;
  }

  finish(): Uint8Array {
    const joined = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}

/** One field of a message, as found on the wire. */
export interface WireField {
  readonly number: number;
  readonly wire: number;
  /** The value of a varint; 0 for the other kinds. */
  readonly value: number;
  /** The content, not copied: writing to it alters the message. Empty for a varint. */
  readonly bytes: Uint8Array;
}

/**
 * The fields of a message, in order.
 *
 * @throws {ModelFileError} `PROTOBUF_MALFORMED` when a length points outside the message
 */
export function* readMessage(bytes: Uint8Array): Generator<WireField, void, undefined> {
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const key = readVarint(reader);
    const number = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === VARINT) {
      yield { number, wire, value: readVarint(reader), bytes: bytes.subarray(0, 0) };
      continue;
    }
    const length = contentLength(wire, reader);
    const end = reader.at + length;
    if (end > bytes.length) throw new ModelFileError('PROTOBUF_MALFORMED');
    yield { number, wire, value: 0, bytes: bytes.subarray(reader.at, end) };
    reader.at = end;
  }
}

function contentLength(wire: number, reader: { bytes: Uint8Array; at: number }): number {
  switch (wire) {
    case FIXED64:
      return 8;
    case FIXED32:
      return 4;
    case LENGTH_DELIMITED:
      return readVarint(reader);
    default:
      throw new ModelFileError('PROTOBUF_MALFORMED');
  }
}

/** Reads up to 2^53; the sign of a negative 64-bit number is lost, which no field read here has. */
function readVarint(reader: { bytes: Uint8Array; at: number }): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < 10; count++) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  throw new ModelFileError('PROTOBUF_MALFORMED');
}

/** Negative numbers take ten bytes, as 64-bit two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
