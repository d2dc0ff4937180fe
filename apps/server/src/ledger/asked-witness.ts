import type { TrustedWitness } from '@bonin/ledger';
import { askForCosignature, type CosignatureAnswer, type TreeProver } from '@bonin/ledger/log';
import type { HeadToWitness } from './open-ledger.ts';

/** After the first failure; twice as long after each further one. */
const PAUSE_LEAST_MS = 1_000;
const PAUSE_MOST_MS = 60_000;

/** One witness, and how it stands with it. */
export interface AskedWitness {
  readonly name: string;
  /** Whether it is not being asked, and its pause after a failure is over. */
  readonly isFree: boolean;
  ask(head: HeadToWitness, prover: TreeProver, signal: AbortSignal): Promise<CosignatureAnswer>;
}

/** @param terms - `ticks`: an even clock; `patienceMs`: how long one answer may take */
export function askedWitness(
  witness: TrustedWitness & { readonly name: string },
  { ticks, patienceMs }: { readonly ticks: () => number; readonly patienceMs: number },
): AskedWitness {
  let lastSize: number | undefined;
  let isBusy = false;
  let failures = 0;
  let notBefore = 0;

  function pauseAfter(outcome: CosignatureAnswer['outcome']): number {
    if (outcome === 'cosigned') {
      failures = 0;
      return 0;
    }
    // Most often another node has published and asked meanwhile; that is no failure of the witness.
    if (outcome === 'ahead') return PAUSE_LEAST_MS;
    failures += 1;
    return Math.min(PAUSE_MOST_MS, PAUSE_LEAST_MS * 2 ** (failures - 1));
  }

  return {
    name: witness.name,
    get isFree() {
      return !isBusy && notBefore <= ticks();
    },
    ask: async ({ checkpoint }, prover, signal) => {
      isBusy = true;
      try {
        const answer = await askForCosignature({
          checkpoint,
          witness,
          prover,
          lastSize,
          patienceMs,
          signal,
        });
        lastSize = answer.lastSize ?? lastSize;
        notBefore = ticks() + pauseAfter(answer.outcome);
        return answer;
      } finally {
        isBusy = false;
      }
    },
  };
}
