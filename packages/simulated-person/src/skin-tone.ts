import { LINEAR_OF_BYTE, fromLinear, smoothStep } from './numbers.ts';
import type { PersonModel } from './person-model.ts';

/** How much light the skin of a cheek throws back, from the portrait's pixels: 0 none … 1 all. */
export type SkinTone = 'light' | 'medium' | 'dark';

/** Linear light of the cheeks in a portrait that is lit well; what is not under one bound is above it. */
const DARK_UNDER = 0.1;
const MEDIUM_UNDER = 0.24;

/** Where a portrait shows bare skin: cheeks and the middle of the forehead. */
const SKIN_LANDMARKS = [50, 280, 151] as const;
const PATCH_SHARE = 0.12;

/** Of light skin, so much light is left in red, green and blue: dark skin is also redder. */
const DARKENED = {
  medium: { light: 0.16, balance: [1.08, 0.98, 0.9] },
  dark: { light: 0.065, balance: [1.16, 0.95, 0.86] },
} as const;

/** Under the first a colour is that of the skin, over the second it is not; in natural logarithms of ratios. */
const LIKE_SKIN = 0.25;
const UNLIKE_SKIN = 0.45;
/** Colour is looked at in squares of so many pixels, since pictures keep little of it in single ones. */
const SQUARE_PX = 8;

/** Which tone the skin of a portrait has, by what its pixels show; a badly lit portrait looks darker than its person. */
export function skinToneOf(model: PersonModel): SkinTone {
  const light = lightOf(skinOf(model));
  if (light < DARK_UNDER) return 'dark';
  return light < MEDIUM_UNDER ? 'medium' : 'light';
}

/**
 * The same portrait with darker skin: everything that has the colour of the skin, hair of that colour included, throws
 * less light back. A portrait whose skin is as dark already stays as it is.
 *
 * A drawing: only how much light comes back, not the features of people who have such skin.
 *
 * Personal data: returns the pixels of a face.
 */
export function withDarkerSkin(model: PersonModel, tone: 'medium' | 'dark'): PersonModel {
  const skin = skinOf(model);
  const { light, balance } = DARKENED[tone];
  const share = light / lightOf(skin);
  if (share >= 1) return model;
  const likeness = likenessTo(skin, model);
  const rgb = new Uint8Array(model.rgb.length);
  for (let y = 0, at = 0; y < model.height; y += 1) {
    for (let x = 0; x < model.width; x += 1) {
      const isSkin = likeness(x, y);
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        const less = 1 + isSkin * (share * balance[channel]! - 1);
        rgb[at] = Math.round(255 * fromLinear(less * LINEAR_OF_BYTE[model.rgb[at]!]!));
      }
    }
  }
  return { ...model, rgb };
}

/** How far each pixel has the colour of the skin, 0…1, changing slowly from place to place. */
function likenessTo(
  skin: Linear,
  { width, height, rgb }: PersonModel,
): (x: number, y: number) => number {
  const columns = Math.ceil(width / SQUARE_PX);
  const rows = Math.ceil(height / SQUARE_PX);
  const [redder, bluer] = [Math.log(skin[0] / skin[1]), Math.log(skin[2] / skin[1])];
  const squares = new Float32Array(columns * rows);
  for (let at = 0; at < squares.length; at += 1) {
    const left = SQUARE_PX * (at % columns);
    const top = SQUARE_PX * Math.floor(at / columns);
    const sums = [1e-3, 1e-3, 1e-3];
    for (let y = top; y < Math.min(height, top + SQUARE_PX); y += 1) {
      for (let x = left; x < Math.min(width, left + SQUARE_PX); x += 1) {
        for (let channel = 0; channel < 3; channel += 1)
          sums[channel]! += LINEAR_OF_BYTE[rgb[3 * (y * width + x) + channel]!]!;
      }
    }
    const more = Math.log(sums[0]! / sums[1]!) - redder;
    // Lips are redder than the skin around them, and belong to it.
    const far = Math.hypot(more > 0 ? 0.3 * more : more, Math.log(sums[2]! / sums[1]!) - bluer);
    squares[at] = 1 - smoothStep(far, LIKE_SKIN, UNLIKE_SKIN);
  }
  const squareAt = (column: number, row: number): number =>
    squares[
      Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))
    ]!;
  return (x, y) => {
    const across = (x + 0.5) / SQUARE_PX - 0.5;
    const down = (y + 0.5) / SQUARE_PX - 0.5;
    const [column, row] = [Math.floor(across), Math.floor(down)];
    const [fu, fv] = [across - column, down - row];
    const above = squareAt(column, row) * (1 - fu) + squareAt(column + 1, row) * fu;
    const below = squareAt(column, row + 1) * (1 - fu) + squareAt(column + 1, row + 1) * fu;
    return above + fv * (below - above);
  };
}

type Linear = readonly [red: number, green: number, blue: number];

/** Mean linear light of patches of skin. */
function skinOf({ width, height, rgb, points }: PersonModel): Linear {
  const reach = Math.max(1, Math.round(PATCH_SHARE * Math.abs(points[3 * 263]! - points[3 * 33]!)));
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (const landmark of SKIN_LANDMARKS) {
    const middleX = Math.round(points[3 * landmark]!);
    const middleY = Math.round(points[3 * landmark + 1]!);
    for (let y = Math.max(0, middleY - reach); y <= Math.min(height - 1, middleY + reach); y += 1) {
      for (
        let x = Math.max(0, middleX - reach);
        x <= Math.min(width - 1, middleX + reach);
        x += 1
      ) {
        for (let channel = 0; channel < 3; channel += 1)
          sums[channel]! += LINEAR_OF_BYTE[rgb[3 * (y * width + x) + channel]!]!;
        count += 1;
      }
    }
  }
  return sums.map((sum) => sum / Math.max(1, count) + 1e-4) as unknown as Linear;
}

function lightOf([red, green, blue]: Linear): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
