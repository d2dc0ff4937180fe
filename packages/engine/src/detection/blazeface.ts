import { regionToPicture, type Region } from '../alignment/region.ts';
import { apply, scaleOf, type Point } from '../alignment/similarity.ts';
import { warp } from '../alignment/warp.ts';
import { EngineError } from '../engine-error.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import { suppressOverlapping, type DetectedFace } from './detected-face.ts';

/** Numbers per anchor: box centre and size, then six points. */
const NUMBERS_PER_ANCHOR = 16;

const LEAST_CONFIDENCE = 0.5;

/**
 * Finds faces in a square region of a picture with BlazeFace, short range.
 *
 * Two points among its answer, the eyes, give the turn of each head.
 *
 * Personal data: reads pixels; returns places.
 *
 * @see the model card of MediaPipe's face detection
 */
export async function detectWithBlazeface(
  network: Network,
  pyramid: Pyramid,
  region: Region,
): Promise<DetectedFace[]> {
  const { width, height } = network.input;
  const toPicture = regionToPicture(region, width, height);
  const outputs = await network.run(warp(pyramid, toPicture, network.input));
  const { boxes, scores } = boxesAndScores(network, outputs);
  const anchors = anchorsOf(network, scores.length);

  const scale = scaleOf(toPicture);
  const faces: DetectedFace[] = [];
  for (let index = 0; index < scores.length; index += 1) {
    const confidence = 1 / (1 + Math.exp(-scores[index]!));
    if (!(confidence > LEAST_CONFIDENCE)) continue;
    const at = index * NUMBERS_PER_ANCHOR;
    const anchorX = anchors[2 * index]! * width;
    const anchorY = anchors[2 * index + 1]! * height;
    const place = (offset: number): Point =>
      // The network counts from the edge of a pixel, this house from its middle.
      apply(toPicture, {
        x: boxes[at + offset]! + anchorX - 0.5,
        y: boxes[at + offset + 1]! + anchorY - 0.5,
      });
    const leftEye = place(4);
    const rightEye = place(6);
    faces.push({
      centre: place(0),
      sidePx: Math.max(boxes[at + 2]!, boxes[at + 3]!) * scale,
      angle: Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x),
      confidence,
    });
  }
  return suppressOverlapping(faces);
}

function boxesAndScores(
  network: Network,
  outputs: readonly Float32Array[],
): { boxes: Float32Array; scores: Float32Array } {
  const [one, other] = outputs;
  if (one === undefined || other === undefined || outputs.length !== 2) {
    throw new EngineError('MODEL_UNSUITABLE', { model: network.id, expected: 'two outputs' });
  }
  const [boxes, scores] = one.length > other.length ? [one, other] : [other, one];
  if (boxes.length !== scores.length * NUMBERS_PER_ANCHOR) {
    throw new EngineError('MODEL_UNSUITABLE', { model: network.id, expected: '16 per anchor' });
  }
  return { boxes, scores };
}

/** Grid cells per side and anchors per cell. */
const LAYERS = [
  { grid: 16, perCell: 2 },
  { grid: 8, perCell: 6 },
];
const ANCHORS = LAYERS.reduce((sum, { grid, perCell }) => sum + grid * grid * perCell, 0);

/** Anchor centres, 0…1, x and y in turn; their size is fixed at one. */
function anchorsOf(network: Network, count: number): Float32Array {
  if (count !== ANCHORS) {
    throw new EngineError('MODEL_UNSUITABLE', { model: network.id, anchors: count });
  }
  const centres = new Float32Array(2 * count);
  let to = 0;
  for (const { grid, perCell } of LAYERS) {
    for (let cell = 0; cell < grid * grid; cell += 1) {
      for (let anchor = 0; anchor < perCell; anchor += 1) {
        centres[to] = ((cell % grid) + 0.5) / grid;
        centres[to + 1] = (Math.floor(cell / grid) + 0.5) / grid;
        to += 2;
      }
    }
  }
  return centres;
}
