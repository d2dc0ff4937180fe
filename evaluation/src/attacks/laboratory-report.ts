import {
  CHALLENGE_PROFILES,
  entropyBits,
  type ChallengeProfile,
  type ChallengeProfilePolicy,
  type DecisionPolicy,
  type ProbeFindings,
} from '@bonin/core';
import { clopperPearson, upperBound } from '../metrics/rate-bounds.ts';
import { formatBounds, formatShare, table } from '../reports/format.ts';
import { presentBlindReplays } from './blind-replay-report.ts';
import { BLIND_REPLAY } from './blind-replay.ts';
import {
  detectorsOf,
  isAccepted,
  isBonaFide,
  isMatch,
  stoppedBy,
  verdictOf,
  withConstant,
  type Detector,
  type SessionPolicy,
} from './decide-sessions.ts';
import { GIVEN_AWAY_BY, LIVING_SPECIES, UNCOVERED_SPECIES } from './index.ts';
import { CAPTURES_MOST, countPeople, type PeopleCount } from './people-count.ts';
import { PERSON, type SessionRecord } from './session-record.ts';
import type { StoredSeries } from './session-store.ts';

export interface LaboratoryRun {
  readonly policy: DecisionPolicy;
  readonly seed: string;
  readonly portraits: number;
}

/** What was measured of one profile of the policy. */
interface MeasuredProfile {
  readonly profile: ChallengeProfile;
  readonly policy: SessionPolicy;
  readonly bits: number;
  /** The worst first. */
  readonly attacks: readonly CountedSpecies[];
  /** What is known to pass. */
  readonly uncovered: readonly CountedSpecies[];
  readonly people: PeopleCount | undefined;
}

interface CountedSpecies {
  readonly name: string;
  readonly sessions: readonly SessionRecord[];
  readonly accepted: number;
}

/** The report of stored sessions: attacks apart by species, the worst in front, never a mean over them. */
export function presentLaboratory(series: readonly StoredSeries[], run: LaboratoryRun): string {
  const replays = series.filter(({ name }) => name === BLIND_REPLAY);
  const held = series.filter(({ name }) => name !== BLIND_REPLAY);
  const measured = CHALLENGE_PROFILES.flatMap((profile) => {
    const asked = run.policy.challenges?.[profile];
    const own = held.filter((one) => one.profile === profile);
    return asked === undefined || own.length === 0
      ? []
      : [measureProfile(profile, asked, own, run.policy)];
  });
  return `# Attacks and people in the laboratory

Written by \`npm run evaluate:attacks\`, under the policy \`${run.policy.id}\`, version ${run.policy.version}: ${run.portraits} portraits, seed ${run.seed}.
How it is measured stands in [protocol.md](protocol.md#the-attack-laboratory).

**Nobody was before a camera.** A _simulated person_ is a portrait on a head of triangles, moved by rules and lit by rules, in
a drawn room before a simulated camera. No expression, no gaze, no hair that moves, no glasses that mirror, no shadow, no
one who misunderstands. An _attack_ is drawn in the same way, by those who made the defence. Whoever reads a rate of this
page as that of real people or real instruments reads it wrongly: it says that a change made the simulation better or
worse, and that what is simulated here does not pass.

## In short

${table(
  [
    'profile',
    'bits against a blind replay',
    'worst species: accepted',
    '95 % upper, one-sided',
    'people: BPCER, first try',
    'not confirmed, first try',
    'not confirmed in three',
    'seconds, median',
    '95th percentile',
  ],
  measured.map(shortRow),
)}

_Accepted_: all evidence that the profile asks for, the passive score and the comparison spoke for the victim, as the booth
decides it. _BPCER_: people whom attack detection did not take for living. _Not confirmed_: these, and people whom the
comparison did not take for themselves. Every rate is of one simulation; see above.
${replays.length === 0 ? '' : `\n${presentBlindReplays(replays, run.policy)}\n`}
${measured.map(presentProfile).join('\n')}`;
}

