import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDecisionPolicy } from './policy-document.ts';
import { ProtocolError } from './protocol-error.ts';

const scale = { scale: 'some-model', calibration: 'some-report' };

function document() {
  return {
    id: 'default',
    version: 1,
    face: {
      comparison: { minimum: 0.4, ...scale },
      pad: { attackBelow: 0.2, bonaFideFrom: 0.6, ...scale },
      referenceQuality: { interEyeDistance: 20 },
      probeQuality: {},
      probeFrames: { minimum: 5, best: 3, spreadMs: 1_000 },
    },
    attempts: {
      attemptsMax: 3,
      challengeLifetime: 120_000,
      captureTimeLimit: 90_000,
      registrationLifetime: 3_600_000,
      unusableCapturesMax: 10,
    },
  };
}

describe('policy document', () => {
  it('is read when every member is there', () => {
    assert.deepEqual(parseDecisionPolicy(document()), document());
  });

  it('is refused by the name of the member that is wrong', () => {
    const wrong: [string, (policy: ReturnType<typeof document>) => unknown][] = [
      ['id', (policy) => ({ ...policy, id: 'Not An Id' })],
      ['version', (policy) => ({ ...policy, version: 0 })],
      ['face.comparison.minimum', (policy) => set(policy, 'comparison', { minimum: 1, ...scale })],
      ['face.comparison', (policy) => set(policy, 'comparison', { minimum: 0.4, ...scale, x: 1 })],
      [
        'face.pad',
        (policy) => set(policy, 'pad', { attackBelow: 0.7, bonaFideFrom: 0.6, ...scale }),
      ],
      [
        'face.probeFrames',
        (policy) => set(policy, 'probeFrames', { minimum: 2, best: 3, spreadMs: 0 }),
      ],
      [
        'face.probeFrames.spreadMs',
        (policy) => set(policy, 'probeFrames', { minimum: 5, best: 3 }),
      ],
      [
        'face.probeFrames.minimum',
        (policy) => set(policy, 'probeFrames', { minimum: 9, best: 3, spreadMs: 0 }),
      ],
      [
        'attempts.attemptsMax',
        (policy) => ({ ...policy, attempts: { ...policy.attempts, attemptsMax: 0 } }),
      ],
    ];
    for (const [member, change] of wrong) {
      assert.throws(
        () => parseDecisionPolicy(change(document())),
        (error) =>
          error instanceof ProtocolError &&
          error.code === 'POLICY_MALFORMED' &&
          error.details['member'] === member,
        member,
      );
    }
  });

  it('is refused when a threshold names no model, or a quality component that is not one', () => {
    const nameless = set(document(), 'comparison', { minimum: 0.4, scale: '', calibration: 'x' });
    assert.throws(() => parseDecisionPolicy(nameless), ProtocolError);
    const unknown = set(document(), 'probeQuality', { beauty: 50 });
    assert.throws(() => parseDecisionPolicy(unknown), ProtocolError);
  });
});

describe('policy document: challenges', () => {
  const profile = {
    channels: ['online'],
    outline: {
      straightMs: 500,
      poses: 2,
      holdFromMs: 100,
      holdToMs: 400,
      colours: 4,
      colourMs: 340,
      poseLimitMs: 4_000,
    },
    evidence: {
      calibration: 'some-report',
      pieces: ['poses', 'continuity', 'relief', 'colours', 'capture'],
      poses: { least: 2, astrayMax: 0 },
      continuity: { jumpsMax: 0, leapsMax: 1, lostMax: 0 },
      relief: { flatBelow: 0.5, solidFrom: 1, sheetBelow: 1.2, sheetFrom: 1.9 },
      colours: {
        explainedFrom: 0.9,
        wrongMax: 0,
        strengthFrom: 0.01,
        behindShareMax: 0.35,
        behindNearFrom: 0.6,
      },
      capture: { frozenMax: 0, misdatedMax: 0 },
    },
  };
  const { outline, evidence } = profile;
  const withProfile = (change: object) => ({
    ...document(),
    challenges: { ordinary: { ...profile, ...change } },
  });

  it('are read when every member is there', () => {
    assert.deepEqual(parseDecisionPolicy(withProfile({})), withProfile({}));
  });

  it('may have no movements, or no colours, and then look for none', () => {
    const still = { ...outline, poses: 0 };
    const unlit = { ...outline, colours: 0 };
    const unmoved = { ...evidence, poses: { least: 0, astrayMax: 0 } };
    for (const change of [
      {
        outline: still,
        evidence: {
          ...unmoved,
          pieces: ['continuity', 'colours', 'capture'],
          colours: { ...evidence.colours, patchShareFrom: 0.5 },
        },
      },
      {
        outline: unlit,
        evidence: { ...evidence, pieces: ['poses', 'continuity', 'relief', 'capture'] },
      },
    ]) {
      assert.doesNotThrow(() => parseDecisionPolicy(withProfile(change)));
    }
  });

  const without = (piece: string) => ({
    evidence: { ...evidence, pieces: evidence.pieces.filter((one) => one !== piece) },
  });
  for (const [what, change] of [
    ['nothing is asked', { outline: { ...outline, poses: 0, colours: 0 } }],
    ['more steps are asked than a booth has words for', { outline: { ...outline, poses: 6 } }],
    ['colours change more than three times a second', { outline: { ...outline, colourMs: 330 } }],
    ['the longest hold is shorter than the shortest', { outline: { ...outline, holdToMs: 90 } }],
    ['it is offered nowhere', { channels: [] }],
    ['movements are asked and not looked at', without('poses')],
    ['colours are shown and not looked at', without('colours')],
    ['cuts are not looked for', without('continuity')],
    ['the way of the frames is not looked at', without('capture')],
    [
      'nobody turns and no face must be lit all over',
      {
        outline: { ...outline, poses: 0 },
        evidence: {
          ...evidence,
          poses: { least: 0, astrayMax: 0 },
          pieces: ['continuity', 'colours', 'capture'],
        },
      },
    ],
    ['no piece is named', { evidence: { ...evidence, pieces: [] } }],
    [
      'a piece is named twice',
      { evidence: { ...evidence, pieces: [...evidence.pieces, 'relief'] } },
    ],
    ['a piece is none', { evidence: { ...evidence, pieces: [...evidence.pieces, 'charm'] } }],
    [
      'more movements must be obeyed than are asked',
      { evidence: { ...evidence, poses: { least: 3, astrayMax: 0 } } },
    ],
    [
      'a head may be flatter than a picture',
      {
        evidence: {
          ...evidence,
          relief: { flatBelow: 1, solidFrom: 0.5, sheetBelow: 1.2, sheetFrom: 1.9 },
        },
      },
    ],
  ] as const) {
    it(`are refused when ${what}`, () => {
      assert.throws(() => parseDecisionPolicy(withProfile(change)), { code: 'POLICY_MALFORMED' });
    });
  }

  it('are refused when there is no profile, or one that nobody knows', () => {
    for (const challenges of [{}, { quick: profile }]) {
      assert.throws(() => parseDecisionPolicy({ ...document(), challenges }), {
        code: 'POLICY_MALFORMED',
      });
    }
  });
});

function set(policy: ReturnType<typeof document>, member: string, value: unknown) {
  return { ...policy, face: { ...policy.face, [member]: value } };
}
