/** The bytes of a portrait that was cut out of a card. See docs/formats/portrait-hand-over.md. */
import { EngineError } from '../engine-error.ts';
import { CARD_LIMITS } from '../image/decode.ts';
import { CUT_STEP_PX } from '../image/raster.ts';
import { PORTRAIT_SIDE_MAX_PX, type CardPortrait } from './card-portrait.ts';

const VERSION = 1;
/** Version, halvings, quarter turns, one to spare; six numbers of two bytes; five of eight. */
const HEAD_BYTES = 4 + 6 * 2 + 5 * 8;

/** Most bytes that a portrait takes. */
export const PORTRAIT_BYTES_MAX = HEAD_BYTES + 3 * PORTRAIT_SIDE_MAX_PX ** 2;

/** A picture of this longest side is halved so often at most before its portrait fits. */
const DEPTH_MAX = 2;

/** Personal data: copies the pixels of a face. */
export function encodePortrait(portrait: CardPortrait): Uint8Array<ArrayBuffer> {
  const { raster, cut, detected, quarterTurns, secondFaceShare } = portrait;
  const bytes = new Uint8Array(HEAD_BYTES + raster.pixels.length);
  const view = new DataView(bytes.buffer);
  bytes.set([VERSION, cut.depth, quarterTurns, 0]);
  const { width, height } = cut.picture;
  const sizes = [width, height, cut.left, cut.top, raster.width, raster.height];
  sizes.forEach((size, at) => {
    view.setUint16(4 + 2 * at, size);
  });
  const { centre, sidePx, angle } = detected;
  [centre.x, centre.y, sidePx, angle, secondFaceShare].forEach((number, at) => {
    view.setFloat64(16 + 8 * at, number);
  });
  bytes.set(raster.pixels, HEAD_BYTES);
  return bytes;
}

/**
 * Reads the bytes of a portrait.
 *
 * Verified: that sizes and places fit one another and the limits of a card's picture.
 * Not verified: that it shows a face, or was cut out of any card.
 *
 * @throws {EngineError} `PORTRAIT_MALFORMED`
 */
export function decodePortrait(bytes: Uint8Array): CardPortrait {
  if (bytes.length < HEAD_BYTES) throw malformed('length');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version = 0, depth = 0, quarterTurns = 0, spare = 0] = bytes;
  if (version !== VERSION || spare !== 0) throw malformed('version');
  if (depth > DEPTH_MAX || quarterTurns > 3) throw malformed('turns');
  const size = (at: number) => view.getUint16(4 + 2 * at);
  const number = (at: number) => view.getFloat64(16 + 8 * at);
  const picture = { width: size(0), height: size(1) };
  const cut = { picture, left: size(2), top: size(3), depth };
  const raster = { width: size(4), height: size(5), pixels: bytes.subarray(HEAD_BYTES) };
  if (!isPlaced(cut.left, raster.width, picture.width, depth)) throw malformed('width');
  if (!isPlaced(cut.top, raster.height, picture.height, depth)) throw malformed('height');
  if (raster.pixels.length !== 3 * raster.width * raster.height) throw malformed('pixels');
  const detected = {
    centre: { x: number(0), y: number(1) },
    sidePx: number(2),
    angle: number(3),
    // Whoever found it was sure enough; nothing asks for it any more.
    confidence: 1,
  };
  const secondFaceShare = number(4);
  const longest = CARD_LIMITS.longestSidePx;
  const isFace =
    isWithin(detected.centre.x, -longest, 2 * longest) &&
    isWithin(detected.centre.y, -longest, 2 * longest) &&
    isWithin(detected.sidePx, 1, 4 * longest) &&
    isWithin(detected.angle, -2 * Math.PI, 2 * Math.PI) &&
    isWithin(secondFaceShare, 0, longest ** 2);
  if (!isFace) throw malformed('face');
  return { raster, cut, detected, quarterTurns, secondFaceShare };
}

function isPlaced(from: number, size: number, whole: number, depth: number): boolean {
  return (
    whole <= CARD_LIMITS.longestSidePx &&
    size > 0 &&
    size <= PORTRAIT_SIDE_MAX_PX &&
    from % CUT_STEP_PX === 0 &&
    from + (size - 1) * 2 ** depth < whole
  );
}

/** Never true of what is not a number. */
function isWithin(number: number, least: number, most: number): boolean {
  return number >= least && number <= most;
}

function malformed(part: string): EngineError {
  return new EngineError('PORTRAIT_MALFORMED', { part });
}
