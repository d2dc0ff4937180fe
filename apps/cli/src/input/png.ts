import { crc32, deflateSync } from 'node:zlib';
import type { RgbPicture } from './rgb-picture.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const RGB = 2;
const FILTER_UP = 2;

/**
 * Encodes a picture as a PNG of 8 bits a channel, lossless.
 *
 * @see ISO/IEC 15948
 */
export function encodePng(picture: RgbPicture): Uint8Array {
  const { width, height } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(RGB, 9);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filterRows(picture), { level: 6 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Each row as its difference to the row above, which is small in a photograph. */
function filterRows({ width, height, pixels }: RgbPicture): Uint8Array {
  const stride = width * 3;
  const filtered = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const to = y * (stride + 1);
    filtered[to] = FILTER_UP;
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : pixels[(y - 1) * stride + x]!;
      filtered[to + 1 + x] = pixels[y * stride + x]! - above;
    }
  }
  return filtered;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
