import {
  CHALLENGE_PIECES,
  decideChallenge,
  decideComparison,
  decidePad,
  decidePieces,
  decideProbe,
  type ChallengeFindings,
  type ChallengePolicy,
  type FacePolicy,
  type PadDecision,
  type ProbeFindings,
  type VerdictSymbol,
} from '@bonin/core';
import type { SessionRecord } from './session-record.ts';

export type SessionPolicy = FacePolicy & { readonly challenge: ChallengePolicy };

/** Everything that must speak for the person: the pieces of the challenge, the passive score and the comparison. */
export const DETECTORS = [...CHALLENGE_PIECES, 'passive-score', 'comparison'] as const;
export type Detector = (typeof DETECTORS)[number];

/** The detectors that a policy looks at. */
export function detectorsOf({ challenge }: SessionPolicy): readonly Detector[] {
  return DETECTORS.filter(
    (detector) =>
      detector === 'passive-score' ||
      detector === 'comparison' ||
      challenge.pieces.includes(detector),
  );
}

/** Whether the system would confirm the person, as a booth decides it. */
export function isAccepted(findings: ProbeFindings, policy: SessionPolicy): boolean {
  return decideProbe(findings, policy) === 'match';
}

/** What the booth says of a session. */
export function verdictOf(
  { findings, hindrance }: Pick<SessionRecord, 'findings' | 'hindrance'>,
  policy: SessionPolicy,
): VerdictSymbol {
  if (hindrance !== undefined) return 'capture-unusable';
  // A face that was seen and answered too little must not be tried without end.
  if (findings.comparison.kind === 'not-evaluated') return 'undecided';
  return decideProbe(findings, policy);
}

/** Whether attack detection takes the presentation for a living person, whoever it is. */
export function isBonaFide({ pad, challenge }: ProbeFindings, policy: SessionPolicy): boolean {
  return (
    decidePad(pad, policy.pad) === 'bona-fide' &&
    challenge.kind === 'answered' &&
    decideChallenge(challenge.findings, policy.challenge) === 'bona-fide'
  );
}

/** Whether the comparison alone takes the face for that of the reference. */
export function isMatch({ comparison }: ProbeFindings, policy: SessionPolicy): boolean {
  return (
    comparison.kind === 'evaluated' &&
    decideComparison(comparison.score, policy.comparison) === 'match'
  );
}

/** The detectors that do not speak for the person. */
export function stoppedBy(findings: ProbeFindings, policy: SessionPolicy): readonly Detector[] {
  const { challenge, pad } = findings;
  const pieces =
    challenge.kind === 'answered' ? decidePieces(challenge.findings, policy.challenge) : undefined;
  const says = (detector: Detector): boolean => {
    if (detector === 'comparison') return isMatch(findings, policy);
    if (detector === 'passive-score') return decidePad(pad, policy.pad) === 'bona-fide';
    return pieces?.[detector] === 'bona-fide';
  };
  return detectorsOf(policy).filter((detector) => !says(detector));
}

/** Findings that no threshold takes for an attack. */
const MANY = 1_000;
const SPEAKING_FOR: ChallengeFindings = {
  poses: { asked: MANY, obeyed: MANY, astray: 0, hastened: 0 },
  continuity: { frames: MANY, jumps: 0, leaps: 0, lost: 0, others: 0 },
  relief: { kind: 'evaluated', residual: MANY, sheetResidual: MANY },
  colours: {
    kind: 'evaluated',
    explained: 1,
    matched: MANY,
    shown: MANY,
    strength: MANY,
    behindShare: 0,
    patchShare: 1,
    delayMs: 0,
  },
  capture: { frames: MANY, frozen: 0, misdated: 0 },
};

/** Findings that no threshold takes for a living person. */
const SPEAKING_AGAINST: ChallengeFindings = {
  poses: { asked: MANY, obeyed: 0, astray: MANY, hastened: MANY },
  continuity: { frames: MANY, jumps: MANY, leaps: MANY, lost: MANY, others: MANY },
  relief: { kind: 'evaluated', residual: 0, sheetResidual: 0 },
  colours: {
    kind: 'evaluated',
    explained: 0,
    matched: 0,
    shown: MANY,
    strength: MANY,
    behindShare: MANY,
    patchShare: 0,
    delayMs: MANY,
  },
  capture: { frames: MANY, frozen: MANY, misdated: MANY },
};

/**
 * The same findings with one detector replaced by one that always says the same, whatever it is shown.
 *
 * Always bona fide is the detector switched off.
 */
export function withConstant(
  findings: ProbeFindings,
  detector: Detector,
  says: Exclude<PadDecision, 'undecided'>,
  { pad, comparison }: FacePolicy,
): ProbeFindings {
  const value = says === 'bona-fide' ? 1 : 0;
  switch (detector) {
    case 'passive-score':
      return { ...findings, pad: { kind: 'evaluated', score: { value, scale: pad.scale } } };
    case 'comparison':
      return {
        ...findings,
        comparison: { kind: 'evaluated', score: { value, scale: comparison.scale } },
      };
    default: {
      if (findings.challenge.kind !== 'answered') return findings;
      const constant = says === 'bona-fide' ? SPEAKING_FOR : SPEAKING_AGAINST;
      const replaced = { ...findings.challenge.findings, [detector]: constant[detector] };
      return { ...findings, challenge: { kind: 'answered', findings: replaced } };
    }
  }
}
