import { quantile } from '../metrics/person-bootstrap.ts';
import type { ExtractionReport, SampleRole } from '../recognisers/recogniser-protocol.ts';

/** Times of one recogniser for one image taken in one way, decoding to features, in milliseconds. */
export interface TimeSummary {
  readonly recogniser: string;
  readonly role: SampleRole;
  readonly images: number;
  readonly wallMedianMs: number;
  readonly wall95Ms: number;
  readonly cpuMedianMs: number;
}

/** The first images warm a recogniser up and are left out of its times. */
const WARM_UP_IMAGES = 5;
const ROLES = ['reference', 'probe'] as const;

/**
 * Times of one recogniser, apart by what an image was taken in as.
 *
 * Apart, because the engine looks for a reference otherwise than for a probe, and because only within one role has
 * every recogniser had the same images.
 */
export class TimeSheet {
  readonly #times = { reference: newTimes(), probe: newTimes() };

  add(role: SampleRole, { wallMs, cpuMs }: Pick<ExtractionReport, 'wallMs' | 'cpuMs'>): void {
    this.#times[role].wallMs.push(wallMs);
    this.#times[role].cpuMs.push(cpuMs);
  }

  summarize(recogniser: string): readonly TimeSummary[] {
    return ROLES.map((role) => {
      const wall = ascendingAfterWarmUp(this.#times[role].wallMs);
      return {
        recogniser,
        role,
        images: wall.length,
        wallMedianMs: quantile(wall, 0.5),
        wall95Ms: quantile(wall, 0.95),
        cpuMedianMs: quantile(ascendingAfterWarmUp(this.#times[role].cpuMs), 0.5),
      };
    });
  }
}

function newTimes(): { readonly wallMs: number[]; readonly cpuMs: number[] } {
  return { wallMs: [], cpuMs: [] };
}

function ascendingAfterWarmUp(values: readonly number[]): readonly number[] {
  return values.slice(WARM_UP_IMAGES).sort((a, b) => a - b);
}
