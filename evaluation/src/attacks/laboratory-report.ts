import {
  CHALLENGE_PIECES,
  decideChallenge,
  decideComparison,
  decidePad,
  decidePieces,
  decideProbe,
  entropyBits,
  type ChallengeOutline,
  type ChallengePolicy,
  type ChallengeProfile,
  type FacePolicy,
  type ProbeFindings,
} from '@bonin/core';
import { clopperPearson, upperBound } from '../metrics/rate-bounds.ts';
import { formatBounds, formatShare, table } from '../reports/format.ts';
import type { SessionEnding } from './run-session.ts';

/** All sessions of one species, or of the simulated person. */
export interface Counted {
  readonly name: string;
  readonly sessions: readonly SessionEnding[];
}

/** What was measured of one profile of the policy. */
export interface Measured {
  readonly profile: ChallengeProfile;
  readonly policy: FacePolicy & { readonly challenge: ChallengePolicy };
  readonly outline: ChallengeOutline;
  readonly counted: readonly Counted[];
}

export interface LaboratoryRun {
  readonly seed: string;
  readonly portraits: number;
}

const PERSON = 'person';

/** The report of one run: attacks apart by species, the worst in front, never a mean over them. */
export function presentLaboratory(
  measured: readonly Measured[],
  { seed, portraits }: LaboratoryRun,
): string {
  return `# The attack laboratory

Written by \`npm run evaluate:attacks\`: what the examination of a challenge does with **simulated** people and attacks,
${portraits} portraits, seed ${seed}. No person and no real instrument was before a camera: a rate of this page is a rate of the
simulation and of nothing else.

Accepted means: every piece of evidence that the profile asks for, the passive score and the comparison spoke for the
victim.

${measured.map((one) => presentProfile(one)).join('\n')}`;
}

function presentProfile({ profile, policy, outline, counted }: Measured): string {
  const accepted = ({ sessions }: Counted): number =>
    sessions.filter(({ findings }) => isAccepted(findings, policy)).length;
  const attacks = counted
    .filter(({ name }) => name !== PERSON)
    .toSorted(
      (one, other) => accepted(other) - accepted(one) || one.name.localeCompare(other.name),
    );
  const person = counted.find(({ name }) => name === PERSON);
  const bits = entropyBits(outline, policy.challenge.colours.wrongMax).toFixed(1);
  return `## Profile “${profile}”

The challenge has ${bits} bits against a recording that was made before.

### Attacks, by species, the worst first

${table(
  [
    'species',
    'accepted',
    'IAPAR, 95 % two-sided',
    '95 % upper',
    'answered to the end',
    ...CHALLENGE_PIECES.map((piece) => `stopped by ${piece}`),
    'by passive score',
    'by comparison',
  ],
  attacks.map((one) => attackRow(one, accepted(one), policy)),
)}

“Stopped by” counts sessions that were answered to the end and that this piece alone would have stopped too, so that columns
overlap. A session that was not answered to the end was stopped before: a movement or a colour did not come.

### What each piece is worth

Attacks accepted when one piece is not looked at, over all species:

${table(
  ['without', 'accepted', 'of'],
  ['nothing left out', ...CHALLENGE_PIECES].map((left) => withoutPiece(left, attacks, policy)),
)}

### Simulated people

${person === undefined ? 'None was presented.' : personTable(person, policy)}
`;
}

function isAccepted(findings: ProbeFindings | undefined, policy: FacePolicy): boolean {
  return findings !== undefined && decideProbe(findings, policy) === 'match';
}

function attackRow(
  { name, sessions }: Counted,
  accepted: number,
  policy: Measured['policy'],
): readonly string[] {
  const answered = sessions.flatMap(({ findings }) => (findings === undefined ? [] : [findings]));
  const stops = (by: (findings: ProbeFindings) => boolean): string =>
    `${answered.filter(by).length}`;
  return [
    name,
    `${accepted}/${sessions.length}`,
    formatBounds(clopperPearson(accepted, sessions.length)),
    formatShare(upperBound(accepted, sessions.length)),
    `${answered.length}`,
    ...CHALLENGE_PIECES.map((piece) =>
      stops(
        ({ challenge }) =>
          challenge.kind !== 'answered' ||
          decidePieces(challenge.findings, policy.challenge)[piece] !== 'bona-fide',
      ),
    ),
    stops(({ pad }) => decidePad(pad, policy.pad) !== 'bona-fide'),
    stops(({ comparison }) => !matches(comparison, policy)),
  ];
}

function matches(comparison: ProbeFindings['comparison'], policy: FacePolicy): boolean {
  return (
    comparison.kind === 'evaluated' &&
    decideComparison(comparison.score, policy.comparison) === 'match'
  );
}

function withoutPiece(
  left: string,
  attacks: readonly Counted[],
  policy: Measured['policy'],
): readonly string[] {
  const pieces = CHALLENGE_PIECES.filter((piece) => piece !== left);
  const reduced = { ...policy, challenge: { ...policy.challenge, pieces } };
  const all = attacks.flatMap(({ sessions }) => sessions);
  const accepted = all.filter(({ findings }) => isAccepted(findings, reduced)).length;
  return [left, `${accepted}`, `${all.length}`];
}

function personTable({ sessions }: Counted, policy: Measured['policy']): string {
  const refused = sessions.filter(({ findings }) => !isAccepted(findings, policy)).length;
  const undetected = sessions.filter(
    ({ findings }) =>
      findings?.challenge.kind !== 'answered' ||
      decideChallenge(findings.challenge.findings, policy.challenge) !== 'bona-fide',
  ).length;
  const seconds = sessions.map(({ lastedMs }) => lastedMs / 1_000).sort((a, b) => a - b);
  const at = (share: number): string =>
    `${(seconds[Math.floor(share * (seconds.length - 1))] ?? Number.NaN).toFixed(1)} s`;
  const repeated = sessions.filter(({ repeats }) => repeats > 0).length;
  const rate = (errors: number): string =>
    `${errors}/${sessions.length} = ${formatShare(errors / sessions.length)} (${formatBounds(clopperPearson(errors, sessions.length))})`;
  return table(
    ['figure', ''],
    [
      ['BPCER of the challenge, first try', rate(undetected)],
      ['not confirmed at the first try, comparison and passive score included', rate(refused)],
      ['sessions with a step drawn anew', `${repeated}/${sessions.length}`],
      ['from the first step to the last, median', at(0.5)],
      ['the same, 95th percentile', at(0.95)],
    ],
  );
}
