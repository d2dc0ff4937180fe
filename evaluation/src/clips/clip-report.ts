import {
  decideComparison,
  decidePad,
  decidePieces,
  type ChallengeFindings,
  type PadDecision,
} from '@bonin/core';
import type { SessionPolicy } from '../attacks/decide-sessions.ts';
import { clopperPearson, upperBound } from '../metrics/rate-bounds.ts';
import { formatBounds, formatShare, table } from '../reports/format.ts';
import type { ClipFindings } from './examine-clip.ts';
import type { Clip } from './read-clips.ts';

export interface ExaminedClip {
  readonly clip: Pick<Clip, 'label' | 'species'>;
  readonly findings: ClipFindings;
}

/** What can be said of a recording without having asked for anything. */
const PARTS = ['passive score', 'identity', 'continuity', 'capture', 'relief'] as const;
type Part = (typeof PARTS)[number];

/** What each part says; `undefined` where it could not be applied. */
type Said = Readonly<Record<Part, PadDecision | undefined>>;

/** The report of real recordings: attacks apart by species, the worst first, and what could not be applied. */
export function presentClips(examined: readonly ExaminedClip[], policy: SessionPolicy): string {
  const said = examined.map(({ clip, findings }) => ({
    ...clip,
    said: decideParts(findings, policy),
  }));
  const attacks = [
    ...new Set(said.flatMap(({ label, species }) => (label === 'attack' ? species : []))),
  ]
    .map((species) => said.filter((one) => one.label === 'attack' && one.species === species))
    .toSorted((one, other) => passed(other) / other.length - passed(one) / one.length);
  const bonaFide = said.filter(({ label }) => label === 'bona-fide');
  return `# Attacks and people on recordings

Written by \`npm run evaluate -- attacks\`: ${attacks.flat().length} recordings of attacks and ${bonaFide.length} of living people.

**Nobody was asked for anything in a recording.** What was asked for cannot be looked at: the movements of the challenge and
its colours were not applied to any clip, nor the times of the pictures, which were made from the rate in \`labels.csv\`. A rate of
this page is one of the remaining parts. An attack that passes here has not passed the challenge; a person who passes has
not been through it either.

## Attacks, by species, the worst first

${
  attacks.length === 0
    ? 'None was given.'
    : table(
        [
          'species',
          'stopped by no part that applied',
          '95 % two-sided',
          '95 % upper, one-sided',
          ...PARTS.map((part) => `${part}: taken for living`),
        ],
        attacks.map((own) => [
          own[0]?.species ?? '',
          `${passed(own)}/${own.length}`,
          formatBounds(clopperPearson(passed(own), own.length)),
          formatShare(upperBound(passed(own), own.length)),
          ...PARTS.map((part) => speakingFor(own, part)),
        ]),
      )
}

“Identity: taken for living” reads: the face is that of the person who is meant. The comparison is made with another recording
of that person; an attack shows the same face, and is expected to match.

## Living people

${
  bonaFide.length === 0
    ? 'None was given.'
    : table(
        ['part', 'did not speak for the person', '95 % two-sided'],
        PARTS.map((part) => {
          const applied = bonaFide.filter((one) => one.said[part] !== undefined);
          const against = applied.filter((one) => one.said[part] !== 'bona-fide').length;
          return [
            part,
            `${against}/${applied.length}`,
            formatBounds(clopperPearson(against, applied.length)),
          ];
        }),
      )
}

## What could not be applied

${table(
  ['part', 'recordings', 'because'],
  [
    ['movements of the challenge', `${said.length}`, 'nobody asked for any'],
    ['colours of the challenge', `${said.length}`, 'nobody showed any'],
    ['times of the pictures', `${said.length}`, 'made from the rate, so that none can be wrong'],
    ...reasons(examined),
  ],
)}
`;
}

/** How many are stopped by no part that could be applied; one to which nothing applied is none of them. */
function passed(clips: readonly { readonly said: Said }[]): number {
  return clips.filter(({ said }) => {
    const applied = PARTS.flatMap((part) => said[part] ?? []);
    return applied.length > 0 && applied.every((decision) => decision === 'bona-fide');
  }).length;
}

function speakingFor(clips: readonly { readonly said: Said }[], part: Part): string {
  const applied = clips.filter(({ said }) => said[part] !== undefined);
  return `${applied.filter(({ said }) => said[part] === 'bona-fide').length}/${applied.length}`;
}

function decideParts(
  { pad, comparison, continuity, capture, relief }: ClipFindings,
  policy: SessionPolicy,
): Said {
  const findings: ChallengeFindings = {
    poses: { asked: 0, obeyed: 0, astray: 0, hastened: 0 },
    continuity,
    relief,
    colours: { kind: 'not-evaluated', reason: 'not-shown' },
    capture,
  };
  const pieces = decidePieces(findings, policy.challenge);
  return {
    'passive score': pad.kind === 'evaluated' ? decidePad(pad, policy.pad) : undefined,
    identity:
      comparison.kind === 'not-evaluated'
        ? undefined
        : decideComparison(comparison.score, policy.comparison) === 'match'
          ? 'bona-fide'
          : 'attack-presentation',
    // Without a face in any picture there is nothing to be continuous.
    continuity: continuity.frames > 0 ? pieces.continuity : undefined,
    capture: capture.frames > 1 ? pieces.capture : undefined,
    relief: relief.kind === 'evaluated' ? pieces.relief : undefined,
  };
}

function reasons(examined: readonly ExaminedClip[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  const count = (part: Part, reason: string): void => {
    const key = `${part}|${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const { findings } of examined) {
    const { pad, comparison, relief, continuity, capture } = findings;
    if (pad.kind === 'not-evaluated') count('passive score', pad.reason);
    if (comparison.kind === 'not-evaluated') count('identity', comparison.reason);
    if (relief.kind === 'not-evaluated') count('relief', relief.reason);
    if (continuity.frames === 0) count('continuity', 'no face in any picture');
    if (capture.frames <= 1) count('capture', 'fewer than two pictures');
  }
  return [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([key, number]) => {
      const [part = '', reason = ''] = key.split('|');
      return [part, `${number}`, reason];
    });
}
