/** Decoded pixels: sRGB, eight bits, red-green-blue interleaved, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Where a raster lies in the picture that it was cut out of. */
export interface Cut {
  /** Size of the whole picture. */
  readonly picture: { readonly width: number; readonly height: number };
  /** The raster's first pixel, in pixels of the picture; multiples of `CUT_STEP_PX`. */
  readonly left: number;
  readonly top: number;
  /** How often the picture was halved before it was cut. */
  readonly depth: number;
}

/** So that every halving that a network asks for falls on the same pixels whether or not the picture was cut. */
export const CUT_STEP_PX = 64;

/**
 * A raster with its halves, made when first asked for.
 *
 * Shrinking samples the half that is nearest in size, so that every source pixel counts (area averaging)
 * and no filter ever has to run over the whole picture twice.
 *
 * Personal data: holds pixels of one image for as long as it is referred to.
 */
export interface Pyramid {
  readonly levels: Raster[];
  /** All places are told in pixels of the whole picture, whatever of it is here. */
  readonly cut: Cut;
}

export function openPyramid(raster: Raster, cut: Cut = wholeOf(raster)): Pyramid {
  return { levels: [raster], cut };
}

function wholeOf({ width, height }: Raster): Cut {
  return { picture: { width, height }, left: 0, top: 0, depth: 0 };
}

/** The largest raster: the whole picture, unless it was cut. */
export function baseOf(pyramid: Pyramid): Raster {
  return levelOf(pyramid, 0).raster;
}

/** The picture halved `depth` times, or as often as was possible; a cut may begin at a smaller one. */
export function levelOf(pyramid: Pyramid, depth: number): { raster: Raster; depth: number } {
  const { levels, cut } = pyramid;
  const at = Math.max(0, depth - cut.depth);
  for (;;) {
    const last = levels[levels.length - 1];
    if (last === undefined) throw new RangeError('a pyramid has a base');
    if (levels.length > at) break;
    if (last.width < 4 || last.height < 4) {
      return { raster: last, depth: cut.depth + levels.length - 1 };
    }
    levels.push(halve(last));
  }
  return { raster: levels[at] as Raster, depth: cut.depth + at };
}

/** Averages two by two pixels; an odd last row or column is left out. */
function halve({ width, height, pixels }: Raster): Raster {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const stride = width * 3;
  let to = 0;
  for (let y = 0; y < halfHeight; y += 1) {
    let from = 2 * y * stride;
    for (let x = 0; x < halfWidth; x += 1) {
      const below = from + stride;
      half[to] = (pixels[from]! + pixels[from + 3]! + pixels[below]! + pixels[below + 3]! + 2) >> 2;
      half[to + 1] =
        (pixels[from + 1]! + pixels[from + 4]! + pixels[below + 1]! + pixels[below + 4]! + 2) >> 2;
      half[to + 2] =
        (pixels[from + 2]! + pixels[from + 5]! + pixels[below + 2]! + pixels[below + 5]! + 2) >> 2;
      to += 3;
      from += 6;
    }
  }
  return { width: halfWidth, height: halfHeight, pixels: half };
}
