import { CodedError } from '../coded-error.ts';

export type PolicyErrorCode =
  | 'ROUTE_MALFORMED'
  | 'POLICY_LEAVES_GAP'
  | 'POLICY_RULE_UNREACHED'
  | 'POLICY_OVERLAPS'
  | 'SITUATION_UNKNOWN';

/** A route policy that cannot be used, or a case that no rule can speak of. */
export class PolicyError extends CodedError<PolicyErrorCode> {}
