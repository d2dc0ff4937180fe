import { openHistory, type Instant, type PolicyHistory, type RoutePolicy } from '@bonin/core';
import { PublicationError } from './publication-error.ts';

/**
 * Admits one more route policy to those that are published, or says why not; then what was in force stays in force.
 *
 * A rule cannot be laid down for yesterday: people were told another then. Only the first of all may have begun already, since an
 * installation begins under a rule that is older than itself.
 *
 * @throws {PublicationError} `POLICY_NOT_ENACTED`, `POLICY_VERSION_NOT_NEW`, `POLICY_EXPIRED`, `POLICY_BEGINS_IN_PAST`
 * @throws {PolicyError} `POLICY_OVERLAPS`, `POLICY_LEAVES_GAP`, `POLICY_RULE_UNREACHED`
 */
export function admitPolicy(
  published: readonly RoutePolicy[],
  candidate: RoutePolicy,
  now: Instant,
): PolicyHistory {
  if (candidate.standing !== 'enacted') throw new PublicationError('POLICY_NOT_ENACTED');
  const isOld = published.some(
    ({ id, version }) => id !== candidate.id || version >= candidate.version,
  );
  if (isOld) throw new PublicationError('POLICY_VERSION_NOT_NEW');
  if (candidate.until !== undefined && candidate.until <= now) {
    throw new PublicationError('POLICY_EXPIRED');
  }
  if (published.length > 0 && candidate.from < now) {
    throw new PublicationError('POLICY_BEGINS_IN_PAST');
  }
  return openHistory([...published, candidate]);
}