function measureProfile(
  profile: ChallengeProfile,
  { outline, evidence }: ChallengeProfilePolicy,
  series: readonly StoredSeries[],
  { face }: DecisionPolicy,
): MeasuredProfile {
  const policy = { ...face, challenge: evidence };
  const attacks = series
    .filter(({ name }) => name !== PERSON)
    .map(({ name, sessions }) => ({
      name,
      sessions,
      accepted: sessions.filter(({ findings }) => isAccepted(findings, policy)).length,
    }));
  const people = series.find(({ name }) => name === PERSON)?.sessions;
  return {
    profile,
    policy,
    bits: entropyBits(outline, evidence.colours.wrongMax),
    attacks: attacks.filter(({ name }) => !UNCOVERED_SPECIES.has(name)).toSorted(worstFirst),
    uncovered: attacks.filter(({ name }) => UNCOVERED_SPECIES.has(name)).toSorted(worstFirst),
    people: people === undefined ? undefined : countPeople(people, policy),
  };
}

/** By what may be true of them, not by what was counted: nobody hides behind few trials. */
function worstFirst(one: CountedSpecies, other: CountedSpecies): number {
  const boundOf = ({ accepted, sessions }: CountedSpecies): number =>
    upperBound(accepted, sessions.length);
  return (
    other.accepted / Math.max(1, other.sessions.length) -
      one.accepted / Math.max(1, one.sessions.length) ||
    boundOf(other) - boundOf(one) ||
    one.name.localeCompare(other.name)
  );
}

function shortRow({ profile, bits, attacks, people }: MeasuredProfile): readonly string[] {
  const [worst] = attacks;
  return [
    profile,
    bits.toFixed(1),
    worst === undefined ? '–' : `${worst.name}: ${worst.accepted}/${worst.sessions.length}`,
    worst === undefined ? '–' : formatShare(upperBound(worst.accepted, worst.sessions.length)),
    people === undefined ? '–' : rateOf(people.first.notBonaFide, people.trials),
    people === undefined ? '–' : rateOf(people.first.notConfirmed, people.trials),
    people === undefined ? '–' : rateOf(people.notConfirmedInThree, people.trials),
    seconds(people?.secondsAt(0.5)),
    seconds(people?.secondsAt(0.95)),
  ];
}

function presentProfile(measured: MeasuredProfile): string {
  const { profile, policy, bits, attacks, uncovered, people } = measured;
  return `## Profile “${profile}”

${bits.toFixed(1)} bits against a recording that was made before. Evidence asked for: ${policy.challenge.pieces.join(', ')}; passive score
and comparison always.

### Attacks, by species, the worst first

${attackTable(attacks, policy)}

A species that only something gives away which this profile does not ask for is, to this profile, a person.

_IAPAR_: attacks confirmed by the whole system. _APCER_: attacks that attack detection took for living, whoever they showed.

${
  uncovered.length === 0
    ? ''
    : `Not covered, and known to pass: puppets that are made in real time and answer all that is asked. Put into the stream instead of
a camera's picture, such a puppet is to this laboratory a simulated person, and passes as one.

${attackTable(uncovered, policy)}
`
}
### Where they ended

${endings([...attacks, ...uncovered], policy)}

A challenge ends at the first step that is missed; one step may be drawn anew. “Stopped by” counts sessions in which this
piece did not speak for a living person when the booth decided, so that columns overlap: in a session that ended early, what
was not asked for could not be told.

### What each piece is worth

${worth([...attacks, ...uncovered], people, policy)}

### Simulated people

${people === undefined ? 'None was presented.' : presentPeople(people, measured)}
`;
}

function attackTable(attacks: readonly CountedSpecies[], policy: SessionPolicy): string {
  if (attacks.length === 0) return 'None was presented.';
  return table(
    [
      'species',
      'accepted',
      'IAPAR, 95 % two-sided',
      '95 % upper, one-sided',
      'taken for living (APCER)',
      '95 % upper, one-sided',
      'comparison alone matched',
      'meant to be given away by',
    ],
    attacks.map((one) => attackRow(one, policy)),
  );
}

