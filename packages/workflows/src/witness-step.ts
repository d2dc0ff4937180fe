import type { AttemptId, Registration, RegistrationEvent, RegistrationState } from '@bonin/core';
import type { LedgerEntry } from './ports/ledger-store.ts';
import type { LedgerScribe, WitnessedFact } from './ports/ledger-scribe.ts';
import type { RegistrationStore, StoredResult } from './ports/registration-store.ts';

export interface WitnessStepPorts {
  readonly scribe: LedgerScribe;
  readonly registrations: Pick<RegistrationStore, 'listEvents'>;
}

/** What a step leads to, as far as the ledger is concerned. */
export interface WitnessedStep {
  readonly event: RegistrationEvent;
  readonly next: RegistrationState;
  readonly result: StoredResult | undefined;
  readonly isolation: readonly string[];
  readonly symbolsSaid: number;
}

/**
 * The entries of the ledger that belong to a step, in the order in which they are to stand: that a booth ended before the
 * answer that rests on it.
 *
 * A booth whose node is gone was seen by nobody when it ended. It dies with its node; its entry says `unseen`, no symbol and no
 * isolation, as none of these is known.
 */
export async function witnessStep(
  ports: WitnessStepPorts,
  registration: Registration,
  { event, next, result, isolation, symbolsSaid }: WitnessedStep,
): Promise<readonly LedgerEntry[]> {
  const { id: registrationId, policy, state } = registration;
  const common = { at: event.at, registrationId, policy };
  const facts: WitnessedFact[] = [];
  const ended = endedAttempt(state, event);
  if (ended !== undefined) {
    const { attemptId, exit } = ended;
    const seen = exit === 'unseen' ? { isolation: [], symbolsSaid: 0 } : { isolation, symbolsSaid };
    const consentTextDigest = await consentOf(ports, registration);
    facts.push({ kind: 'deletion', ...common, attemptId, exit, ...seen, consentTextDigest });
    const matter = INCIDENTS[exit];
    if (matter !== undefined) facts.push({ kind: 'incident', ...common, attemptId, matter });
  }
  if (event.kind === 'attempt-opened' && next.kind === 'in-capture') {
    facts.push({ kind: 'attempt-opened', ...common, attemptId: event.attemptId });
  }
  if (result !== undefined) {
    facts.push({
      kind: 'result',
      ...common,
      answer: result.answer,
      ...(next.kind === 'refused' ? { ground: next.ground } : {}),
      attempts: next.tally.counted,
      token: result.token,
    });
  }
  return facts.map((fact) => ports.scribe.write(fact));
}

/** Ends of a booth that are faults of ours. A service that is stopped ends its booths as it should. */
const INCIDENTS: Readonly<Record<string, 'booth-fault' | 'node-lost'>> = {
  'booth-fault': 'booth-fault',
  unseen: 'node-lost',
};

function endedAttempt(
  state: RegistrationState,
  event: RegistrationEvent,
): { readonly attemptId: AttemptId; readonly exit: string } | undefined {
  if (event.kind === 'attempt-decided') return { attemptId: event.attemptId, exit: 'concluded' };
  if (event.kind === 'attempt-abandoned') {
    return { attemptId: event.attemptId, exit: event.ground };
  }
  return state.kind === 'in-capture' ? { attemptId: state.attemptId, exit: 'unseen' } : undefined;
}

/** The text that was agreed to last: no attempt is opened without. */
async function consentOf(
  { registrations }: WitnessStepPorts,
  { tenantId, id }: Registration,
): Promise<string> {
  const events = await registrations.listEvents(tenantId, id);
  return events.reduce(
    (latest, { event }) => (event.kind === 'consent-given' ? event.consentTextDigest : latest),
    '',
  );
}
