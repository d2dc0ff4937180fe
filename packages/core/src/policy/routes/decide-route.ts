import { after, type Instant } from '../../time/time.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import type {
  AfterFailure,
  ExceptionGround,
  LineLimit,
  RouteId,
  RouteOutcome,
  RouteTerms,
  RuleTerms,
} from './route-policy.ts';
import type { Situation } from './situation.ts';

/** One try of a route, as it was recorded. */
export interface RouteTrial {
  readonly route: RouteId;
  readonly at: Instant;
  readonly outcome: RouteOutcome;
  /** What a `verified` rests on: the id of the attempt, of the presentation, of the issuer's answer. Without it, it is none. */
  readonly evidence?: string;
}

/** An exception that was granted. */
export interface GrantedException {
  readonly ground: ExceptionGround;
  readonly at: Instant;
  /** Different persons who agreed, who asked included. */
  readonly persons: number;
}

/** How many lines the applicant has had opened within the time that the rule names. */
export type LinesFact =
  { readonly kind: 'counted'; readonly lines: number } | { readonly kind: 'not-counted' };

/** All that is known of a registration when it is asked how it goes on. Recorded; nothing else decides. */
export interface RouteFacts {
  readonly situation: Situation;
  readonly asOf: Instant;
  /** In the order in which they ended. */
  readonly trials: readonly RouteTrial[];
  /** When the line was activated under a condition. */
  readonly conditionalSince?: Instant;
  readonly exception?: GrantedException;
  readonly lines: LinesFact;
}

/** What somebody can do now. */
export type NextStep =
  | { readonly kind: 'route'; readonly route: RouteId; readonly attemptsLeft: number }
  | { readonly kind: 'wait'; readonly route: RouteId; readonly until: Instant }
  | { readonly kind: 'conditional-activation'; readonly deadline: Instant }
  | {
      readonly kind: 'ask-exception';
      readonly grounds: readonly ExceptionGround[];
      readonly persons: 1 | 2;
    }
  | { readonly kind: 'activate' }
  | { readonly kind: 'cancel-line' }
  | { readonly kind: 'appeal' };

/** Why: each is a code, and the words for people are made of it at the door. */
export const ROUTE_GROUNDS = [
  'outside-the-rule',
  'route-verified',
  'exception-granted',
  'exception-not-allowed',
  'exception-incomplete',
  'not-tried-yet',
  'tries-left',
  'routes-closed',
  'evidence-missing',
  'verified-off-the-rule',
  'line-limit-reached',
  'lines-not-counted',
  'under-condition',
  'condition-lapsed',
] as const;
export type RouteGround = (typeof ROUTE_GROUNDS)[number];

/**
 * How a registration stands.
 *
 * `confirmed` is the only Y. `excepted` and `conditional` let a line be activated without one, and say so. `refused` and `lapsed` are
 * never the end for the person: the steps that follow say what can be done.
 */
export const ROUTE_STANDINGS = [
  'not-required',
  'open',
  'confirmed',
  'excepted',
  'conditional',
  'lapsed',
  'refused',
] as const;
export type RouteStanding = (typeof ROUTE_STANDINGS)[number];

export interface RouteDecision {
  readonly standing: RouteStanding;
  /** The row of the table that applied. */
  readonly rule: string;
  /** The route that led to a `confirmed`. */
  readonly route?: RouteId;
  readonly grounds: readonly RouteGround[];
  /** Never empty. */
  readonly next: readonly NextStep[];
}

/**
 * Decides how a registration goes on, from what was recorded of it. Pure: replayable under any policy for as long as the record
 * lasts.
 *
 * Comparisons are written so that a broken clock or count (NaN) never confirms, and never opens a route again.
 *
 * @throws {PolicyError} `SITUATION_UNKNOWN`
 */
export function decideRoute(facts: RouteFacts, compiled: CompiledPolicy): RouteDecision {
  const { name, terms } = compiled.ruleOf(facts.situation);
  if (terms.kind === 'not-required') {
    return {
      standing: 'not-required',
      rule: name,
      grounds: ['outside-the-rule'],
      next: [{ kind: 'activate' }],
    };
  }
  return { rule: name, ...decideRequired(facts, terms) };
}

type Required = Extract<RuleTerms, { kind: 'required' }>;
type Decided = Omit<RouteDecision, 'rule'>;