function attackRow(
  { name, sessions, accepted }: CountedSpecies,
  policy: SessionPolicy,
): readonly string[] {
  const count = (is: (findings: ProbeFindings, by: SessionPolicy) => boolean): number =>
    sessions.filter(({ findings }) => is(findings, policy)).length;
  const trials = sessions.length;
  const takenForLiving = count(isBonaFide);
  return [
    name,
    `${accepted}/${trials}`,
    formatBounds(clopperPearson(accepted, trials)),
    formatShare(upperBound(accepted, trials)),
    LIVING_SPECIES.has(name) ? 'is living' : `${takenForLiving}/${trials}`,
    LIVING_SPECIES.has(name) ? '–' : formatShare(upperBound(takenForLiving, trials)),
    `${count(isMatch)}/${trials}`,
    giveaways(name, policy),
  ];
}

function giveaways(name: string, policy: SessionPolicy): string {
  const looked = detectorsOf(policy);
  const meant = Object.entries(GIVEN_AWAY_BY).find(([species]) => species === name)?.[1] ?? [];
  return meant
    .map((detector) => (looked.includes(detector) ? detector : `${detector} (not asked for)`))
    .join(', ');
}

function endings(attacks: readonly CountedSpecies[], policy: SessionPolicy): string {
  const detectors = detectorsOf(policy);
  const verdicts = ['attack-presentation', 'undecided', 'non-match', 'capture-unusable'] as const;
  return table(
    [
      'species',
      'missed the middle',
      'missed a movement',
      'missed the colours',
      'answered to the end',
      'steps done: sessions',
      ...verdicts,
      ...detectors.map((detector) => `stopped by ${detector}`),
    ],
    attacks.map(({ name, sessions }) => {
      const missed = (kind: SessionRecord['missed']): string =>
        `${sessions.filter((session) => session.missed === kind).length}`;
      const stops = sessions.map(({ findings }) => stoppedBy(findings, policy));
      return [
        name,
        missed('straight'),
        missed('pose'),
        missed('colours'),
        missed(undefined),
        stepsReached(sessions),
        ...verdicts.map(
          (verdict) =>
            `${sessions.filter((session) => verdictOf(session, policy) === verdict).length}`,
        ),
        ...detectors.map(
          (detector) => `${stops.filter((stopped) => stopped.includes(detector)).length}`,
        ),
      ];
    }),
  );
}

function stepsReached(sessions: readonly SessionRecord[]): string {
  const reached = new Map<number, number>();
  for (const { stepsDone } of sessions) reached.set(stepsDone, (reached.get(stepsDone) ?? 0) + 1);
  return [...reached]
    .sort(([one], [other]) => one - other)
    .map(([steps, count]) => `${steps}: ${count}`)
    .join(', ');
}

/** What is accepted and whom is refused, with one detector switched off at a time. */
function worth(
  attacks: readonly CountedSpecies[],
  people: PeopleCount | undefined,
  policy: SessionPolicy,
): string {
  const looked = attacks.map(({ name, sessions }) => ({
    name,
    // A session that ended early says nothing of the pieces that were not reached, unless it went on.
    findings: sessions
      .filter(({ missed, beyond }) => missed === undefined || beyond !== undefined)
      .map(({ findings, beyond }) => beyond ?? findings),
    of: sessions.length,
  }));
  const without = (findings: readonly ProbeFindings[], detector: Detector): number =>
    findings.filter((one) => isAccepted(withConstant(one, detector, 'bona-fide', policy), policy))
      .length;
  const detectors = detectorsOf(policy);
  const rows = looked
    .filter(({ findings }) => findings.length > 0)
    .map(({ name, findings }) => [
      name,
      `${findings.length}`,
      `${findings.filter((one) => isAccepted(one, policy)).length}`,
      ...detectors.map((detector) => `${without(findings, detector)}`),
    ]);
  const refused = people?.firstTries.map(({ findings }) => findings);
  return `Sessions accepted when one piece is not looked at, of those that were answered to the end or went on after a missed step so as
to be counted here. A piece with no column above 0 stops nothing that the others do not stop as well.

${table(['species', 'of', 'nothing left out', ...detectors.map((detector) => `without ${detector}`)], rows)}

${
  refused === undefined
    ? ''
    : `People not confirmed at the first try, of ${refused.length}: ${refused.filter((one) => !isAccepted(one, policy)).length}; ${detectors
        .map((detector) => `without ${detector} ${refused.length - without(refused, detector)}`)
        .join(', ')}.`
}`;
}

