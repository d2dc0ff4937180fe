import { parseModelId, type ChallengeFindings, type ProbeFindings } from '@bonin/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDecisionPolicy } from '@bonin/protocol';
import type { SessionPolicy } from '../decide-sessions.ts';
import type { SessionRecord } from '../session-record.ts';

/** The shipped policy with all four profiles; its thresholds are what tests of the laboratory speak of. */
export const POLICY = parseDecisionPolicy(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../policies/attended.json'), 'utf8')),
);

export const ORDINARY: SessionPolicy = {
  ...POLICY.face,
  challenge: POLICY.challenges!.ordinary!.evidence,
};

/** Findings that speak for a living person who is the right one, except for what is given. */
export function probeFindings(
  other: Partial<ChallengeFindings> & { readonly padScore?: number; readonly score?: number } = {},
): ProbeFindings {
  const { padScore = 0.99, score = 0.9, ...pieces } = other;
  const { pad, comparison } = POLICY.face;
  return {
    comparison: {
      kind: 'evaluated',
      score: { value: score, scale: parseModelId(comparison.scale) },
    },
    pad: { kind: 'evaluated', score: { value: padScore, scale: parseModelId(pad.scale) } },
    challenge: {
      kind: 'answered',
      findings: {
        poses: { asked: 9, obeyed: 9, astray: 0, hastened: 0 },
        continuity: { frames: 60, jumps: 0, leaps: 0, lost: 0, others: 0 },
        relief: { kind: 'evaluated', residual: 9, sheetResidual: 9 },
        colours: {
          kind: 'evaluated',
          explained: 1,
          matched: 20,
          shown: 20,
          strength: 0.2,
          behindShare: 0,
          patchShare: 0.9,
          delayMs: 180,
        },
        capture: { frames: 60, frozen: 0, misdated: 0 },
        ...pieces,
      },
    },
  };
}

/** A session that ended well, except for what is given. */
export function sessionRecord(other: Partial<SessionRecord> = {}): SessionRecord {
  return {
    trial: 0,
    attempt: 1,
    place: { camera: 'laptop', light: 'lamps', noise: 'low', room: 'wall', skin: 'light' },
    steps: 4,
    stepsDone: 4,
    repeats: 0,
    frames: 60,
    lastedMs: 7_000,
    refusals: {},
    findings: probeFindings(),
    ...other,
  };
}

/** Findings in which this piece speaks against the person. */
export const AGAINST = {
  poses: probeFindings({ poses: { asked: 9, obeyed: 0, astray: 0, hastened: 0 } }),
  colours: probeFindings({ colours: { kind: 'not-evaluated', reason: 'not-shown' } }),
  comparison: probeFindings({ score: 0.1 }),
} as const;
