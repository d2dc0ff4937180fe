import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import type { ChallengeFindings } from '../biometrics/challenge-findings.ts';
import { parseCalibrationId } from '../biometrics/model-id.ts';
import {
  CHALLENGE_PIECES,
  decideChallenge,
  disturbanceOf,
  type ChallengePolicy,
} from './decide-challenge.ts';

const POLICY: ChallengePolicy = {
  calibration: parseCalibrationId('report'),
  pieces: CHALLENGE_PIECES,
  poses: { least: 3, astrayMax: 1 },
  continuity: { jumpsMax: 1, leapsMax: 1, lostMax: 3 },
  relief: { flatBelow: 0.5, solidFrom: 1, sheetBelow: 1, sheetFrom: 2 },
  colours: {
    explainedFrom: 0.7,
    wrongMax: 1,
    strengthFrom: 0.02,
    behindShareMax: 0.3,
    behindNearFrom: 0.6,
    lateMaxMs: 400,
  },
  capture: { frozenMax: 2, misdatedMax: 2 },
};

const LIVING: ChallengeFindings = {
  poses: { asked: 3, obeyed: 3, astray: 0, hastened: 0 },
  continuity: { frames: 60, jumps: 0, leaps: 0, lost: 0, others: 0 },
  relief: { kind: 'evaluated', residual: 3, sheetResidual: 3 },
  colours: {
    kind: 'evaluated',
    explained: 0.95,
    matched: 11,
    shown: 11,
    strength: 0.1,
    behindShare: 0.1,
    patchShare: 0.9,
    delayMs: 180,
  },
  capture: { frames: 60, frozen: 0, misdated: 0 },
};

function colours(change: object): ChallengeFindings {
  return { ...LIVING, colours: { ...LIVING.colours, ...change } };
}

function relief(change: object): ChallengeFindings {
  return { ...LIVING, relief: { ...LIVING.relief, ...change } };
}

function leaping(leaps: number): ChallengeFindings {
  return { ...LIVING, continuity: { ...LIVING.continuity, leaps } };
}