function presentPeople(people: PeopleCount, { attacks, policy }: MeasuredProfile): string {
  const { trials, first } = people;
  const [worst] = attacks;
  const byComparison = attacks
    .map(({ name, sessions }) => ({
      name,
      of: sessions.length,
      matched: sessions.filter(({ findings }) => isMatch(findings, policy)).length,
    }))
    .toSorted((one, other) => other.matched / other.of - one.matched / one.of)[0];
  const rows: (readonly string[])[] = [
    ['BPCER, first try', rateOf(first.notBonaFide, trials), boundsOf(first.notBonaFide, trials)],
    [
      'not confirmed at the first try (FRR)',
      rateOf(first.notConfirmed, trials),
      boundsOf(first.notConfirmed, trials),
    ],
    [
      'not confirmed within three tries',
      rateOf(people.notConfirmedInThree, trials),
      boundsOf(people.notConfirmedInThree, trials),
    ],
    ['comparison alone did not match, first try', rateOf(first.notMatched, trials), ''],
    ['first capture not good enough, and told so', rateOf(people.unusable, trials), ''],
    ['sessions with a step drawn anew', rateOf(first.repeated, trials), ''],
    ['seconds from the first step to the last, median', seconds(people.secondsAt(0.5)), ''],
    ['the same, 95th percentile', seconds(people.secondsAt(0.95)), ''],
  ];
  if (people.triesMissing > 0) {
    rows.push(['people whose further tries were not run', `${people.triesMissing}`, '']);
  }
  if (worst !== undefined) {
    const iapar = worst.accepted / worst.sessions.length;
    rows.push([
      `RIAPAR of the system (worst species, ${worst.name})`,
      formatShare(iapar + first.notConfirmed / trials),
      'IAPAR + FRR',
    ]);
  }
  if (byComparison !== undefined) {
    rows.push([
      `RIAPAR of the comparison alone (worst species, ${byComparison.name})`,
      formatShare(byComparison.matched / byComparison.of + first.notMatched / trials),
      'attacks that matched + people who did not',
    ]);
  }
  return `${table(['figure', '', '95 % two-sided'], rows)}

A capture that was not good enough uses up no try: the person is told what to change and begins again, in the same place here,
${CAPTURES_MOST} times at most. A person of whom no capture was good enough counts as not taken for living and not confirmed.

RIAPAR is the sum of the rate of attacks accepted and the rate of people refused at the same thresholds, IAPAR + FRR
(ISO/IEC 30107-3:2023, relative impostor attack presentation accept rate); of the worst species, not of all together.

People not confirmed at the first try, by the pieces that did not speak for them: ${
    first.stopped.length === 0
      ? 'none.'
      : `${first.stopped.map(([piece, count]) => `${piece} ${count}`).join(', ')}.`
  } Steps missed: ${
    first.missed.length === 0
      ? 'none.'
      : `${first.missed.map(([kind, count]) => `${kind} ${count}`).join(', ')}.`
  }

${table(
  ['people, first try, by', '', 'not taken for living', 'not confirmed'],
  people.apart.map(({ by, value, of, notBonaFide, notConfirmed }) => [
    by,
    value,
    rateOf(notBonaFide, of),
    rateOf(notConfirmed, of),
  ]),
)}
`;
}

function rateOf(errors: number, trials: number): string {
  return `${errors}/${trials} = ${formatShare(errors / trials)}`;
}

function boundsOf(errors: number, trials: number): string {
  return formatBounds(clopperPearson(errors, trials));
}

function seconds(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : `${value.toFixed(1)} s`;
}
