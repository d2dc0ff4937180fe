import type { PadResult } from '@bonin/core';
import { meshBox, type FaceMesh } from '../alignment/face-mesh.ts';
import { regionToPicture } from '../alignment/region.ts';
import { warp } from '../alignment/warp.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';

/** The face's box is cut out this many times its size, and the scores are averaged. */
const CROPS = [1.2, 1.5];

/** Output that stands for a bona fide presentation. */
const BONA_FIDE = 0;

/**
 * Scores one picture for signs of a print or a screen.
 *
 * A soft signal that is not calibrated across cameras: evidence for the policy, never a gate alone.
 *
 * Not verified: anything over time, and how the picture came here (injection).
 * Personal data: reads pixels of a face; returns one number.
 */
export async function scorePassively(
  network: Network,
  pyramid: Pyramid,
  mesh: FaceMesh,
): Promise<PadResult> {
  const box = meshBox(mesh);
  const { width, height } = network.input;
  let sum = 0;
  for (const crop of CROPS) {
    const region = { centre: box.centre, side: box.sidePx * crop, angle: 0 };
    const [scores] = await network.run(
      warp(pyramid, regionToPicture(region, width, height), network.input),
    );
    sum += softmaxAt(scores ?? [], BONA_FIDE);
  }
  const value = sum / CROPS.length;
  return Number.isFinite(value)
    ? { kind: 'evaluated', score: { value, scale: network.id } }
    : { kind: 'not-evaluated', reason: 'sample-unsuitable' };
}

/** The network answers in logits; this is the share of one of them. */
function softmaxAt(logits: ArrayLike<number>, index: number): number {
  const values = Array.from(logits);
  const largest = Math.max(...values);
  const shares = values.map((value) => Math.exp(value - largest));
  return (shares[index] ?? NaN) / shares.reduce((sum, share) => sum + share, 0);
}

/**
 * The mean over all frames; frames that could not be scored make it not evaluated.
 *
 * Not the worst: the score of one frame is too noisy to turn a person away by. Who is a print in some frames and a
 * face in others is of two persons, which the comparison finds, or gains nothing.
 */
export function meanPadResult(results: readonly PadResult[]): PadResult {
  let sum = 0;
  for (const result of results) {
    if (result.kind === 'not-evaluated') return result;
    sum += result.score.value;
  }
  const first = results[0];
  return first?.kind === 'evaluated'
    ? { kind: 'evaluated', score: { value: sum / results.length, scale: first.score.scale } }
    : { kind: 'not-evaluated', reason: 'sample-unsuitable' };
}
