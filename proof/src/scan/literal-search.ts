import type { Canaries, CanaryKind } from '../canaries/canary.ts';

type LiteralKind = Extract<CanaryKind, 'bytes' | 'pixels' | 'text'>;

/** Bytes that stand for a canary wherever they are found. */
export interface Needle {
  readonly kind: LiteralKind;
  readonly bytes: Buffer;
}

/** Rows of the patch that are looked for: one would do, were it not written over in part. */
const ROWS_LOOKED_FOR = [0, 7, 15];
const CHANNELS = [0, 1, 2];

/** All that is looked for byte by byte. */
export function needlesOf({ marker, rows, texts }: Canaries): readonly Needle[] {
  const pixels = ROWS_LOOKED_FOR.flatMap((row) => layoutsOf(rows[row] ?? new Uint8Array()));
  return [
    { kind: 'bytes', bytes: Buffer.from(marker) },
    ...pixels.map((bytes): Needle => ({ kind: 'pixels', bytes })),
    ...texts.flatMap(spellingsOf).map((bytes): Needle => ({ kind: 'text', bytes })),
  ];
}

/** The kinds that are found. */
export function findLiterals(bytes: Buffer, needles: readonly Needle[]): ReadonlySet<LiteralKind> {
  const found = new Set<LiteralKind>();
  for (const needle of needles) {
    if (!found.has(needle.kind) && bytes.includes(needle.bytes)) found.add(needle.kind);
  }
  return found;
}

/** As pictures are held: red first, blue first, with transparency, and each colour by itself. */
function layoutsOf(row: Uint8Array): readonly Buffer[] {
  const pixels = Array.from({ length: row.length / 3 }, (_, at) =>
    row.subarray(3 * at, 3 * at + 3),
  );
  const arranged = (order: (pixel: Uint8Array) => readonly number[]): Buffer =>
    Buffer.from(pixels.flatMap((pixel) => order(pixel)));
  return [
    Buffer.from(row),
    arranged(([r = 0, g = 0, b = 0]) => [b, g, r]),
    arranged(([r = 0, g = 0, b = 0]) => [r, g, b, 255]),
    arranged(([r = 0, g = 0, b = 0]) => [b, g, r, 255]),
    ...CHANNELS.map((channel) => arranged((pixel) => [pixel[channel] ?? 0])),
  ];
}

function spellingsOf(text: string): readonly Buffer[] {
  const bare = text.replaceAll(/[ -]/g, '');
  return [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(bare, 'utf8'),
    Buffer.from(bare, 'utf16le'),
    Buffer.from(encodeURIComponent(text), 'utf8'),
  ];
}
