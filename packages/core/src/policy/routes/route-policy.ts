import type { ChallengeProfile } from '../../biometrics/challenge.ts';
import type { Brand } from '../../brand.ts';
import type { Instant, Milliseconds } from '../../time/time.ts';
import { PolicyError } from '../policy-error.ts';
import type { Situation, SituationDimension } from './situation.ts';

/** A way to show that one is the person on the document: a word in lower case, as in `mobile-id`. */
export type RouteId = Brand<string, 'RouteId'>;

/** Lower-case letters, digits and hyphens, 2 to 32, a letter first. @throws {PolicyError} `ROUTE_MALFORMED` */
export function parseRouteId(text: string): RouteId {
  if (!/^[a-z][a-z0-9-]{1,31}$/.test(text)) throw new PolicyError('ROUTE_MALFORMED');
  return text as RouteId;
}

/** How one try of a route ended. `left` is the applicant's own choice, `unavailable` an outage of ours or of a source. */
export const ROUTE_OUTCOMES = ['verified', 'rejected', 'unusable', 'left', 'unavailable'] as const;
export type RouteOutcome = (typeof ROUTE_OUTCOMES)[number];

/** Outcomes that a rule can count as an attempt. What an outage ended, or the applicant left, never is one. */
export const COUNTABLE_OUTCOMES = ['rejected', 'unusable'] as const;
export type CountableOutcome = (typeof COUNTABLE_OUTCOMES)[number];

/** The terms on which a route is offered. */
export interface RouteTerms {
  readonly route: RouteId;
  readonly attempts: {
    /** Tries that must have been counted before this route's failing opens anything that is not another route. */
    readonly min: number;
    /** Tries after which it is closed. */
    readonly max: number;
    readonly counts: readonly CountableOutcome[];
  };
  /** How long a closed route stays closed; to the end of the registration when absent. */
  readonly lockout?: Milliseconds;
  /** Kinds of challenge that may be offered on the face route; all that the face policy has when absent. */
  readonly profiles?: readonly ChallengeProfile[];
}

/** Grounds on which an exception can be asked for; free text is kept apart from them. */
export const EXCEPTION_GROUNDS = [
  'face-rejected',
  'face-declined',
  'disability',
  'injury',
  'source-outage',
  'device-unsuitable',
  'guardian-present',
] as const;
export type ExceptionGround = (typeof EXCEPTION_GROUNDS)[number];

/** What may follow when no route has led to the end. */
export type AfterFailure =
  | {
      /** The line is activated at once; the applicant must have been confirmed until a deadline, or it is cancelled. */
      readonly kind: 'conditional-activation';
      /** Whether it follows tries that failed, or only outages. */
      readonly on: 'failure' | 'outage';
      readonly deadline: Milliseconds;
    }
  | {
      /** Somebody answers for it. */
      readonly kind: 'exception';
      readonly grounds: readonly ExceptionGround[];
      /** How many persons must agree, who asks included. */
      readonly persons: 1 | 2;
    };

/** How many lines a person may have had opened within a time. */
export interface LineLimit {
  readonly lines: number;
  readonly within: Milliseconds;
  /** What follows when it could not be counted. */
  readonly whenUnknown: 'refuse' | 'go-on';
}

/** What a rule says of its situations. */
export type RuleTerms =
  | { readonly kind: 'not-required' }
  | {
      readonly kind: 'required';
      /** Equals: the order is that of the page, and says nothing. */
      readonly routes: readonly RouteTerms[];
      /** In this order. When all are used up the registration is refused. */
      readonly afterFailure: readonly AfterFailure[];
      readonly lineLimit?: LineLimit;
    };

/** One row of the table. The first that fits applies. */
export interface RouteRule {
  /** Decisions name it. */
  readonly name: string;
  /** Values of each dimension to which it applies; any when absent. */
  readonly when: Readonly<Partial<{ [D in SituationDimension]: readonly Situation[D][] }>>;
  readonly terms: RuleTerms;
}

/** Whether a document may come into force. What was planned and never was, and what is only drafted, are kept to be tried. */
export const POLICY_STANDINGS = ['enacted', 'never-in-force', 'draft'] as const;
export type PolicyStanding = (typeof POLICY_STANDINGS)[number];

/** A text that is shown, by language: its SHA-256, lowercase hexadecimal. */
export type TextDigests = Readonly<Record<string, string>>;

/**
 * Which routes a person has, how often, and what follows a failure: rules as data.
 *
 * Holds no personal datum. Thresholds are not here: the face policy that is named has them, with the report that measured them.
 */
export interface RoutePolicy {
  readonly id: string;
  readonly version: number;
  readonly standing: PolicyStanding;
  /** From this instant on. */
  readonly from: Instant;
  /** Up to, not at, this instant; open when absent. */
  readonly until?: Instant;
  readonly facePolicy: { readonly id: string };
  readonly texts: {
    readonly consent: TextDigests;
    readonly warning: TextDigests;
    readonly notice: TextDigests;
  };
  readonly rules: readonly RouteRule[];
}
