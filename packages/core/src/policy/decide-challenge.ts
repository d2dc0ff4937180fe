import type {
  CaptureFindings,
  ChallengeFindings,
  ColourFindings,
  ContinuityFindings,
  PoseFindings,
  ReliefFindings,
} from '../biometrics/challenge-findings.ts';
import { COLOURS_WITHIN_MS } from '../biometrics/challenge.ts';
import type { GuidanceSymbol } from '../biometrics/booth-symbol.ts';
import type { PadDecision } from '../biometrics/pad.ts';
import type { CalibrationId } from '../biometrics/model-id.ts';

/** Which pieces a profile asks for, and what each must reach. */
export interface ChallengePolicy {
  readonly calibration: CalibrationId;
  /** Pieces that must all speak for a living person; the others are not looked at. */
  readonly pieces: readonly ChallengePiece[];
  readonly poses: {
    /** Movements that must be obeyed. */
    readonly least: number;
    readonly astrayMax: number;
  };
  readonly continuity: {
    readonly jumpsMax: number;
    readonly leapsMax: number;
    readonly lostMax: number;
  };
  readonly relief: {
    readonly flatBelow: number;
    readonly solidFrom: number;
    /** The same for bent sheets. */
    readonly sheetBelow: number;
    readonly sheetFrom: number;
  };
  readonly colours: {
    readonly explainedFrom: number;
    readonly wrongMax: number;
    /** A weaker answer cannot be told from noise. */
    readonly strengthFrom: number;
    /** What is around a living head is too far away to take more of the screen's light. */
    readonly behindShareMax: number;
    /** From here on it is as near as the paper of a print. */
    readonly behindNearFrom: number;
    /** The least that every patch of the face's front answers; not asked when absent. For a profile in which nobody turns. */
    readonly patchShareFrom?: number;
    /**
     * A later answer, in milliseconds, is none: the longer a delay may be, the likelier a wrong answer fits at one of them. As
     * late as is looked for when absent.
     */
    readonly lateMaxMs?: number;
  };
  readonly capture: { readonly frozenMax: number; readonly misdatedMax: number };
}

/** The pieces of evidence, each of which must speak for a living person. */
export const CHALLENGE_PIECES = ['poses', 'continuity', 'relief', 'colours', 'capture'] as const;
export type ChallengePiece = (typeof CHALLENGE_PIECES)[number];

/**
 * Decides each piece of evidence by itself.
 *
 * Comparisons are written so that NaN never speaks for a living person.
 */
export function decidePieces(
  findings: ChallengeFindings,
  policy: ChallengePolicy,
): Readonly<Record<ChallengePiece, PadDecision>> {
  return {
    poses: decidePoses(findings.poses, policy.poses),
    continuity: decideContinuity(findings.continuity, policy.continuity),
    relief: decideRelief(findings.relief, policy.relief),
    colours: decideColours(findings.colours, policy.colours),
    capture: decideCapture(findings.capture, policy.capture),
  };
}

/**
 * Decides what the challenge says of a presentation: bona fide only when every piece says so.
 *
 * The only place where pieces meet. "Could not tell" is never fine.
 */
export function decideChallenge(findings: ChallengeFindings, policy: ChallengePolicy): PadDecision {
  const decided = decidePieces(findings, policy);
  const pieces = policy.pieces.map((piece) => decided[piece]);
  // Nothing asked is nothing shown.
  if (pieces.length === 0) return 'undecided';
  if (pieces.includes('attack-presentation')) return 'attack-presentation';
  return pieces.every((piece) => piece === 'bona-fide') ? 'bona-fide' : 'undecided';
}

function decidePoses(
  { asked, obeyed, astray, hastened }: PoseFindings,
  { least, astrayMax }: ChallengePolicy['poses'],
): PadDecision {
  // Nobody answers before the question.
  if (!(hastened === 0)) return 'attack-presentation';
  return obeyed >= least && obeyed <= asked && astray <= astrayMax ? 'bona-fide' : 'undecided';
}

function decideContinuity(
  { frames, jumps, leaps, lost, others }: ContinuityFindings,
  { jumpsMax, leapsMax, lostMax }: ChallengePolicy['continuity'],
): PadDecision {
  if (jumps > jumpsMax) return 'attack-presentation';
  // Too many leaps are no reason to call an attack what may be a restless person.
  return frames > 0 && jumps <= jumpsMax && leaps <= leapsMax && lost <= lostMax && others === 0
    ? 'bona-fide'
    : 'undecided';
}

function decideRelief(
  relief: ReliefFindings,
  { flatBelow, solidFrom, sheetBelow, sheetFrom }: ChallengePolicy['relief'],
): PadDecision {
  if (relief.kind === 'not-evaluated') return 'undecided';
  const { residual, sheetResidual } = relief;
  if (residual < flatBelow || sheetResidual < sheetBelow) return 'attack-presentation';
  return residual >= solidFrom && sheetResidual >= sheetFrom ? 'bona-fide' : 'undecided';
}

function decideColours(colours: ColourFindings, policy: ChallengePolicy['colours']): PadDecision {
  if (colours.kind === 'not-evaluated') return 'undecided';
  const { explainedFrom, wrongMax, strengthFrom, behindShareMax, behindNearFrom } = policy;
  const { explained, matched, shown, strength, behindShare, patchShare, delayMs } = colours;
  if (!(strength >= strengthFrom)) return 'undecided';
  const isRight = shown > 0 && matched >= shown - wrongMax && matched <= shown;
  const isAnswered =
    isRight && explained >= explainedFrom && delayMs <= (policy.lateMaxMs ?? COLOURS_WITHIN_MS);
  if (isAnswered && behindShare !== undefined && behindShare >= behindNearFrom) {
    return 'attack-presentation';
  }
  if (!isLitAllOver(patchShare, policy.patchShareFrom)) return 'undecided';
  // Between the two it may be a wall close behind, or a hat.
  return isAnswered && behindShare !== undefined && behindShare <= behindShareMax
    ? 'bona-fide'
    : 'undecided';
}

/**
 * What came between: another face in the picture, or the face out of it. Where nothing else was told, the capture was bad,
 * and no answer.
 */
export function disturbanceOf(
  { continuity: { lost, others } }: ChallengeFindings,
  { continuity: { lostMax } }: ChallengePolicy,
): Extract<GuidanceSymbol, 'several-faces' | 'no-face'> | undefined {
  if (others > 0) return 'several-faces';
  return lost > lostMax ? 'no-face' : undefined;
}

/** Whether every patch of the face's front answers, as skin does and a mirror in glass does not. */
function isLitAllOver(patchShare: number | undefined, from: number | undefined): boolean {
  return from === undefined || (patchShare !== undefined && patchShare >= from);
}

function decideCapture(
  { frames, frozen, misdated }: CaptureFindings,
  { frozenMax, misdatedMax }: ChallengePolicy['capture'],
): PadDecision {
  return frames > 0 && frozen <= frozenMax && misdated <= misdatedMax ? 'bona-fide' : 'undecided';
}
