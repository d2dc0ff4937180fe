import { readFile } from 'node:fs/promises';
import type { Cohort } from '../cohorts/cohort.ts';
import { CARD_VIEWS, drawCardView } from '../degradation/index.ts';
import type { RecogniserProcess } from '../recognisers/recogniser-process.ts';
import type { ExtractionReport } from '../recognisers/recogniser-protocol.ts';
import { VIEWS_UNDER_FLOORS, type Acquisitions } from './floors.ts';
import { probeSlot, probeSlotOf, referenceSlot } from './series.ts';
import type { TimeSheet } from './times.ts';

export type ReportProgress = (what: string, done: number, of: number) => void;

/**
 * Extracts the clean samples of a cohort, every image by every recogniser in turn.
 *
 * The recognisers wait for one another, image by image, so that all meet the same noise of the machine. The
 * engine then also says, outside of all times, whether the policy's floors would let the image pass.
 *
 * @returns by person, the eye distance that the engine saw in the reference
 */
export async function acquireCleanSamples(
  {
    engine,
    peers,
  }: { readonly engine: RecogniserProcess; readonly peers: readonly RecogniserProcess[] },
  cohort: Cohort,
  {
    times,
    acquisitions,
    report,
  }: {
    readonly times: ReadonlyMap<RecogniserProcess, TimeSheet>;
    readonly acquisitions: Acquisitions;
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
      for (const recogniser of [engine, ...peers]) {
        const reference = referenceSlot(cohort, 'clean', number);
        const slot = role === 'reference' ? reference : probeSlot(recogniser, cohort, number);
        if (role === 'probe' && slot === reference) continue;
        const extraction = await recogniser.extract(slot, role, bytes);
        const sheet = times.get(recogniser);
        sheet?.add(role, extraction);
        // The one image is both sides' to a recogniser that takes them in alike.
        const isBoth = probeSlot(recogniser, cohort, number) === reference;
        if (isBoth) sheet?.add('probe', extraction);
        if (recogniser === engine && role === 'reference') {
          eyeDistances[number] = eyeDistanceOf(extraction);
        }
      }
      const slot =
        role === 'reference' ? referenceSlot(cohort, 'clean', number) : probeSlotOf(cohort, number);
      acquisitions.set(slot, await engine.acquire(role, bytes));
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
    acquisitions,
    seed,
    report,
  }: {
    readonly acquisitions: Acquisitions;
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
      const slot = referenceSlot(cohort, view, number);
      await recogniser.extract(slot, 'reference', drawn);
      if (VIEWS_UNDER_FLOORS.has(view)) {
        acquisitions.set(slot, await recogniser.acquire('reference', drawn));
      }
    }
    report(`${cohort.name}, card-like`, number + 1, cohort.persons.length);
  }
}

function eyeDistanceOf(extraction: ExtractionReport): number | undefined {
  return extraction.kind === 'extracted' ? (extraction.eyeDistancePx ?? undefined) : undefined;
}