function decideRequired(facts: RouteFacts, terms: Required): Decided {
  const limit = lineGround(facts, terms.lineLimit);
  if (limit !== undefined) {
    return { standing: 'refused', grounds: [limit], next: [{ kind: 'appeal' }] };
  }
  const condition = conditionOf(facts, terms);
  const accounts = terms.routes.map((route) => accountOf(route, facts, condition));
  const confirmed = accounts.find(({ verified }) => verified);
  if (confirmed !== undefined) {
    return {
      standing: 'confirmed',
      route: confirmed.terms.route,
      grounds: ['route-verified'],
      next: [{ kind: 'activate' }],
    };
  }
  const doubts = doubtsOf(facts, accounts);
  const exception = terms.afterFailure.find((one) => one.kind === 'exception');
  if (isGranted(facts, exception, terms)) {
    return {
      standing: 'excepted',
      grounds: [...doubts, 'exception-granted'],
      next: [{ kind: 'activate' }, { kind: 'appeal' }],
    };
  }
  const grounds: RouteGround[] = [
    ...doubts,
    ...(facts.exception === undefined ? [] : [whyNotGranted(facts.exception, exception)]),
  ];
  const routes = nextRoutes(accounts);
  const further = terms.afterFailure.flatMap((one) => furtherStep(one, facts, accounts));
  if (condition !== undefined) return underCondition(condition, { grounds, routes, facts });
  const open = routes.filter(({ kind }) => kind === 'route');
  if (open.length > 0 || further.length > 0) {
    const ground = facts.trials.length === 0 ? 'not-tried-yet' : 'tries-left';
    return {
      standing: 'open',
      grounds: [...grounds, open.length > 0 ? ground : 'routes-closed'],
      next: [...routes, ...further],
    };
  }
  return {
    standing: 'refused',
    grounds: [...grounds, 'routes-closed'],
    next: [...routes, { kind: 'appeal' }],
  };
}

function lineGround(
  { lines }: RouteFacts,
  limit: LineLimit | undefined,
): 'line-limit-reached' | 'lines-not-counted' | undefined {
  if (limit === undefined) return undefined;
  if (lines.kind === 'not-counted') {
    return limit.whenUnknown === 'refuse' ? 'lines-not-counted' : undefined;
  }
  return lines.lines < limit.lines ? undefined : 'line-limit-reached';
}

/** How one offered route stands. */
interface RouteAccount {
  readonly terms: RouteTerms;
  readonly counted: number;
  readonly verified: boolean;
  readonly outage: boolean;
  /** Until when it is closed: `undefined` when it is not. */
  readonly closedUntil: Instant | 'end' | undefined;
}

function accountOf(
  terms: RouteTerms,
  { trials, asOf }: RouteFacts,
  deadline: Instant | undefined,
): RouteAccount {
  const { max, counts } = terms.attempts;
  let counted = 0;
  let inRow = 0;
  let verified = false;
  let outage = false;
  let closedAt: Instant | undefined;
  for (const trial of trials) {
    if (trial.route !== terms.route) continue;
    // A line whose condition has lapsed is cancelled: what comes later belongs to a new registration.
    if (deadline !== undefined && !(trial.at < deadline)) continue;
    // A lock-out that is over begins a new row of tries.
    if (closedAt !== undefined && isOver(closedAt, terms, trial.at)) {
      closedAt = undefined;
      inRow = 0;
    }
    if (closedAt !== undefined) continue;
    if (trial.outcome !== 'left') outage = trial.outcome === 'unavailable';
    if (trial.outcome === 'verified' && trial.evidence !== undefined && trial.at <= asOf) {
      verified = true;
    }
    if ((counts as readonly RouteOutcome[]).includes(trial.outcome)) {
      counted += 1;
      inRow += 1;
      if (inRow >= max) closedAt = trial.at;
    }
  }
  return { terms, counted, verified, outage, closedUntil: closedUntil(closedAt, terms, asOf) };
}

function isOver(closedAt: Instant, { lockout }: RouteTerms, at: Instant): boolean {
  return lockout !== undefined && at - closedAt >= lockout;
}

function closedUntil(
  closedAt: Instant | undefined,
  terms: RouteTerms,
  asOf: Instant,
): Instant | 'end' | undefined {
  if (closedAt === undefined || isOver(closedAt, terms, asOf)) return undefined;
  return terms.lockout === undefined ? 'end' : after(closedAt, terms.lockout);
}

