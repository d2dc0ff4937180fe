import {
  EXCEPTION_GROUNDS,
  ROUTE_OUTCOMES,
  SITUATION_VALUES,
  instant,
  parseRouteId,
  type ExceptionGround,
  type RouteFacts,
  type RouteOutcome,
  type Situation,
} from '@bonin/core';

/**
 * What was recorded of one registration, as a line of an export: enough to decide it again under any policy.
 *
 * Personal data: how a registration went, bound to its id. No name, number or face.
 */
export interface RecordedFacts {
  readonly registrationId: string;
  readonly tenantId: string;
  readonly facts: RouteFacts;
}

/** Writes a line, without its newline. */
export function encodeFacts({ registrationId, tenantId, facts }: RecordedFacts): string {
  return JSON.stringify({ registrationId, tenantId, ...facts });
}

/** Reads a line; `undefined` when it is none. Written by hand: a million of them are read in a replay. */
export function parseFacts(line: string): RecordedFacts | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(json)) return undefined;
  const { registrationId, tenantId, situation, asOf, trials, lines } = json;
  const { exception, conditionalSince } = json;
  if (typeof registrationId !== 'string' || typeof tenantId !== 'string') return undefined;
  if (!isSituation(situation) || !isMoment(asOf) || !Array.isArray(trials)) return undefined;
  const read = trials.map((trial: unknown) => trialOf(trial));
  if (!read.every((trial) => trial !== undefined)) return undefined;
  const counted = linesOf(lines);
  const granted = exception === undefined ? undefined : exceptionOf(exception);
  if (counted === undefined || (exception !== undefined && granted === undefined)) return undefined;
  if (conditionalSince !== undefined && !isMoment(conditionalSince)) return undefined;
  return {
    registrationId,
    tenantId,
    facts: {
      situation,
      asOf: instant(asOf),
      trials: read,
      lines: counted,
      ...(granted === undefined ? {} : { exception: granted }),
      ...(conditionalSince === undefined ? {} : { conditionalSince: instant(conditionalSince) }),
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isSituation(value: unknown): value is Situation {
  return (
    isObject(value) &&
    Object.entries(SITUATION_VALUES).every(([dimension, values]) =>
      (values as readonly unknown[]).includes(value[dimension]),
    )
  );
}

function trialOf(value: unknown): RouteFacts['trials'][number] | undefined {
  if (!isObject(value)) return undefined;
  const { route, at, outcome, evidence } = value;
  if (typeof route !== 'string' || !/^[a-z][a-z0-9-]{1,31}$/.test(route) || !isMoment(at)) {
    return undefined;
  }
  if (!(ROUTE_OUTCOMES as readonly unknown[]).includes(outcome)) return undefined;
  if (evidence !== undefined && typeof evidence !== 'string') return undefined;
  return {
    route: parseRouteId(route),
    at: instant(at),
    outcome: outcome as RouteOutcome,
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function linesOf(value: unknown): RouteFacts['lines'] | undefined {
  if (!isObject(value)) return undefined;
  if (value['kind'] === 'not-counted') return { kind: 'not-counted' };
  const { lines } = value;
  return value['kind'] === 'counted' && isMoment(lines) ? { kind: 'counted', lines } : undefined;
}

function exceptionOf(value: unknown): RouteFacts['exception'] | undefined {
  if (!isObject(value)) return undefined;
  const { ground, at, persons } = value;
  if (!(EXCEPTION_GROUNDS as readonly unknown[]).includes(ground)) return undefined;
  if (!isMoment(at) || !isMoment(persons)) return undefined;
  return { ground: ground as ExceptionGround, at: instant(at), persons };
}
