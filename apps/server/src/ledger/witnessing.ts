import { witnessesOf } from '@bonin/ledger';
import type { CosignatureAnswer, TreeProver } from '@bonin/ledger/log';
import { faultFields } from '../observability/log.ts';
import type { Service } from '../service.ts';
import { askedWitness, type AskedWitness } from './asked-witness.ts';
import type { HeadToWitness } from './open-ledger.ts';
import type { WitnessesAsked } from './witnesses-asked.ts';

/** As often as checkpoints are published. */
const EVERY_MS = 250;
const PATIENCE_MS = 5_000;

/** Answers by which a witness says that this log contradicts what it has signed before. */
const CONTRADICTIONS = ['other-root', 'proof-refused', 'ahead'] as const;
export type Contradicted = (typeof CONTRADICTIONS)[number];

export interface WitnessingTerms {
  readonly witnesses: WitnessesAsked;
  /** How long one answer may take. */
  readonly patienceMs?: number | undefined;
  /** Hears once of each way in which this log is contradicted. */
  readonly onContradiction?: (how: Contradicted) => Promise<void>;
}

export interface Witnessing {
  /** Breaks off what is being asked; resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** What came of one round. */
type RoundOutcome = 'witnessed' | 'not-witnessed' | 'overtaken';

/**
 * Asks the witnesses to sign the newest checkpoint, again and again, beside everything else that the service does: no answer
 * waits for them.
 *
 * A round asks all that are free about one checkpoint, so that their signatures meet under it, and is over when they are
 * enough or nobody is left to wait for. Whoever answers later is taken too; the rounds go on without.
 */
export function startWitnessing(
  service: Pick<Service, 'ledger' | 'log' | 'metrics' | 'ticks'>,
  { witnesses, patienceMs = PATIENCE_MS, onContradiction }: WitnessingTerms,
): Witnessing {
  const { ledger, log, metrics, ticks } = service;
  const ending = new AbortController();
  const asked = witnessesOf(witnesses.policy)
    .filter(({ url }) => url !== undefined)
    .map((witness) => askedWitness(witness, { ticks, patienceMs }));
  const answering = new Set<Promise<unknown>>();
  const contradicted = new Set<Contradicted>();
  let said: RoundOutcome | undefined;

  function tell(outcome: RoundOutcome, { size, signedBy }: HeadToWitness): void {
    if (outcome === 'witnessed') metrics.ledgerLeavesWitnessed.set(size);
    if (outcome === said || outcome === 'overtaken') return;
    said = outcome;
    const count = signedBy.size;
    if (outcome === 'witnessed') log('info', 'witnesses-agreed', { count });
    else log('warn', 'witnesses-missing', { count });
  }

  async function contradicts({ outcome, lastSize = 0 }: CosignatureAnswer): Promise<boolean> {
    if (outcome !== 'ahead') return CONTRADICTIONS.some((each) => each === outcome);
    // Where another node has gone on meanwhile, the next round asks about what that one published.
    return lastSize > ((await ledger.headToWitness())?.size ?? 0);
  }

  async function askOne(
    witness: AskedWitness,
    head: HeadToWitness,
    prover: TreeProver,
  ): Promise<RoundOutcome> {
    const answer = await witness.ask(head, prover, ending.signal);
    if (ending.signal.aborted) return 'overtaken';
    const { outcome, lines } = answer;
    metrics.witnessAnswers.inc({ outcome });
    if (lines !== '') {
      return (await ledger.cosign(head.size, lines)) ? 'witnessed' : 'not-witnessed';
    }
    if (await contradicts(answer)) await tellOfContradiction(outcome as Contradicted);
    else if (outcome === 'ahead') return 'overtaken';
    return 'not-witnessed';
  }

  async function tellOfContradiction(how: Contradicted): Promise<void> {
    if (contradicted.has(how)) return;
    contradicted.add(how);
    log('error', 'witness-contradicted', { outcome: how });
    await onContradiction?.(how);
  }

  async function round(): Promise<void> {
    const head = await ledger.headToWitness();
    if (head === undefined) return;
    metrics.ledgerLeaves.set(head.size);
    if (head.isWitnessed) tell('witnessed', head);
    const free = asked.filter(({ name, isFree }) => isFree && !head.signedBy.has(name));
    if (free.length === 0) return;
    const prover = await head.prover();
    const enough = Promise.withResolvers<undefined>();
    const asking = free.map(async (witness) => {
      const outcome = await askOne(witness, head, prover);
      if (outcome === 'witnessed') enough.resolve(undefined);
      return outcome;
    });
    const all = Promise.all(asking).then(async (outcomes) => {
      const best = outcomes.includes('witnessed')
        ? 'witnessed'
        : outcomes.includes('overtaken')
          ? 'overtaken'
          : 'not-witnessed';
      if (!ending.signal.aborted && !head.isWitnessed) tell(best, await signedNow(head));
    });
    // One that answers after its round has nobody waiting for it: its faults are told like those of a round.
    const settled = all.catch(tellOfFault).finally(() => answering.delete(settled));
    answering.add(settled);
    await Promise.race([all, enough.promise]);
  }

  /** As it is signed by now, for the count that is told. */
  async function signedNow(head: HeadToWitness): Promise<HeadToWitness> {
    const now = await ledger.headToWitness();
    return now?.size === head.size ? now : head;
  }

  let isFailing = false;
  function tellOfFault(error: unknown): void {
    if (!isFailing) {
      log('error', 'job-failed', { job: 'witnesses', count: 1, ...faultFields(error) });
    }
    isFailing = true;
  }

  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= round()
      .then(() => {
        isFailing = false;
      }, tellOfFault)
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);

  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort();
      await running;
      await Promise.all(answering);
    },
  };
}
