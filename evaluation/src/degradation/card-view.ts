import { seededRandom } from '../metrics/seeded-random.ts';
import {
  desaturate,
  laminateGlare,
  photograph,
  printRaster,
  securityLines,
  shrink,
  slightBlur,
  type CardEffect,
} from './card-effects.ts';
import { decodeRgb, encodeJpeg, encodePng } from './rgb-image.ts';

/**
 * Ways in which a portrait is made to look like one on a card: each effect alone, and all together.
 *
 * `combined` goes as in the world: printed small, pale, through a raster, under security lines and
 * laminate, photographed with 60–120 px between the eyes, a little out of focus, compressed.
 * `combined-small` is the same photographed from too far: as small as it was printed;
 * `combined-no-glare` the same with the card turned out of the light.
 */
export const CARD_VIEWS = [
  'shrunk',
  'compressed',
  'desaturated',
  'raster',
  'glare',
  'security-lines',
  'blurred',
  'combined',
  'combined-small',
  'combined-no-glare',
] as const;

export type CardView = (typeof CARD_VIEWS)[number];

const CARD_IN_FRONT_OF_A_CAMERA: readonly CardEffect[] = [
  desaturate,
  printRaster,
  securityLines,
  laminateGlare,
  slightBlur,
];

const EFFECTS: Readonly<Record<CardView, readonly CardEffect[]>> = {
  shrunk: [shrink],
  compressed: [],
  desaturated: [desaturate],
  raster: [printRaster],
  glare: [laminateGlare],
  'security-lines': [securityLines],
  blurred: [slightBlur],
  combined: [shrink, photograph, ...CARD_IN_FRONT_OF_A_CAMERA],
  'combined-small': [shrink, ...CARD_IN_FRONT_OF_A_CAMERA],
  'combined-no-glare': [
    shrink,
    photograph,
    ...CARD_IN_FRONT_OF_A_CAMERA.filter((effect) => effect !== laminateGlare),
  ],
};

/** JPEG quality 30–70 where compression is what is tried; elsewhere the drawing is kept without loss. */
const COMPRESSED_VIEWS: ReadonlySet<CardView> = new Set<CardView>([
  'compressed',
  'combined',
  'combined-small',
  'combined-no-glare',
]);

export interface CardDrawing {
  readonly view: CardView;
  /** Distance between the eye centres in the given image, in pixels. */
  readonly eyeDistancePx: number;
  /** The run's seed and whatever tells this drawing from the run's others. */
  readonly seed: readonly (string | number)[];
}

/**
 * Draws an encoded portrait as a card would show it and encodes it again.
 *
 * The same image, view and seed give the same bytes with the same version of the image library.
 *
 * Personal data: reads and returns a face; keeps none.
 */
export async function drawCardView(
  bytes: Uint8Array,
  { view, eyeDistancePx, seed }: CardDrawing,
): Promise<Uint8Array> {
  const random = seededRandom(...seed, view);
  let portrait = { image: await decodeRgb(bytes), eyeDistancePx };
  for (const effect of EFFECTS[view]) portrait = await effect(portrait, random);
  return COMPRESSED_VIEWS.has(view)
    ? encodeJpeg(portrait.image, Math.round(random.between(30, 70)))
    : encodePng(portrait.image);
}
