export { admitPolicy } from './admit-policy.ts';
export {
  PERSONS_LEAST,
  encodeOperators,
  parseOperators,
  type PolicyOperators,
} from './operators.ts';
export { PublicationError, type PublicationErrorCode } from './publication-error.ts';
export { readSignedPolicy, readUnverified, type SignedPolicy } from './signed-policy.ts';
export { explainDecision, type ExplainedIn } from './explain-decision.ts';
export { replayFacts, type ReplayCounts, type ReplayedFacts } from './replay-facts.ts';
export { encodeFacts, parseFacts, type RecordedFacts } from './recorded-facts.ts';