/** What was said to be verified and is not taken for it. */
function doubtsOf({ trials }: RouteFacts, accounts: readonly RouteAccount[]): RouteGround[] {
  const said = trials.filter(({ outcome }) => outcome === 'verified');
  const isOffered = (route: RouteId) => accounts.some(({ terms }) => terms.route === route);
  const grounds: RouteGround[] = [];
  if (said.some(({ evidence }) => evidence === undefined)) grounds.push('evidence-missing');
  if (said.some(({ route }) => !isOffered(route))) grounds.push('verified-off-the-rule');
  return grounds;
}

function nextRoutes(accounts: readonly RouteAccount[]): readonly NextStep[] {
  return accounts.flatMap(({ terms, counted, closedUntil: until }): readonly NextStep[] => {
    const { route } = terms;
    if (until === 'end') return [];
    if (until !== undefined) return [{ kind: 'wait', route, until }];
    const { max } = terms.attempts;
    return [{ kind: 'route', route, attemptsLeft: max - (counted % max) }];
  });
}

type Exception = Extract<AfterFailure, { kind: 'exception' }>;

/** Judged as things stood when it was granted: an outage that ends later takes nothing back. */
function isGranted(
  facts: RouteFacts,
  allowed: Exception | undefined,
  { routes }: Required,
): boolean {
  const { exception, trials } = facts;
  if (exception === undefined || allowed === undefined) return false;
  const before = trials.filter(({ at }) => at <= exception.at);
  const accounts = routes.map((route) => accountOf(route, { ...facts, trials: before }, undefined));
  return (
    allowed.grounds.includes(exception.ground) &&
    exception.persons >= allowed.persons &&
    areTriesEnough(exception.ground, accounts)
  );
}

/** One that lacks only another person is on its way. */
function whyNotGranted(
  { ground, persons }: GrantedException,
  allowed: Exception | undefined,
): 'exception-incomplete' | 'exception-not-allowed' {
  const isNamed = allowed?.grounds.includes(ground) ?? false;
  return isNamed && persons < (allowed?.persons ?? 0)
    ? 'exception-incomplete'
    : 'exception-not-allowed';
}

/** Whoever says that the face failed must have tried it as often as the rule asks. Other grounds need no try. */
function areTriesEnough(ground: ExceptionGround, accounts: readonly RouteAccount[]): boolean {
  if (ground === 'face-rejected') {
    return accounts.some((account) => account.terms.route === 'face' && hasFailed(account));
  }
  if (ground === 'source-outage') return accounts.some(({ outage }) => outage);
  return true;
}

/** Tried at all, and as often as the rule asks. */
function hasFailed({ terms, counted }: RouteAccount): boolean {
  return counted > 0 && counted >= terms.attempts.min;
}

function furtherStep(
  one: AfterFailure,
  facts: RouteFacts,
  accounts: readonly RouteAccount[],
): readonly NextStep[] {
  if (one.kind === 'exception') {
    const grounds = one.grounds.filter((ground) => areTriesEnough(ground, accounts));
    return grounds.length === 0 ? [] : [{ kind: 'ask-exception', grounds, persons: one.persons }];
  }
  const isDue =
    one.on === 'outage' ? accounts.some(({ outage }) => outage) : accounts.some(hasFailed);
  if (!isDue || facts.conditionalSince !== undefined) return [];
  return [{ kind: 'conditional-activation', deadline: after(facts.asOf, one.deadline) }];
}

function conditionOf(
  { conditionalSince }: RouteFacts,
  { afterFailure }: Required,
): Instant | undefined {
  const terms = afterFailure.find((one) => one.kind === 'conditional-activation');
  if (conditionalSince === undefined || terms === undefined) return undefined;
  return after(conditionalSince, terms.deadline);
}

/** A line that was activated under a condition: who is not confirmed by the deadline loses it. */
function underCondition(
  deadline: Instant,
  {
    grounds,
    routes,
    facts,
  }: {
    readonly grounds: readonly RouteGround[];
    readonly routes: readonly NextStep[];
    readonly facts: RouteFacts;
  },
): Decided {
  const canStill = routes.length > 0;
  if (facts.asOf < deadline && canStill) {
    return { standing: 'conditional', grounds: [...grounds, 'under-condition'], next: routes };
  }
  return {
    standing: 'lapsed',
    grounds: [...grounds, canStill ? 'condition-lapsed' : 'routes-closed'],
    next: [{ kind: 'cancel-line' }, { kind: 'appeal' }],
  };
}
