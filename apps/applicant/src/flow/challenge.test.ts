import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChallengeProfile, ChallengeStep } from '@bonin/core';
import type { CaptureView } from '@bonin/protocol/channel';
import { advanceFlow } from './advance-flow.ts';
import { asked, begun, CHALLENGE_OVER, problem, travel, view } from './flow-journeys.ts';
import type { FlowEvent } from './flow.ts';

const STRAIGHT: ChallengeStep = { kind: 'straight', holdMs: 500 };
const LEFT: ChallengeStep = { kind: 'pose', pose: 'left', holdMs: 200 };
const NEARER: ChallengeStep = { kind: 'pose', pose: 'nearer', holdMs: 200 };
const COLOURS: ChallengeStep = { kind: 'colours', colours: ['rose', 'cyan'], eachMs: 340 };
const OFFERED: readonly ChallengeProfile[] = ['ordinary', 'slow', 'no-motion'];

describe('the flow under a challenge', () => {
  it('says what will be asked, and lets the kind be chosen, before a booth is asked for', () => {
    const { flow, effects } = travel(begun(), toChoice());
    assert.deepEqual(flow.place, { kind: 'choose-challenge' });
    assert.ok(effects.every(({ kind }) => kind !== 'send' && kind !== 'open-face-camera'));
  });

  it('asks for an attempt of the kind that was chosen', () => {
    const { flow, effects } = travel(begun(), toChoice(), [chosen('no-motion')]);
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'checking' });
    assert.deepEqual(effects.at(-2), {
      kind: 'send',
      message: { kind: 'attempt-requested', profile: 'no-motion' },
    });
  });

  it('takes no kind that is not offered here', () => {
    const { flow } = travel(begun(), toChoice(), [chosen('no-colour')]);
    assert.deepEqual(flow.place, { kind: 'choose-challenge' });
  });

  it('lets another kind be chosen when the server does not offer the one that was', () => {
    const { flow } = travel(begun(), toChoice(), [
      chosen('slow'),
      said({ kind: 'refused', problem: problem('CHALLENGE_NOT_OFFERED') }),
    ]);
    assert.deepEqual([flow.place.kind, flow.profile], ['choose-challenge', undefined]);
  });

  it('keeps the kind for the next attempt, and lets it be changed', () => {
    const failed = travel(begun(), toCapture(), [
      CHALLENGE_OVER,
      said({
        kind: 'attempt-decided',
        outcome: 'not-confirmed',
        view: view({ state: 'awaiting-capture', attemptsLeft: 2, challengeProfiles: OFFERED }),
      }),
    ]);
    assert.deepEqual(failed.flow.place, { kind: 'try-again', outcome: 'not-confirmed' });
    assert.deepEqual(advanceFlow(failed.flow, { kind: 'went-on' }).effects[0], {
      kind: 'send',
      message: { kind: 'attempt-requested', profile: 'ordinary' },
    });
    const changed = travel(failed, [{ kind: 'challenge-choice-wanted' }, chosen('slow')]);
    assert.deepEqual(changed.effects.at(-2), {
      kind: 'send',
      message: { kind: 'attempt-requested', profile: 'slow' },
    });
  });

  it('shows the first step when the capture begins, though it was released before', () => {
    const { flow, effects } = travel(begun(), toCapture());
    assert.deepEqual(flow.place, { kind: 'look-at-camera', step: 'capturing' });
    assert.deepEqual(effects.slice(-2), [{ kind: 'send-frames' }, { kind: 'ask', step: STRAIGHT }]);
  });

  it('keeps the first step while the camera has to be allowed first', () => {
    const { effects } = travel(begun(), toReference(), [
      asked(STRAIGHT),
      { kind: 'camera-failed', reason: 'refused' },
      { kind: 'retry-pressed' },
      ...fromCamera(),
    ]);
    assert.deepEqual(effects.at(-1), { kind: 'ask', step: STRAIGHT });
  });

  it('asks for each step as it is released, and says what the head did before', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      asked(NEARER, { place: 2 }),
      asked(LEFT, { place: 3 }),
    ]);
    assert.deepEqual(effects.at(-1), { kind: 'ask', step: LEFT });
    const { step, place, of, again, after } = flow.asked ?? {};
    assert.deepEqual([step, place, of, again, after], [LEFT, 3, 5, false, 'nearer']);
  });

  it('knows that a step is asked for once more in place of one that could not be told', () => {
    const { flow } = travel(begun(), toCapture(), [
      asked(LEFT, { place: 2 }),
      asked(NEARER, { place: 2, again: true }),
    ]);
    assert.deepEqual([flow.asked?.again, flow.asked?.after], [true, 'left']);
  });

  it('shows what the booth says beside what is asked, until the next step', () => {
    const told = travel(begun(), toCapture(), [
      asked(LEFT, { place: 2 }),
      said({ kind: 'guidance-given', symbol: 'adjust-light' }),
    ]);
    assert.deepEqual(told.flow.place, {
      kind: 'look-at-camera',
      step: 'capturing',
      guidance: 'adjust-light',
    });
    assert.equal(told.flow.asked?.step, LEFT);
    const next = travel(told, [asked(COLOURS, { place: 3 })]);
    assert.deepEqual(next.flow.place, { kind: 'look-at-camera', step: 'capturing' });
  });

  for (const answered of [true, false]) {
    it(`closes the capture when nothing more is asked, ${answered ? 'all' : 'not all'} being answered`, () => {
      const { flow, effects } = travel(begun(), toCapture(), [
        asked(LEFT, { place: 2 }),
        said({ kind: 'challenge-over', answered }),
      ]);
      assert.equal(flow.place.kind, 'wait-for-answer');
      const kinds = effects.map(({ kind }) => kind);
      assert.ok(kinds.indexOf('send-frames') < kinds.indexOf('end-capture'));
      assert.ok(kinds.lastIndexOf('end-capture') < kinds.lastIndexOf('close-camera'));
    });
  }

  it('counts nothing when the time was over before the first frame', () => {
    const { flow, effects } = travel(begun(), toReference(), [
      asked(STRAIGHT),
      { kind: 'face-camera-opened' },
      said({ kind: 'challenge-over', answered: false }),
    ]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'time-over' });
    assert.ok(effects.every(({ kind }) => kind !== 'end-capture'));
    assert.ok(
      effects.some(
        (effect) => effect.kind === 'send' && effect.message.kind === 'attempt-abandoned',
      ),
    );
  });

  it('asks for nothing on behalf of an attempt that was broken off', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      { kind: 'stop-pressed' },
      asked(LEFT, { place: 2 }),
      CHALLENGE_OVER,
    ]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'stopped' });
    const asks = effects.filter(({ kind }) => kind === 'ask');
    assert.equal(asks.length, 1);
  });

  it('shows no colours to whoever chose a challenge without, though the server asks for them', () => {
    const inStore = view({ state: 'awaiting-capture', challengeProfiles: ['no-colour'] });
    const { flow, effects } = travel(begun(), toReference('no-colour', inStore), [
      asked(STRAIGHT),
      ...fromCamera(),
      asked(COLOURS, { place: 2 }),
    ]);
    assert.deepEqual(flow.place, { kind: 'trouble', trouble: { kind: 'out-of-step' } });
    assert.ok(effects.every((effect) => effect.kind !== 'ask' || effect.step === STRAIGHT));
    assert.ok(effects.some(({ kind }) => kind === 'close-camera'));
  });

  it('does not show a step of the attempt before in the next one', () => {
    const { flow } = travel(begun(), toCapture(), [
      asked(COLOURS, { place: 2 }),
      { kind: 'stop-pressed' },
      { kind: 'went-on' },
    ]);
    assert.equal(flow.asked, undefined);
  });

  for (const [name, event, cause] of [
    ['the page is put aside', { kind: 'page-hidden' }, 'page-slept'],
    ['the camera goes off', { kind: 'camera-ended' }, 'camera-ended'],
  ] as const) {
    it(`breaks off, uncounted and with the camera off, when ${name} in the middle of a step`, () => {
      for (const step of [LEFT, COLOURS]) {
        const before = travel(begun(), toCapture(), [asked(step, { place: 2 })]);
        const { flow, effects } = advanceFlow(before.flow, event);
        assert.deepEqual(flow.place, { kind: 'interrupted', cause });
        const kinds = effects.map(({ kind }) => kind);
        assert.ok(kinds.includes('close-camera') && !kinds.includes('end-capture'));
        assert.deepEqual(effects[0], { kind: 'send', message: { kind: 'attempt-abandoned' } });
      }
    });
  }

  it('says that nothing was counted when the connection is lost in the middle of a step', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      asked(COLOURS, { place: 2 }),
      { kind: 'channel-lost' },
      asked(LEFT, { place: 3 }),
    ]);
    assert.deepEqual(flow.place, {
      kind: 'trouble',
      trouble: {
        kind: 'connection-lost',
        resume: { kind: 'interrupted', cause: 'connection-lost' },
      },
    });
    assert.ok(effects.some(({ kind }) => kind === 'close-camera'));
    assert.equal(effects.filter(({ kind }) => kind === 'ask').length, 2);
  });

  it('hands in what was captured when the time is over in the middle of a step', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      asked(LEFT, { place: 2 }),
      { kind: 'timer-rang', timer: 'time-limit' },
    ]);
    assert.equal(flow.place.kind, 'wait-for-answer');
    assert.ok(effects.some(({ kind }) => kind === 'end-capture'));
  });
});

