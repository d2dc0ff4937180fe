/** Writes FlatBuffers tables for tests: every child lies after its parent, nothing is shared. */

export type FlatField =
  | { readonly int8: number }
  | { readonly int32: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly int32s: readonly number[] }
  | { readonly table: FlatFields }
  | { readonly tables: readonly FlatFields[] };

/** Fields of a table by their number in the schema. */
export type FlatFields = Readonly<Record<number, FlatField>>;

export function writeFlatBuffer(root: FlatFields, identifier: string): Uint8Array {
  const bytes: number[] = [0, 0, 0, 0, ...new TextEncoder().encode(identifier)];
  putInt32(bytes, 0, writeTable(bytes, root));
  return Uint8Array.from(bytes);
}

function writeTable(bytes: number[], fields: FlatFields): number {
  const numbers = Object.keys(fields).map(Number);
  const slots = numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
  const vtable = align(bytes);
  const table = vtable + Math.ceil((4 + 2 * slots) / 4) * 4;
  // Every field gets four bytes, also the small ones.
  grow(bytes, table + 4 + 4 * numbers.length);
  putInt16(bytes, vtable, 4 + 2 * slots);
  putInt16(bytes, vtable + 2, 4 + 4 * numbers.length);
  putInt32(bytes, table, table - vtable);
  numbers.forEach((number, index) => {
    const at = table + 4 + 4 * index;
    putInt16(bytes, vtable + 4 + 2 * number, at - table);
    writeField(bytes, at, fields[number]);
  });
  return table;
}

function writeField(bytes: number[], at: number, field: FlatField | undefined): void {
  if (field === undefined) return;
  if ('int8' in field) bytes[at] = field.int8 & 0xff;
  else if ('int32' in field) putInt32(bytes, at, field.int32);
  else putInt32(bytes, at, writeChild(bytes, field) - at);
}

function writeChild(
  bytes: number[],
  field: Exclude<FlatField, { int8: number } | { int32: number }>,
): number {
  if ('table' in field) return writeTable(bytes, field.table);
  if ('text' in field) return writeBytes(bytes, new TextEncoder().encode(field.text));
  if ('bytes' in field) return writeBytes(bytes, field.bytes);
  const count = 'tables' in field ? field.tables.length : field.int32s.length;
  const at = align(bytes);
  grow(bytes, at + 4 + 4 * count);
  putInt32(bytes, at, count);
  for (let index = 0; index < count; index++) {
    const slot = at + 4 + 4 * index;
    const value =
      'tables' in field
        ? writeTable(bytes, field.tables[index] ?? {}) - slot
        : (field.int32s[index] ?? 0);
    putInt32(bytes, slot, value);
  }
  return at;
}

function writeBytes(bytes: number[], content: Uint8Array): number {
  const at = align(bytes);
  grow(bytes, at + 4);
  putInt32(bytes, at, content.length);
  for (const byte of content) bytes.push(byte);
  return at;
}

function align(bytes: number[]): number {
  grow(bytes, Math.ceil(bytes.length / 4) * 4);
  return bytes.length;
}

function grow(bytes: number[], length: number): void {
  while (bytes.length < length) bytes.push(0);
}

function putInt16(bytes: number[], at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
}

function putInt32(bytes: number[], at: number, value: number): void {
  putInt16(bytes, at, value);
  putInt16(bytes, at + 2, value >> 16);
}
