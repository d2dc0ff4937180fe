import {
  EYES,
  FACE_RIM,
  LANDMARKS,
  LID_FOLDS,
  NOSE_TIP,
  type PersonModel,
} from './person-model.ts';

const SIDE = 400;
const CENTRE = { x: 200, y: 190 };
const HALF_WIDTH = 66;
const HALF_HEIGHT = 84;
const EYE_ASIDE = 30;
const EYE_ABOVE = 18;

/** Colours that are nowhere else in the drawn portrait. */
const DRAWN_IRIS = [20, 40, 170] as const;
const DRAWN_NOSE_TIP = [20, 150, 40] as const;

/**
 * A portrait of nobody with landmarks to match: flat areas of colour on the shape of half an egg with a nose,
 * blue eyes and a green tip of the nose.
 *
 * For tests of what is drawn from a model. No detector would take it for a face.
 *
 * @param skin - sRGB
 */
export function drawnPersonModel(
  skin: readonly [number, number, number] = [196, 152, 128],
): PersonModel {
  const points = new Float32Array(3 * LANDMARKS);
  const placed = new Set<number>();
  const place = (index: number, x: number, y: number): void => {
    points.set([x, y, depthAt(x, y)], 3 * index);
    placed.add(index);
  };
  FACE_RIM.forEach((index, at) => {
    const angle = (2 * Math.PI * at) / FACE_RIM.length;
    place(index, CENTRE.x + HALF_WIDTH * Math.sin(angle), CENTRE.y - HALF_HEIGHT * Math.cos(angle));
  });
  EYES.forEach(({ upper, lower }, eye) => {
    const side = eye === 0 ? -1 : 1;
    upper.forEach((index, at) => {
      const along = at / (upper.length - 1) - 0.5;
      const x = CENTRE.x + side * (EYE_ASIDE - 24 * along);
      const high = 6 * (1 - 4 * along * along);
      place(index, x, CENTRE.y - EYE_ABOVE - high);
      if (lower[at] !== index) place(lower[at]!, x, CENTRE.y - EYE_ABOVE + high);
    });
    LID_FOLDS[eye]!.forEach((index, at) => {
      place(index, CENTRE.x + side * (EYE_ASIDE + 10.5 - 3.5 * at), CENTRE.y - EYE_ABOVE - 10);
    });
  });
  place(NOSE_TIP, CENTRE.x, CENTRE.y + 12);
  for (let index = 0, at = 0; index < LANDMARKS; index += 1) {
    if (placed.has(index)) continue;
    // A sunflower fills a disc evenly.
    const radius = 0.94 * Math.sqrt((at + 0.5) / (LANDMARKS - placed.size));
    const angle = at * Math.PI * (3 - Math.sqrt(5));
    at += 1;
    points.set(
      [
        CENTRE.x + HALF_WIDTH * radius * Math.cos(angle),
        CENTRE.y + HALF_HEIGHT * radius * Math.sin(angle),
        0,
      ],
      3 * index,
    );
    points[3 * index + 2] = depthAt(points[3 * index]!, points[3 * index + 1]!);
  }
  return { width: SIDE, height: SIDE, rgb: paint(skin), points };
}

function depthAt(x: number, y: number): number {
  const across = (x - CENTRE.x) / HALF_WIDTH;
  const down = (y - CENTRE.y) / HALF_HEIGHT;
  const egg = 70 * (across * across + 0.5 * down * down);
  const nose = Math.exp(-(((x - CENTRE.x) / 9) ** 2) - ((y - CENTRE.y - 10) / 14) ** 2);
  return egg - 30 * nose;
}

function paint(skin: readonly [number, number, number]): Uint8Array {
  const rgb = new Uint8Array(3 * SIDE * SIDE);
  for (let y = 0, to = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1, to += 3) rgb.set(colourAt(x, y, skin), to);
  }
  return rgb;
}

function colourAt(
  x: number,
  y: number,
  skin: readonly [number, number, number],
): readonly [number, number, number] {
  const isIn = (cx: number, cy: number, rx: number, ry: number): boolean =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  const { x: cx, y: cy } = CENTRE;
  for (const side of [-1, 1]) {
    const eyeX = cx + side * EYE_ASIDE;
    if (isIn(eyeX, cy - EYE_ABOVE, 5, 5)) return DRAWN_IRIS;
    if (isIn(eyeX, cy - EYE_ABOVE, 11, 6)) return [230, 228, 224];
  }
  if (isIn(cx, cy + 12, 6, 6)) return DRAWN_NOSE_TIP;
  if (isIn(cx, cy + 42, 20, 5)) return [160, 84, 84];
  if (isIn(cx, cy, HALF_WIDTH + 4, HALF_HEIGHT) && y > cy - 66) return skin;
  if (isIn(cx, cy - 10, HALF_WIDTH + 10, HALF_HEIGHT + 18)) return [60, 44, 36];
  if (Math.abs(x - cx) < 42 && y > cy && y < cy + 130) return skin;
  if (isIn(cx, SIDE + 30, 170, 140)) return [90, 88, 86];
  return [214, 216, 218];
}