type Said = Extract<FlowEvent, { kind: 'server-said' }>['message'];

function said(message: Said): FlowEvent {
  return { kind: 'server-said', message };
}

function chosen(profile: ChallengeProfile): FlowEvent {
  return { kind: 'challenge-chosen', profile };
}

function toChoice(
  loaded = view({ state: 'awaiting-capture', challengeProfiles: OFFERED }),
): readonly FlowEvent[] {
  return [
    said({ kind: 'registration-loaded', view: loaded }),
    { kind: 'card-camera-wanted' },
    { kind: 'card-pictured' },
    { kind: 'card-confirmed' },
  ];
}

function toReference(
  profile: ChallengeProfile = 'ordinary',
  loaded?: CaptureView,
): readonly FlowEvent[] {
  const offer = {
    registrationId: 'reg_1',
    attemptId: 'att_1',
    challenge: 'c',
    readerKey: 'k',
    matcherKey: 'k',
    buildDigest: 'd',
    signature: 's',
  };
  return [
    ...toChoice(loaded),
    chosen(profile),
    said({ kind: 'booth-offered', offer }),
    { kind: 'offer-verified' },
    said({ kind: 'guidance-given', symbol: 'reference-acquired' }),
  ];
}

function fromCamera(): readonly FlowEvent[] {
  return [
    { kind: 'face-camera-opened' },
    { kind: 'start-pressed' },
    { kind: 'timer-rang', timer: 'countdown' },
  ];
}

function toCapture(): readonly FlowEvent[] {
  return [...toReference(), asked(STRAIGHT), ...fromCamera()];
}
