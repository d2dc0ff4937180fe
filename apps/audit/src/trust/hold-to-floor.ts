/** Holds what decided to the least that a verifier asks for. */
import type { FindingName } from '../finding.ts';
import type { ToldThreshold } from './told-thresholds.ts';
import type { PolicyFloor } from './trust-policy.ts';

/**
 * What is wrong with the thresholds by which a Y was reached.
 *
 * A scale for which there is no floor is below it: a number says nothing on another scale.
 */
export function holdThresholds(
  told: readonly ToldThreshold[],
  { thresholds }: PolicyFloor,
): readonly FindingName[] {
  const found = new Set<FindingName>();
  for (const decides of new Set(thresholds.map((floor) => floor.decides))) {
    const asked = told.filter((threshold) => threshold.decides === decides);
    if (asked.length === 0) found.add('threshold-not-told');
    for (const { scale, minimum } of asked) {
      const floors = thresholds.filter(
        (floor) => floor.decides === decides && floor.scale === scale,
      );
      if (floors.length === 0) found.add('scale-without-floor');
      // Not `<`, which is false for what is no number.
      else if (!floors.every((floor) => Number(minimum) >= floor.minimum)) {
        found.add('threshold-below-floor');
      }
    }
  }
  return [...found];
}

export function isIsolated(held: readonly string[], { isolation }: PolicyFloor): boolean {
  return isolation.every((measure) => held.includes(measure));
}
