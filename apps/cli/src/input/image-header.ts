/**
 * What the first bytes of a picture say of it, to name the cause when it cannot be used.
 *
 * The engine reads headers too, and decides by what it reads. The two are not one, because the command line may not
 * import the engine: pictures are opened in booths only, and a booth has no word for an animated picture or one
 * of too many pixels. What this reader takes for usable still has to pass the other.
 */
export interface ImageHeader {
  readonly format: 'jpeg' | 'png' | 'webp';
  /** Absent where the bytes do not reach that far. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly isAnimated: boolean;
}

/** Reads the header of a JPEG, PNG or WebP; `undefined` for anything else. */
export function readImageHeader(start: Uint8Array): ImageHeader | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length >= 3 && view.getUint16(0) === 0xffd8 && start[2] === 0xff) return jpeg(view);
  if (startsWith(start, 0, PNG_SIGNATURE)) return png(view);
  if (isText(start, 0, 'RIFF') && isText(start, 8, 'WEBP')) return webp(start, view);
  return undefined;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Walks the segments up to the frame header (ISO/IEC 10918-1, B.2). */
function jpeg(view: DataView): ImageHeader {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (isFrameHeader(marker)) {
      const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      return { format: 'jpeg', size, isAnimated: false };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return { format: 'jpeg', size: undefined, isAnimated: false };
}

/** SOF0 to SOF15; among them are DHT, JPG and DAC, which are none. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function png(view: DataView): ImageHeader {
  const size =
    view.byteLength >= 24 ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
  return { format: 'png', size, isAnimated: hasAnimationChunk(view) };
}

/** An animated PNG has an `acTL` chunk before its first `IDAT`. */
function hasAnimationChunk(view: DataView): boolean {
  const [actl, idat] = [0x6163544c, 0x49444154];
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === actl) return true;
    if (type === idat) return false;
  }
  return false;
}

/** See the WebP container specification: simple lossy, simple lossless, extended. */
function webp(start: Uint8Array, view: DataView): ImageHeader {
  const still = { format: 'webp', isAnimated: false } as const;
  if (start.length < 30) return { ...still, size: undefined };
  if (isText(start, 12, 'VP8X')) {
    const size = { width: 1 + threeBytes(view, 24), height: 1 + threeBytes(view, 27) };
    return { format: 'webp', size, isAnimated: (view.getUint8(20) & ANIMATION_FLAG) !== 0 };
  }
  if (isText(start, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { ...still, size: { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) } };
  }
  const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  return { ...still, size: { width, height } };
}

const ANIMATION_FLAG = 2;

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function isText(bytes: Uint8Array, at: number, text: string): boolean {
  return startsWith(
    bytes,
    at,
    Array.from(text, (letter) => letter.charCodeAt(0)),
  );
}

function startsWith(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, offset) => bytes[at + offset] === byte);
}
