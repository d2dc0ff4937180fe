/**
 * What a printed and photographed card does to a portrait, effect by effect.
 *
 * Drawn, not scanned: each effect has the shape and strength that its name promises, all strengths
 * come from the seeded numbers handed in, and distances are measured in eye distances.
 */

import type { SeededRandom } from '../metrics/seeded-random.ts';
import { changePixels, resizeTo, soften, type RgbImage } from './rgb-image.ts';

/** An image and how far apart the eyes in it are. */
export interface Portrait {
  readonly image: RgbImage;
  readonly eyeDistancePx: number;
}

export type CardEffect = (portrait: Portrait, random: SeededRandom) => Portrait | Promise<Portrait>;

/**
 * Shrinks to 60–120 px between the eyes.
 *
 * A portrait that is small already loses a fifth to two fifths of its size, so that something is lost.
 */
export const shrink: CardEffect = async ({ image, eyeDistancePx }, random) => {
  const wanted = random.between(60, 120);
  const kept = Math.min(wanted / eyeDistancePx, random.between(0.6, 0.8));
  const smaller = await resizeTo(image, image.width * kept);
  return { image: smaller, eyeDistancePx: (eyeDistancePx * smaller.width) / image.width };
};

/**
 * Photographs the card so that 60–120 px lie between the eyes, larger or smaller than it was printed.
 *
 * What the print lost does not come back; raster, lines, blur and compression then have the size that
 * they have in a photograph of a card.
 */
export const photograph: CardEffect = async ({ image, eyeDistancePx }, random) => {
  const seen = await resizeTo(image, (image.width * random.between(60, 120)) / eyeDistancePx);
  return { image: seen, eyeDistancePx: (eyeDistancePx * seen.width) / image.width };
};

/** Leaves 15–45 % of the colour, lifts the black and lowers the white, and tints towards the card. */
export const desaturate: CardEffect = (portrait, random) => {
  const kept = random.between(0.15, 0.45);
  const black = random.between(8, 30);
  const contrast = random.between(0.72, 0.9);
  const tint = [random.between(-6, 6), random.between(-4, 6), random.between(-4, 12)] as const;
  const image = changePixels(portrait.image, (pixel) => {
    const luma = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    for (let channel = 0; channel < 3; channel++) {
      pixel[channel] = black + contrast * (luma + kept * (pixel[channel]! - luma)) + tint[channel]!;
    }
  });
  return { ...portrait, image };
};

/** Angles of the dot screens of cyan, magenta and yellow in offset printing, in degrees. */
const SCREEN_ANGLES = [15, 75, 0] as const;

/** Prints through three dot screens, 25–45 dots to an eye distance, as strong as a scanner sees them. */
export const printRaster: CardEffect = (portrait, random) => {
  const period = Math.max(2.2, portrait.eyeDistancePx / random.between(25, 45));
  const strength = random.between(0.2, 0.45);
  const screens = SCREEN_ANGLES.map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const wave = (2 * Math.PI) / period;
    const phase = random.between(0, 2 * Math.PI);
    return { along: Math.cos(angle) * wave, across: Math.sin(angle) * wave, phase };
  });
  const image = changePixels(portrait.image, (pixel, x, y) => {
    screens.forEach((screen, channel) => {
      const value = pixel[channel]!;
      const u = Math.cos(screen.along * x + screen.across * y + screen.phase);
      const v = Math.cos(screen.along * y - screen.across * x + screen.phase);
      // A dot is dark where the screen is lower than the ink asks; soft, as ink spreads.
      const dot = 255 / (1 + Math.exp(-((value / 255 - 0.5) * 2 + (u + v) / 2) * 5));
      pixel[channel] = value + strength * (dot - value);
    });
  });
  return { ...portrait, image };
};

/** Lays one or two streaks of reflected light and a thin veil over the laminate. */
export const laminateGlare: CardEffect = (portrait, random) => {
  const { width, height } = portrait.image;
  const veil = random.between(0.02, 0.1);
  const streaks = Array.from({ length: 1 + random.below(2) }, () => {
    const angle = random.between(0, Math.PI);
    return {
      alongX: Math.cos(angle),
      alongY: Math.sin(angle),
      // Through the middle half of the picture, so that a part of the face is hit.
      through: { x: width * random.between(0.25, 0.75), y: height * random.between(0.25, 0.75) },
      width: portrait.eyeDistancePx * random.between(0.2, 0.5),
      length: portrait.eyeDistancePx * random.between(1.5, 4),
      strength: random.between(0.2, 0.5),
    };
  });
  const image = changePixels(portrait.image, (pixel, x, y) => {
    let light = veil;
    for (const streak of streaks) {
      const dx = x - streak.through.x;
      const dy = y - streak.through.y;
      const along = (dx * streak.alongX + dy * streak.alongY) / streak.length;
      const across = (dy * streak.alongX - dx * streak.alongY) / streak.width;
      light += streak.strength * Math.exp(-(along ** 2) - across ** 2);
    }
    const covered = Math.min(1, light);
    for (let channel = 0; channel < 3; channel++) {
      pixel[channel]! += covered * (255 - pixel[channel]!);
    }
  });
  return { ...portrait, image };
};

/** Draws fine coloured security lines across the portrait, as hologram and guilloche show. */
export const securityLines: CardEffect = (portrait, random) => {
  const strength = random.between(0.06, 0.18);
  const period = portrait.eyeDistancePx * random.between(0.12, 0.3);
  const angle = random.between(0, Math.PI);
  const wave = portrait.eyeDistancePx * random.between(0.6, 1.6);
  const sway = period * random.between(0.5, 2);
  const hue = random.between(0, 2 * Math.PI);
  const image = changePixels(portrait.image, (pixel, x, y) => {
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const across = y * Math.cos(angle) - x * Math.sin(angle);
    const swayed = across + sway * Math.sin((2 * Math.PI * along) / wave);
    const line = Math.max(0, Math.cos((2 * Math.PI * swayed) / period)) ** 4 * strength;
    const turn = hue + (2 * Math.PI * along) / (portrait.eyeDistancePx * 3);
    for (let channel = 0; channel < 3; channel++) {
      const colour = 150 + 90 * Math.cos(turn + (channel * 2 * Math.PI) / 3);
      pixel[channel]! += line * (colour - pixel[channel]!);
    }
  });
  return { ...portrait, image };
};

/** Softens by 0.8–2 % of the eye distance, at least by half a pixel. */
export const slightBlur: CardEffect = async (portrait, random) => {
  const sigma = Math.max(0.5, portrait.eyeDistancePx * random.between(0.008, 0.02));
  return { ...portrait, image: await soften(portrait.image, sigma) };
};
