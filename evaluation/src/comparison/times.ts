import { quantile } from '../metrics/person-bootstrap.ts';

/** Times of one recogniser for one image, decoding to features, in milliseconds. */
export interface TimeSummary {
  readonly recogniser: string;
  readonly images: number;
  readonly wallMedianMs: number;
  readonly wall95Ms: number;
  readonly cpuMedianMs: number;
}

/** The first images warm a recogniser up and are left out of its times. */
const WARM_UP_IMAGES = 5;

export function summarizeTimes(
  recogniser: string,
  { wallMs, cpuMs }: { readonly wallMs: readonly number[]; readonly cpuMs: readonly number[] },
): TimeSummary {
  const ascending = (values: readonly number[]): number[] =>
    values.slice(WARM_UP_IMAGES).sort((a, b) => a - b);
  const wall = ascending(wallMs);
  return {
    recogniser,
    images: wall.length,
    wallMedianMs: quantile(wall, 0.5),
    wall95Ms: quantile(wall, 0.95),
    cpuMedianMs: quantile(ascending(cpuMs), 0.5),
  };
}
