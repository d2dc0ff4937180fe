import type { Engine } from '@bonin/engine';
import sharp from 'sharp';
import type { CanaryKind } from '../canaries/canary.ts';
import { packSigns } from '../scan/feature-search.ts';

const HEAD_BYTES = 8192;
const TAIL_BYTES = 512;
const PATCH = 16;
/** So small that a database keeps it in one piece. */
const SMALL = 64;
const TEXT = /KANARI [A-Z]{10} \d{6}-\d{7}/;

/** What was opened in one of the shapes in which it could be kept; `undefined` when this picture does not have it. */
export type Shapes = Readonly<Record<CanaryKind, Buffer | undefined>>;

/** Makes of a picture all that a careless or curious program could keep of it. */
export async function shapesOf(image: Buffer, engine: Engine): Promise<Shapes> {
  const extracted = await engine.extract(image, 'probe');
  const values = extracted.kind === 'extracted' ? extracted.features.values : undefined;
  const exif = (await sharp(image).metadata()).exif?.toString('latin1') ?? '';
  const [text] = TEXT.exec(exif) ?? [];
  return {
    bytes: Buffer.concat([image.subarray(0, HEAD_BYTES), image.subarray(-TAIL_BYTES)]),
    pixels: await sharp(image)
      .extract({ left: 0, top: 0, width: PATCH, height: PATCH })
      .removeAlpha()
      .raw()
      .toBuffer(),
    picture: await sharp(image).resize(SMALL).jpeg({ quality: 50 }).toBuffer(),
    'features-f32': values && Buffer.from(Float32Array.from(values).buffer),
    'features-f16': values && halvesOf(values),
    'features-int8': values && bytesOf(values),
    'features-signs': values && Buffer.from(packSigns(values, 'high').bits),
    text: text === undefined ? undefined : Buffer.from(text, 'utf8'),
  };
}

function halvesOf(values: Float32Array): Buffer {
  const halves = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) halves.writeUInt16LE(halfOf(value), 2 * at);
  return halves;
}

/** IEEE 754 binary16 of a number of ordinary size, cut off. */
function halfOf(value: number): number {
  const [bits = 0] = new Uint32Array(Float32Array.of(value).buffer);
  const exponent = ((bits >> 23) & 0xff) - 127 + 15;
  const sign = (bits >>> 31) << 15;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((bits >> 13) & 0x3ff);
}

function bytesOf(values: Float32Array): Buffer {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Buffer.from(Int8Array.from(values, (value) => Math.round((127 * value) / largest)).buffer);
}
