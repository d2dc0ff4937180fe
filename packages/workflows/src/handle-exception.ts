import {
  RegistrationError,
  decideRoute,
  exceptionStanding,
  isFinished,
  routeFactsOf,
  type CompiledPolicy,
  type ExceptionGround,
  type ExceptionStep,
  type Instant,
  type Registration,
  type RouteDecision,
  type StaffRef,
} from '@bonin/core';
import type { Clock } from './ports/clock.ts';
import type { ExceptionBook } from './ports/exception-book.ts';
import type { LedgerScribe } from './ports/ledger-scribe.ts';
import type { PolicyBook } from './ports/policy-book.ts';
import type { KeptEvent, RegistrationStore } from './ports/registration-store.ts';

export interface HandleExceptionPorts {
  readonly clock: Clock;
  readonly policies: Pick<PolicyBook, 'rules'>;
  readonly registrations: Pick<RegistrationStore, 'listEvents'>;
  readonly exceptions: ExceptionBook;
  readonly scribe: LedgerScribe;
}

/** What somebody of the staff does about an exception. */
export type HandleException =
  | {
      readonly act: 'ask';
      readonly by: StaffRef;
      readonly ground: ExceptionGround;
      readonly note?: string;
    }
  | { readonly act: 'grant' | 'refuse'; readonly by: StaffRef; readonly note?: string };

/**
 * Records that an exception was asked for, granted or refused, where the rule of the registration allows it.
 *
 * It never makes a Y: what it leads to is `excepted`, a line that somebody answers for.
 *
 * @throws {RegistrationError} `EXCEPTION_NOT_OPEN` when the rule has none on that ground now, as `exceptionStanding` does, and
 *   `REGISTRATION_OVERTAKEN`
 */
export async function handleException(
  ports: HandleExceptionPorts,
  registration: Registration,
  handled: HandleException,
): Promise<void> {
  const { tenantId, id } = registration;
  const at = ports.clock.now();
  const [events, steps] = await Promise.all([
    ports.registrations.listEvents(tenantId, id),
    ports.exceptions.list(tenantId, id),
  ]);
  const persons = personsNeeded(ports, registration);
  if (persons === undefined) throw new RegistrationError('EXCEPTION_NOT_OPEN');
  const step = stepOf(handled, at);
  // Whether it may follow those before it; throws where not.
  exceptionStanding([...steps, step], persons);
  if (handled.act === 'ask') {
    const { next } = decideUnder(ports, registration, { events, steps, at }) ?? { next: [] };
    const open = next.find(({ kind }) => kind === 'ask-exception');
    if (open?.kind !== 'ask-exception' || !open.grounds.includes(handled.ground)) {
      throw new RegistrationError('EXCEPTION_NOT_OPEN');
    }
  }
  const entry = ports.scribe.write({
    kind: 'exception',
    at,
    registrationId: id,
    policy: registration.policy,
    act: `exception-${step.kind}`,
    by: step.by,
    ...(step.kind === 'asked' ? { ground: step.ground } : {}),
  });
  await ports.exceptions.append(registration, steps.length, {
    step,
    entries: [entry],
    ...(handled.note === undefined ? {} : { note: handled.note }),
  });
}

/** What was recorded of a registration, by which a rule decides. */
export interface Recorded {
  readonly events: readonly KeptEvent[];
  readonly steps: readonly ExceptionStep[];
  /** When it is asked, if it is not over. */
  readonly at: Instant;
}

/** How a registration stands by its rule; `undefined` where it was opened under none. */
export function decideUnder(
  { policies }: Pick<HandleExceptionPorts, 'policies'>,
  registration: Registration,
  recorded: Recorded,
): RouteDecision | undefined {
  const compiled = compiledOf(policies, registration);
  const facts = factsOf({ policies }, registration, recorded);
  return compiled === undefined || facts === undefined ? undefined : decideRoute(facts, compiled);
}

/** What a rule decides on: the events, and the exception as it stands. Of one that is over, as it stood at its end. */
export function factsOf(
  ports: Pick<HandleExceptionPorts, 'policies'>,
  registration: Registration,
  { events, steps, at }: Recorded,
): ReturnType<typeof routeFactsOf> {
  const { state, openedAt } = registration;
  const asOf = isFinished(state) ? (events.at(-1)?.event.at ?? openedAt) : at;
  const persons = personsNeeded(ports, registration) ?? 1;
  return routeFactsOf(
    registration,
    events.map(({ event }) => event),
    { asOf, exception: exceptionStanding(steps, persons) },
  );
}

function compiledOf(
  { rules }: Pick<PolicyBook, 'rules'>,
  { rule }: Pick<Registration, 'rule'>,
): CompiledPolicy | undefined {
  return rule === undefined ? undefined : rules?.version(rule.policy);
}

/** How many must agree to an exception; `undefined` where the rule has none. */
function personsNeeded(
  { policies }: Pick<HandleExceptionPorts, 'policies'>,
  registration: Registration,
): number | undefined {
  const { rule } = registration;
  const compiled = compiledOf(policies, registration);
  if (rule === undefined || compiled === undefined) return undefined;
  const { terms } = compiled.ruleOf(rule.situation);
  if (terms.kind === 'not-required') return undefined;
  return terms.afterFailure.find((one) => one.kind === 'exception')?.persons;
}

function stepOf(handled: HandleException, at: Instant): ExceptionStep {
  switch (handled.act) {
    case 'ask':
      return { kind: 'asked', at, by: handled.by, ground: handled.ground };
    case 'grant':
      return { kind: 'granted', at, by: handled.by };
    case 'refuse':
      return { kind: 'refused', at, by: handled.by };
  }
}
