import type { ProofFindings } from './findings.ts';

/** What a proof came to. */
export type Judgement =
  /** Nothing was found, and every leak that was made on purpose was. */
  | 'holds'
  /** A canary was found where none may be, or a booth asked the system for what it may not. */
  | 'disproved'
  /** A leak that was made on purpose was not found: that nothing else was found shows nothing. */
  | 'blind';

/** Judges a proof; what could not be looked into makes it no better and no worse, and is said in the report. */
export function judgeProof({ runs }: ProofFindings): Judgement {
  const isFound = runs.some(
    ({ looked, foundDuring }) => foundDuring.size > 0 || looked.some(({ found }) => found.size > 0),
  );
  const isForbidden = runs.some(({ calls }) => calls !== undefined && calls.forbidden.size > 0);
  const isFilming = runs.some(({ cameras }) => cameras !== undefined && cameras.running > 0);
  if (isFound || isForbidden || isFilming) return 'disproved';
  const hasControls =
    runs.length > 0 &&
    runs.every(({ looked, controls: { planted } }) =>
      looked.every(({ sink }) => planted.some((control) => control.sink === sink)),
    );
  const hasRead = runs.every(({ looked }) =>
    looked.every(({ sink, bytes }) => sink !== 'memory-of-the-service' || bytes > 0),
  );
  const seesAll = runs.every(
    ({ calls, cameras, controls }) =>
      controls.planted.every(({ isFound: seen }) => seen) &&
      // Watched booths said something, and those that leak something more.
      (calls === undefined ||
        (calls.told > 0 && controls.calls?.forbidden.has('other-write') === true)) &&
      // A camera was opened, and that of the leaky page was seen to go on.
      (cameras === undefined || (cameras.opened > 0 && (controls.cameras?.running ?? 0) > 0)),
  );
  return hasControls && hasRead && seesAll ? 'holds' : 'blind';
}

/** Attempts with canaries, over all runs. */
export function attemptsOf({ runs }: ProofFindings): number {
  return runs.flatMap(({ endings }) => [...endings.values()]).reduce((sum, one) => sum + one, 0);
}

/**
 * Share of attempts that may keep something at most, when none of `attempts` did: the one-sided 95 % bound of Clopper and
 * Pearson.
 */
export function boundOf(attempts: number): number {
  return attempts === 0 ? 1 : 1 - 0.05 ** (1 / attempts);
}
