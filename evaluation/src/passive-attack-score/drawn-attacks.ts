import {
  encodeJpeg,
  decodeRgb,
  redraw,
  resizeTo,
  soften,
  type RgbImage,
} from '../degradation/rgb-image.ts';
import type { SeededRandom } from '../metrics/seeded-random.ts';

/** Kinds of presentation attack that are drawn here; each is one PAI species. */
export const DRAWN_SPECIES = ['drawn-print', 'drawn-screen'] as const;
export type DrawnSpecies = (typeof DRAWN_SPECIES)[number];

/**
 * Draws how a portrait would look when a print or a screen showing it is held before a camera.
 *
 * A drawing of an attack is no attack: real instruments differ, and a detector may do better or worse
 * on them. Personal data: reads and returns a face; keeps none.
 *
 * @returns JPEG at the size of the portrait, at most 640 px wide
 */
export async function drawAttack(
  portrait: Uint8Array,
  species: DrawnSpecies,
  random: SeededRandom,
): Promise<Uint8Array> {
  const decoded = await decodeRgb(portrait);
  const image = decoded.width > 640 ? await resizeTo(decoded, 640) : decoded;
  const drawn = species === 'drawn-print' ? print(image, random) : screen(image, random);
  const seen = await soften(drawn, random.between(0.4, 0.9));
  return encodeJpeg(seen, Math.round(random.between(70, 92)));
}

/** Paper: less contrast, a tint, a dot screen and uneven light. */
function print(image: RgbImage, random: SeededRandom): RgbImage {
  const contrast = random.between(0.65, 0.85);
  const black = random.between(18, 40);
  const warm = random.between(-4, 10);
  const wave = (2 * Math.PI) / random.between(2.2, 3.5);
  const strength = random.between(4, 14);
  const slope = random.between(-0.15, 0.15);
  return redraw(image, (red, green, blue, x, y) => {
    const dots = strength * Math.cos(wave * (x + y)) * Math.cos(wave * (x - y));
    const light = 1 + slope * (x / image.width - 0.5);
    return [red + warm, green, blue - warm].map(
      (value) => light * (black + contrast * value) + dots,
    );
  });
}

/** A display: a grid of coloured sub-pixels, brighter and bluer, with a band of the refresh and a reflection. */
function screen(image: RgbImage, random: SeededRandom): RgbImage {
  const pitch = random.between(2.05, 3.6);
  const strength = random.between(0.05, 0.18);
  const gamma = random.between(0.85, 1.15);
  const blueish = random.between(2, 14);
  const band = {
    at: random.next() * image.height,
    height: random.between(20, 80),
    depth: random.between(0, 0.12),
  };
  const shine = random.between(0, 26);
  return redraw(image, (red, green, blue, x, y) => {
    const column = (2 * Math.PI * x) / pitch;
    const row = 1 - strength * (0.5 + 0.5 * Math.cos((2 * Math.PI * y) / pitch));
    const dark = Math.abs(y - band.at) < band.height ? 1 - band.depth : 1;
    return [red, green, blue].map((value, channel) => {
      const stripe = 1 - strength * (0.5 + 0.5 * Math.cos(column + (channel * 2 * Math.PI) / 3));
      const shown = 255 * (value / 255) ** gamma + (channel === 2 ? blueish : 0);
      return shown * stripe * row * dark + (shine * (image.width - x)) / image.width;
    });
  });
}
