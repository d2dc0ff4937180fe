import { LINEAR_OF_BYTE, fromLinear } from './numbers.ts';
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

/** How far a colour may be from that of the skin, in natural logarithms of ratios. */
const LIKE_SKIN = 0.35;

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
  const [redder, bluer] = [Math.log(skin[0] / skin[1]), Math.log(skin[2] / skin[1])];
  const rgb = new Uint8Array(model.rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = [0, 1, 2].map((channel) => LINEAR_OF_BYTE[model.rgb[at + channel]!]! + 1e-4);
    const far = Math.hypot(
      Math.log(colour[0]! / colour[1]!) - redder,
      Math.log(colour[2]! / colour[1]!) - bluer,
    );
    const isSkin = Math.exp(-((far / LIKE_SKIN) ** 2));
    for (let channel = 0; channel < 3; channel += 1) {
      const less = 1 + isSkin * (share * balance[channel]! - 1);
      rgb[at + channel] = Math.round(255 * fromLinear(Math.min(1, less * colour[channel]!)));
    }
  }
  return { ...model, rgb };
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