describe('decideChallenge', () => {
  it('takes for living what every piece speaks for', () => {
    assert.equal(decideChallenge(LIVING, POLICY), 'bona-fide');
  });

  const notLiving: readonly (readonly [string, ChallengeFindings])[] = [
    ['a movement missing', { ...LIVING, poses: { ...LIVING.poses, obeyed: 2 } }],
    ['the head going the other way twice', { ...LIVING, poses: { ...LIVING.poses, astray: 2 } }],
    ['an answer before the question', { ...LIVING, poses: { ...LIVING.poses, hastened: 1 } }],
    ['cuts', { ...LIVING, continuity: { ...LIVING.continuity, jumps: 2 } }],
    ['a face that leaps while it should be still', leaping(2)],
    ['a face that was away', { ...LIVING, continuity: { ...LIVING.continuity, lost: 4 } }],
    ['a second face', { ...LIVING, continuity: { ...LIVING.continuity, others: 1 } }],
    ['no frame', { ...LIVING, continuity: { ...LIVING.continuity, frames: 0 } }],
    ['a flat picture', relief({ residual: 0.2 })],
    ['a nearly flat picture', relief({ residual: 0.9 })],
    ['a bent picture', relief({ sheetResidual: 0.9 })],
    ['what may be a bent picture', relief({ sheetResidual: 1.9 })],
    ['no turn', { ...LIVING, relief: { kind: 'not-evaluated', reason: 'no-turn' } }],
    ['colours that do not fit', colours({ explained: 0.3 })],
    ['two wrong colours', colours({ matched: 9 })],
    ['too weak an answer', colours({ strength: 0.01 })],
    ['paper that shines as the face does', colours({ behindShare: 0.9 })],
    ['a wall close behind', colours({ behindShare: 0.4 })],
    ['nothing to be seen behind', colours({ behindShare: undefined })],
    ['no colours', { ...LIVING, colours: { kind: 'not-evaluated', reason: 'not-shown' } }],
    ['frozen frames', { ...LIVING, capture: { ...LIVING.capture, frozen: 3 } }],
    ['times that do not fit', { ...LIVING, capture: { ...LIVING.capture, misdated: 3 } }],
  ];
  for (const [what, findings] of notLiving) {
    it(`does not take for living: ${what}`, () => {
      assert.notEqual(decideChallenge(findings, POLICY), 'bona-fide');
    });
  }

  it('calls an attack what no living person does, and leaves the rest undecided', () => {
    const attacks: readonly ChallengeFindings[] = [
      { ...LIVING, poses: { ...LIVING.poses, hastened: 1 } },
      { ...LIVING, continuity: { ...LIVING.continuity, jumps: 2 } },
      relief({ residual: 0.2 }),
      relief({ sheetResidual: 0.9 }),
      colours({ behindShare: 0.9 }),
    ];
    for (const attack of attacks) {
      assert.equal(decideChallenge(attack, POLICY), 'attack-presentation');
    }
    const slow: ChallengeFindings = { ...LIVING, poses: { ...LIVING.poses, obeyed: 2 } };
    const people = [
      slow,
      leaping(2),
      relief({ sheetResidual: 1.9 }),
      colours({ behindShare: 0.4 }),
    ];
    for (const person of people) assert.equal(decideChallenge(person, POLICY), 'undecided');
  });

  it('looks only at the pieces that the profile names', () => {
    const noTurn: ChallengeFindings = {
      ...LIVING,
      relief: { kind: 'not-evaluated', reason: 'no-turn' },
    };
    const policy = { ...POLICY, pieces: ['colours', 'continuity', 'capture'] } as const;
    assert.equal(decideChallenge(noTurn, policy), 'bona-fide');
  });

  it('asks whether the face is lit all over only where the policy says so', () => {
    const policy = { ...POLICY, colours: { ...POLICY.colours, patchShareFrom: 0.5 } };
    assert.equal(decideChallenge(LIVING, policy), 'bona-fide');
    for (const patchShare of [0.3, undefined, Number.NaN]) {
      assert.equal(decideChallenge(colours({ patchShare }), policy), 'undecided');
      assert.equal(decideChallenge(colours({ patchShare }), POLICY), 'bona-fide');
    }
  });

  it('takes a late answer for none, as late as the policy says, or as is looked for where it says nothing', () => {
    assert.equal(decideChallenge(colours({ delayMs: 400 }), POLICY), 'bona-fide');
    assert.equal(decideChallenge(colours({ delayMs: 420 }), POLICY), 'undecided');
    const { lateMaxMs, ...silentColours } = POLICY.colours;
    assert.equal(lateMaxMs, 400);
    const silent = { ...POLICY, colours: silentColours };
    assert.equal(decideChallenge(colours({ delayMs: 680 }), silent), 'bona-fide');
    assert.equal(decideChallenge(colours({ delayMs: 700 }), silent), 'undecided');
  });

  it('takes nothing for living when nothing is asked', () => {
    assert.equal(decideChallenge(LIVING, { ...POLICY, pieces: [] }), 'undecided');
  });

  it('never takes for living what is not a number', () => {
    for (const piece of CHALLENGE_PIECES) {
      for (const [member, value] of Object.entries(LIVING[piece])) {
        if (typeof value !== 'number' || member === 'patchShare') continue;
        const findings = { ...LIVING, [piece]: { ...LIVING[piece], [member]: Number.NaN } };
        assert.notEqual(decideChallenge(findings, POLICY), 'bona-fide', `${piece}.${member}`);
      }
    }
  });

  it('names what came between, so that a bad capture is not taken for an answer', () => {
    const broken = (change: object): ChallengeFindings => ({
      ...LIVING,
      continuity: { ...LIVING.continuity, ...change },
    });
    assert.equal(disturbanceOf(LIVING, POLICY), undefined);
    assert.equal(disturbanceOf(broken({ others: 1 }), POLICY), 'several-faces');
    assert.equal(disturbanceOf(broken({ lost: 3 }), POLICY), undefined);
    assert.equal(disturbanceOf(broken({ lost: 4 }), POLICY), 'no-face');
  });
});
