import { regionToPicture, type Region } from '../alignment/region.ts';
import { apply, scaleOf } from '../alignment/similarity.ts';
import { warp } from '../alignment/warp.ts';
import { EngineError } from '../engine-error.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import { suppressOverlapping, type DetectedFace } from './detected-face.ts';

const LEAST_CONFIDENCE = 0.6;

/**
 * Finds faces, small ones too, in a region of a picture with the RFB-320 network.
 *
 * The network knows upright faces only, so a face is taken to be turned as the region is.
 *
 * Personal data: reads pixels; returns places.
 */
export async function detectWithRfb(
  network: Network,
  pyramid: Pyramid,
  region: Region,
): Promise<DetectedFace[]> {
  const { width, height } = network.input;
  const toPicture = regionToPicture(region, width, height);
  const [scores, boxes] = await network.run(warp(pyramid, toPicture, network.input));
  if (scores === undefined || boxes === undefined || boxes.length !== 2 * scores.length) {
    throw new EngineError('MODEL_UNSUITABLE', { model: network.id, expected: 'scores and boxes' });
  }
  const scale = scaleOf(toPicture);
  const faces: DetectedFace[] = [];
  for (let index = 0; 2 * index < scores.length; index += 1) {
    const confidence = scores[2 * index + 1]!;
    if (!(confidence > LEAST_CONFIDENCE)) continue;
    const left = boxes[4 * index]! * width;
    const top = boxes[4 * index + 1]! * height;
    const right = boxes[4 * index + 2]! * width;
    const bottom = boxes[4 * index + 3]! * height;
    faces.push({
      centre: apply(toPicture, { x: (left + right) / 2 - 0.5, y: (top + bottom) / 2 - 0.5 }),
      sidePx: Math.max(right - left, bottom - top) * scale,
      angle: region.angle,
      confidence,
    });
  }
  return suppressOverlapping(faces);
}
