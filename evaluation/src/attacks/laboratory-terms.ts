import {
  CHALLENGE_PIECES,
  parseCalibrationId,
  type ChallengeOutline,
  type ChallengePolicy,
} from '@bonin/core';

/** The challenge that the laboratory asks: 26 bits against a blind replay. */
export const OUTLINE: ChallengeOutline = {
  straightMs: 500,
  poses: 3,
  holdFromMs: 200,
  holdToMs: 500,
  colours: 11,
  colourMs: 340,
  poseLimitMs: 4_500,
};

export const REPORT = parseCalibrationId('attack-laboratory-2026-11');

/**
 * What the answer must show. Set before the counted run, from a dozen simulated sessions and from real webcam frames:
 * the relief of flat pictures of the sample faces is 0.15 to 0.3, that of turned real heads 1.8 to 4.8.
 */
export const EVIDENCE: ChallengePolicy = {
  calibration: REPORT,
  pieces: CHALLENGE_PIECES,
  poses: { least: 3, oppositeMax: 0 },
  continuity: { jumpsMax: 0, lostMax: 2 },
  relief: { flatBelow: 0.5, solidFrom: 0.9 },
  colours: { explainedFrom: 0.8, wrongMax: 1, strengthFrom: 0.015, behindShareMax: 0.5 },
  capture: { frozenMax: 1, misdatedMax: 1 },
};
