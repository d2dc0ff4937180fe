/**
 * Reads FlatBuffers tables without generated code.
 *
 * Here: following offsets, with every one checked against the buffer.
 * Not here: what the fields mean (`tflite.ts`).
 */

import { ModelFileError } from './model-file-error.ts';

/** One table of a FlatBuffer. Fields are addressed by their number in the schema. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** The root table of a buffer. @throws {ModelFileError} `FLATBUFFER_MALFORMED` */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, readUint32(view, 0));
  }

  int8(field: number, absent = 0): number {
    const at = this.#field(field);
    return at === undefined ? absent : guarded(() => this.#view.getInt8(at));
  }

  int32(field: number, absent = 0): number {
    const at = this.#field(field);
    return at === undefined ? absent : guarded(() => this.#view.getInt32(at, true));
  }

  /** A string, or the empty one. */
  text(field: number): string {
    return new TextDecoder().decode(this.bytes(field));
  }

  /** The bytes of a vector of bytes, not copied; empty when absent. */
  bytes(field: number): Uint8Array {
    const vector = this.#vector(field);
    if (vector === undefined) return new Uint8Array();
    return guarded(
      () => new Uint8Array(this.#view.buffer, this.#view.byteOffset + vector.start, vector.length),
    );
  }

  int32s(field: number): readonly number[] {
    const vector = this.#vector(field);
    if (vector === undefined) return [];
    return Array.from({ length: vector.length }, (_, index) =>
      guarded(() => this.#view.getInt32(vector.start + 4 * index, true)),
    );
  }

  table(field: number): FlatTable | undefined {
    const at = this.#field(field);
    return at === undefined
      ? undefined
      : new FlatTable(this.#view, at + readUint32(this.#view, at));
  }

  tables(field: number): readonly FlatTable[] {
    const vector = this.#vector(field);
    if (vector === undefined) return [];
    return Array.from({ length: vector.length }, (_, index) => {
      const at = vector.start + 4 * index;
      return new FlatTable(this.#view, at + readUint32(this.#view, at));
    });
  }

  #vector(field: number): { readonly start: number; readonly length: number } | undefined {
    const at = this.#field(field);
    if (at === undefined) return undefined;
    const start = at + readUint32(this.#view, at);
    const length = readUint32(this.#view, start);
    if (length > this.#view.byteLength) throw new ModelFileError('FLATBUFFER_MALFORMED');
    return { start: start + 4, length };
  }

  #field(field: number): number | undefined {
    return guarded(() => {
      const vtable = this.#at - this.#view.getInt32(this.#at, true);
      const slot = 4 + 2 * field;
      if (slot + 2 > this.#view.getUint16(vtable, true)) return undefined;
      const offset = this.#view.getUint16(vtable + slot, true);
      return offset === 0 ? undefined : this.#at + offset;
    });
  }
}

function readUint32(view: DataView, at: number): number {
  return guarded(() => view.getUint32(at, true));
}

/** Reading outside the buffer throws a RangeError; a stranger's file gets the coded one. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new ModelFileError('FLATBUFFER_MALFORMED', {}, { cause });
    throw cause;
  }
}
