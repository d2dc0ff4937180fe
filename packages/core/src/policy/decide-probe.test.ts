import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChallengeFindings } from '../biometrics/challenge-findings.ts';
import { parseCalibrationId, parseModelId } from '../biometrics/model-id.ts';
import { decideProbe, probeDisturbance, type ProbeFindings } from './decide-probe.ts';
import type { FacePolicy } from './face-policy.ts';

const net = parseModelId('net');
const padNet = parseModelId('pad-net');
const calibration = parseCalibrationId('report');

const policy: FacePolicy = {
  comparison: { minimum: 0.5, scale: net, calibration },
  pad: { attackBelow: 0.2, bonaFideFrom: 0.6, scale: padNet, calibration },
  referenceQuality: {},
  probeQuality: {},
  probeFrames: { minimum: 3, best: 3, spreadMs: 0 },
};

function findings(changes: { comparison?: number; pad?: number } = {}): ProbeFindings {
  return {
    comparison: { kind: 'evaluated', score: { value: changes.comparison ?? 0.8, scale: net } },
    pad: { kind: 'evaluated', score: { value: changes.pad ?? 0.9, scale: padNet } },
    challenge: { kind: 'not-asked' },
  };
}

describe('decideProbe', () => {
  it('says match when faces are alike and nothing speaks of an attack', () => {
    assert.equal(decideProbe(findings(), policy), 'match');
  });

  it('says non-match under the threshold', () => {
    assert.equal(decideProbe(findings({ comparison: 0.49 }), policy), 'non-match');
  });

  it('says attack-presentation even when the faces match', () => {
    assert.equal(
      decideProbe(findings({ pad: 0.1, comparison: 0.99 }), policy),
      'attack-presentation',
    );
  });

  it('does not say match while attack detection is undecided', () => {
    assert.equal(decideProbe(findings({ pad: 0.4 }), policy), 'undecided');
    const unevaluated: ProbeFindings = {
      ...findings(),
      pad: { kind: 'not-evaluated', reason: 'model-unavailable' },
    };
    assert.equal(decideProbe(unevaluated, policy), 'undecided');
  });

  it('tells by undecided nothing of the comparison', () => {
    const alike = decideProbe(findings({ pad: 0.4, comparison: 0.9 }), policy);
    const unlike = decideProbe(findings({ pad: 0.4, comparison: -0.1 }), policy);
    assert.equal(alike, unlike);
  });

  it('says capture-unusable when nothing could be compared, whatever attack detection said', () => {
    const uncompared: ProbeFindings = {
      ...findings(),
      comparison: { kind: 'not-evaluated', reason: 'too-few-frames' },
    };
    assert.equal(decideProbe(uncompared, policy), 'capture-unusable');
  });

  it('never says match for a score that is not a number', () => {
    assert.equal(decideProbe(findings({ comparison: Number.NaN }), policy), 'non-match');
    assert.equal(decideProbe(findings({ pad: Number.NaN }), policy), 'undecided');
  });

  it('calls it a bad capture, and no answer, where another face came into the picture and nothing was told', () => {
    const passerBy = answered({ continuity: { ...FINE.continuity, others: 3 } });
    assert.equal(decideProbe(passerBy, CHALLENGING), 'capture-unusable');
    assert.equal(probeDisturbance(passerBy, CHALLENGING), 'several-faces');
    const leaping = answered({ continuity: { ...FINE.continuity, leaps: 9 } });
    assert.equal(decideProbe(leaping, CHALLENGING), 'undecided');
    assert.equal(probeDisturbance(leaping, CHALLENGING), undefined);
  });

  it('calls an attack an attack, whoever came into the picture', () => {
    const attack = answered({ continuity: { ...FINE.continuity, others: 3, jumps: 4 } });
    assert.equal(decideProbe(attack, CHALLENGING), 'attack-presentation');
  });
});

const FINE: ChallengeFindings = {
  poses: { asked: 1, obeyed: 1, astray: 0, hastened: 0 },
  continuity: { frames: 30, jumps: 0, leaps: 0, lost: 0, others: 0 },
  relief: { kind: 'not-evaluated', reason: 'no-turn' },
  colours: { kind: 'not-evaluated', reason: 'not-shown' },
  capture: { frames: 30, frozen: 0, misdated: 0 },
};
const CHALLENGING: FacePolicy = {
  ...policy,
  challenge: {
    calibration,
    pieces: ['poses', 'continuity', 'capture'],
    poses: { least: 1, astrayMax: 0 },
    continuity: { jumpsMax: 0, leapsMax: 1, lostMax: 2 },
    relief: { flatBelow: 0, solidFrom: 0, sheetBelow: 0, sheetFrom: 0 },
    colours: {
      explainedFrom: 0,
      wrongMax: 0,
      strengthFrom: 0,
      behindShareMax: 0,
      behindNearFrom: 0,
    },
    capture: { frozenMax: 0, misdatedMax: 0 },
  },
};

function answered(change: Partial<ChallengeFindings>): ProbeFindings {
  return { ...findings(), challenge: { kind: 'answered', findings: { ...FINE, ...change } } };
}
