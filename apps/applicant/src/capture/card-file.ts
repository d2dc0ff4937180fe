import type { CardRefusal } from '../flow/flow.ts';
import { encodeCard } from './picture.ts';
import { wholeOf } from './shown-part.ts';

/**
 * Largest file that is opened. It is written anew before it is sealed, much smaller, so this only keeps a
 * phone from taking in what is no photograph.
 */
export const CARD_SOURCE_BYTES_MAX = 40 * 1024 * 1024;
/** Below this a portrait on a card has too few pixels to be a reference. */
export const CARD_SIDE_MIN = 480;
const PIXELS_MAX = 100_000_000;

export class CardFileError extends Error {
  readonly refusal: CardRefusal;

  constructor(refusal: CardRefusal) {
    super(refusal);
    this.name = 'CardFileError';
    this.refusal = refusal;
  }
}

/** What stands against a file before it is opened. The browser's word for its type is only a first look. */
export function refusalOfFile(file: {
  readonly size: number;
  readonly type: string;
}): CardRefusal | undefined {
  if (file.size > CARD_SOURCE_BYTES_MAX) return 'too-large';
  if (file.size === 0) return 'unreadable';
  // Some phones give photographs no type at all; those are tried.
  if (file.type !== '' && !file.type.startsWith('image/')) return 'not-an-image';
  if (file.type === 'image/svg+xml' || file.type === 'image/gif') return 'not-an-image';
  return undefined;
}

export function refusalOfSize(size: {
  readonly width: number;
  readonly height: number;
}): CardRefusal | undefined {
  if (Math.max(size.width, size.height) < CARD_SIDE_MIN) return 'too-small';
  if (size.width * size.height > PIXELS_MAX) return 'too-many-pixels';
  return undefined;
}

/**
 * Reads a picture of a card from a file and writes it as JPEG: without the place, time and device that
 * a phone puts into its photographs.
 *
 * Personal data: the card, in memory only.
 *
 * @throws {CardFileError}
 */
export async function readCardFile(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const refusal = refusalOfFile(file);
  if (refusal !== undefined) throw new CardFileError(refusal);
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new CardFileError(file.type === '' ? 'not-an-image' : 'unreadable');
  }
  try {
    const sizeRefusal = refusalOfSize(picture);
    if (sizeRefusal !== undefined) throw new CardFileError(sizeRefusal);
    return await encodeCard(picture, wholeOf(picture));
  } finally {
    picture.close();
  }
}
