import type { ComparisonScore } from '@bonin/core';
import { meanFeatures, type FaceFeatures } from '../features/face-features.ts';
import { compare } from './compare.ts';

export interface ProbeComparison {
  /** How many of the views, from the first, are averaged when all agree. */
  readonly averaged: number;
  /**
   * Under this two views may be of two people; see docs/decisions/0102-several-frames.md.
   *
   * It decides no match by itself: it makes the comparison stricter.
   */
  readonly leastAgreement: number;
}

/**
 * Compares several views of one probe with a reference.
 *
 * When all views agree among themselves, the mean of the first of them counts, which is steadier than any.
 * Where two of them do not agree, the face may have changed on the way, and the least alike view of all counts
 * alone: a person who is in some of the views cannot lend their face to another who is in the rest.
 *
 * @param views - the most useful first; all of them take part in the check that they agree
 * @throws {BiometricsError} `SCALE_MISMATCH`
 */
export function compareProbe(
  views: readonly FaceFeatures[],
  reference: FaceFeatures,
  { averaged, leastAgreement }: ProbeComparison,
): ComparisonScore {
  const mean = compare(meanFeatures(views.slice(0, Math.max(1, averaged))), reference);
  if (agreementOf(views) >= leastAgreement) return mean;
  const scores = views.map((view) => compare(view, reference).value);
  return { value: Math.min(mean.value, ...scores), scale: mean.scale };
}

/** The similarity of the two views that are least alike; 1 for a single view. */
export function agreementOf(views: readonly FaceFeatures[]): number {
  let least = 1;
  views.forEach((view, index) => {
    for (const other of views.slice(index + 1)) least = Math.min(least, compare(view, other).value);
  });
  return least;
}
