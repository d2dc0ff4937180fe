import { EngineError } from '../engine-error.ts';

/**
 * What the first bytes of an image file say, read without any image library.
 *
 * Here: format, size in pixels, whether it moves. Not here: whether the pixels can be read.
 */
export interface ImageHeader {
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

/**
 * Reads format and size from an image file's own header.
 *
 * Verified so far: the magic bytes and the structure up to the size.
 * Not verified: everything after it.
 * Personal data: reads sizes only.
 *
 * @throws {EngineError} `IMAGE_FORMAT_UNSUPPORTED` for anything but JPEG, PNG and WebP
 * @throws {EngineError} `IMAGE_UNREADABLE` when the header ends early or contradicts itself
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view);
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(view);
    if (fourCc(view, 0) === 'RIFF' && fourCc(view, 8) === 'WEBP') return readWebp(view);
  } catch (error) {
    // A header that points past its own end.
    if (error instanceof RangeError) throw new EngineError('IMAGE_UNREADABLE');
    throw error;
  }
  throw new EngineError('IMAGE_FORMAT_UNSUPPORTED');
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function fourCc(view: DataView, offset: number): string {
  if (offset + 4 > view.byteLength) return '';
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

/** Walks the marker segments to the frame header (ITU-T T.81, B.2.2). */
function readJpeg(view: DataView): ImageHeader {
  let offset = 2;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) throw new EngineError('IMAGE_UNREADABLE');
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isFrameHeader(marker)) {
      return {
        format: 'jpeg',
        height: view.getUint16(offset + 5),
        width: view.getUint16(offset + 7),
        animated: false,
      };
    }
    // Scan data or the end before any frame header.
    if (marker === 0xda || marker === 0xd9) throw new EngineError('IMAGE_UNREADABLE');
    offset += 2 + view.getUint16(offset + 2);
  }
}

/** SOF0…SOF15 without DHT, JPG and DAC, which share the range. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readPng(view: DataView): ImageHeader {
  if (fourCc(view, 12) !== 'IHDR') throw new EngineError('IMAGE_UNREADABLE');
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  return { format: 'png', width, height, animated: hasAnimationChunk(view) };
}

/** An APNG announces itself by an `acTL` chunk before the first `IDAT`. */
function hasAnimationChunk(view: DataView): boolean {
  let offset = 8;
  while (offset + 8 <= view.byteLength) {
    const type = fourCc(view, offset + 4);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
    offset += 12 + view.getUint32(offset);
  }
  return false;
}

/** RFC 9649, sections 2.5 to 2.7. */
function readWebp(view: DataView): ImageHeader {
  // A RIFF size beyond the file means that its end is missing.
  if (8 + view.getUint32(4, true) > view.byteLength) throw new EngineError('IMAGE_UNREADABLE');
  const kind = fourCc(view, 12);
  if (kind === 'VP8X') {
    return {
      format: 'webp',
      width: 1 + uint24(view, 24),
      height: 1 + uint24(view, 27),
      animated: (view.getUint8(20) & 0x02) !== 0,
    };
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return {
      format: 'webp',
      width: 1 + (bits & 0x3fff),
      height: 1 + ((bits >>> 14) & 0x3fff),
      animated: false,
    };
  }
  if (kind === 'VP8 ') {
    return {
      format: 'webp',
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
      animated: false,
    };
  }
  throw new EngineError('IMAGE_UNREADABLE');
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
