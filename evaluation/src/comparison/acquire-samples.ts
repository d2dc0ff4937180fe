import { readFile } from 'node:fs/promises';
import type { Cohort } from '../cohorts/cohort.ts';
import { CARD_VIEWS, drawCardView } from '../degradation/index.ts';
import type { RecogniserProcess } from '../recognisers/recogniser-process.ts';
import type { ExtractionReport } from '../recognisers/recogniser-protocol.ts';
import { probeSlot, referenceSlot } from './series.ts';

/** Times of one recogniser, one entry an image, decoding included. */
export interface ExtractionTimes {
  readonly recogniser: string;
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
}

export type ReportProgress = (what: string, done: number, of: number) => void;

/**
 * Extracts the clean samples of a cohort, every image by every recogniser in turn.
 *
 * The recognisers wait for one another, image by image, so that all meet the same noise of the machine.
 *
 * @returns by person, the eye distance that the first recogniser saw in the reference
 */
export async function acquireCleanSamples(
  recognisers: readonly RecogniserProcess[],
  cohort: Cohort,
  {
    times,
    report,
  }: {
    readonly times: ReadonlyMap<RecogniserProcess, { wallMs: number[]; cpuMs: number[] }>;
    readonly report: ReportProgress;
  },
): Promise<(number | undefined)[]> {
  const eyeDistances: (number | undefined)[] = [];
  for (const [number, person] of cohort.persons.entries()) {
    const sides = [
      ['reference', person.referenceFile],
      ['probe', person.probeFile],
    ] as const;
    for (const [role, file] of sides) {
      const bytes = new Uint8Array(await readFile(file));
      for (const [place, recogniser] of recognisers.entries()) {
        const reference = referenceSlot(cohort, 'clean', number);
        const slot = role === 'reference' ? reference : probeSlot(recogniser, cohort, number);
        if (role === 'probe' && slot === reference) continue;
        const extraction = await recogniser.extract(slot, role, bytes);
        times.get(recogniser)?.wallMs.push(extraction.wallMs);
        times.get(recogniser)?.cpuMs.push(extraction.cpuMs);
        if (place === 0 && role === 'reference') eyeDistances[number] = eyeDistanceOf(extraction);
      }
    }
    report(`${cohort.name}, clean`, number + 1, cohort.persons.length);
  }
  return eyeDistances;
}

/**
 * Draws every card-like view of every reference and extracts its features.
 *
 * A reference in which no face was found clean is not drawn: it stays a failure to acquire.
 */
export async function acquireCardSamples(
  recogniser: RecogniserProcess,
  cohort: Cohort,
  {
    eyeDistances,
    seed,
    report,
  }: {
    readonly eyeDistances: readonly (number | undefined)[];
    readonly seed: number;
    readonly report: ReportProgress;
  },
): Promise<void> {
  for (const [number, person] of cohort.persons.entries()) {
    const eyeDistancePx = eyeDistances[number];
    if (eyeDistancePx === undefined) continue;
    const bytes = new Uint8Array(await readFile(person.referenceFile));
    for (const view of CARD_VIEWS) {
      const drawn = await drawCardView(bytes, {
        view,
        eyeDistancePx,
        seed: [seed, cohort.name, number],
      });
      await recogniser.extract(referenceSlot(cohort, view, number), 'reference', drawn);
    }
    report(`${cohort.name}, card-like`, number + 1, cohort.persons.length);
  }
}

function eyeDistanceOf(extraction: ExtractionReport): number | undefined {
  return extraction.kind === 'extracted' ? (extraction.eyeDistancePx ?? undefined) : undefined;
}
