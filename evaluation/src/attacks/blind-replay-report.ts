import { decideChallenge, type ChallengeProfile, type DecisionPolicy } from '@bonin/core';
import { upperBound } from '../metrics/rate-bounds.ts';
import { formatShare, table } from '../reports/format.ts';
import type { SessionRecord } from './session-record.ts';

/** Blind replays, apart by profile. */
export interface BlindReplays {
  readonly profile: ChallengeProfile;
  readonly sessions: readonly SessionRecord[];
}

/** How far recordings came that were made before the challenge was drawn. */
export function presentBlindReplays(
  replays: readonly BlindReplays[],
  policy: DecisionPolicy,
): string {
  const rows = replays.flatMap(({ profile, sessions }) => {
    const evidence = policy.challenges?.[profile]?.evidence;
    if (evidence === undefined) return [];
    const accepted = sessions.filter(
      ({ findings: { challenge } }) =>
        challenge.kind === 'answered' &&
        decideChallenge(challenge.findings, evidence) === 'bona-fide',
    ).length;
    const answered = sessions.filter(({ missed }) => missed === undefined).length;
    const most = Math.max(0, ...sessions.map(({ steps }) => steps));
    const reached = Array.from(
      { length: most + 1 },
      (_, steps) => sessions.filter(({ stepsDone }) => stepsDone === steps).length,
    );
    return [
      [
        profile,
        `${accepted}/${sessions.length}`,
        formatShare(upperBound(accepted, sessions.length)),
        `${answered}`,
        reached.map((count, steps) => `${steps}: ${count}`).join(', '),
      ],
    ];
  });
  return `## Blind replays

Genuine sessions of simulated people, recorded frame by frame, then played without looking to challenges drawn afterwards,
over and over until the challenge ended. The comparison and the passive score are taken to speak for whoever plays.

${table(
  [
    'profile',
    'accepted by the challenge',
    '95 % upper, one-sided',
    'answered to the end',
    'steps done: replays',
  ],
  rows,
)}
`;
}
