import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advanceFlow } from './advance-flow.ts';
import { begun, problem, travel, view } from './flow-journeys.ts';

describe('the flow of the applicant page', () => {
  it('opens no camera before the server has recorded the consent', () => {
    const { effects, flow } = travel(begun(), [
      { kind: 'server-said', message: { kind: 'registration-loaded', view: view() } },
      { kind: 'card-camera-wanted' },
      { kind: 'face-route-chosen' },
      { kind: 'card-camera-wanted' },
      { kind: 'consent-agreed', locale: 'ko' },
      { kind: 'card-camera-wanted' },
      { kind: 'start-pressed' },
    ]);
    assert.equal(flow.place.kind, 'consent');
    assert.ok(
      effects.every(({ kind }) => kind !== 'open-card-camera' && kind !== 'open-face-camera'),
    );
  });

  it('goes from the link to an accepted answer', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'capture-sufficient' } },
      decided('accepted', { state: 'approved', attemptsLeft: 0 }),
    ]);
    assert.deepEqual(flow.place, { kind: 'answer', answer: { kind: 'accepted' } });
    const kinds = effects.map(({ kind }) => kind);
    assert.ok(kinds.indexOf('verify-offer') < kinds.indexOf('send-card'));
    assert.ok(kinds.indexOf('send-frames') < kinds.indexOf('end-capture'));
    assert.deepEqual(kinds.slice(-3), ['erase-card', 'leave-channel', 'forget-link']);
  });

  it('leaves the face route from the first screen without asking why', () => {
    const { flow, effects } = travel(begun(), [
      { kind: 'server-said', message: { kind: 'registration-loaded', view: view() } },
      { kind: 'face-route-declined' },
    ]);
    assert.deepEqual(flow.place, {
      kind: 'answer',
      answer: { kind: 'refused', ground: 'face-route-left' },
    });
    assert.deepEqual(effects.at(-1), { kind: 'send', message: { kind: 'face-route-left' } });
  });

  it('says that the applicant left as soon as a lost connection is back', () => {
    const { effects } = travel(begun(), [
      { kind: 'server-said', message: { kind: 'registration-loaded', view: view() } },
      { kind: 'channel-lost' },
      { kind: 'face-route-declined' },
      { kind: 'timer-rang', timer: 'rejoin' },
      { kind: 'server-said', message: { kind: 'registration-loaded', view: view() } },
    ]);
    assert.deepEqual(effects.at(-1), { kind: 'send', message: { kind: 'face-route-left' } });
  });

  it('tells at once what is wrong with the card, and keeps saying it when the booth has ended', () => {
    const { flow, effects } = travel(begun(), toCardChecking(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'no-face' } },
      decided('capture-unusable', { state: 'awaiting-capture' }),
    ]);
    assert.deepEqual(flow.place, {
      kind: 'hold-document',
      step: 'choosing',
      problem: { by: 'booth', symbol: 'no-face' },
    });
    assert.equal(flow.attempt, 'none');
    assert.ok(effects.some(({ kind }) => kind === 'erase-card'));
  });

  it('seals nothing to a booth that nobody vouches for', () => {
    const { flow, effects } = travel(begun(), toCardChecking().slice(0, -1), [
      { kind: 'offer-rejected' },
    ]);
    assert.deepEqual(flow.place, { kind: 'trouble', trouble: { kind: 'offer-not-genuine' } });
    assert.ok(effects.every(({ kind }) => kind !== 'send-card'));
  });

  it('breaks a capture off when the page is put aside, and closes the camera', () => {
    const { flow, effects } = travel(begun(), toCapture(), [{ kind: 'page-hidden' }]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'page-slept' });
    assert.ok(effects.some(({ kind }) => kind === 'close-camera'));
    assert.ok(
      effects.some(
        (effect) => effect.kind === 'send' && effect.message.kind === 'attempt-abandoned',
      ),
    );
  });

  it('goes on with the held card after a connection was lost in the middle of a capture', () => {
    const { flow } = travel(begun(), toCapture(), [
      { kind: 'channel-lost' },
      { kind: 'timer-rang', timer: 'rejoin' },
      loaded({ state: 'in-capture' }),
    ]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'connection-lost' });
    const again = advanceFlow(flow, { kind: 'went-on' });
    assert.deepEqual(again.effects[0], { kind: 'send', message: { kind: 'attempt-requested' } });
  });

  it('shows the answer that came while the connection was gone', () => {
    const { flow } = travel(begun(), toCapture(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'capture-sufficient' } },
      { kind: 'channel-lost' },
      { kind: 'timer-rang', timer: 'rejoin' },
      loaded({ state: 'awaiting-capture', attemptsLeft: 2 }),
    ]);
    assert.deepEqual(flow.place, { kind: 'try-again', outcome: 'not-confirmed' });
  });

  it('does not tell somebody who comes back that the page is open elsewhere', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      { kind: 'channel-lost' },
      { kind: 'timer-rang', timer: 'rejoin' },
      {
        kind: 'server-said',
        message: { kind: 'refused', problem: problem('CAPTURE_ALREADY_OPEN') },
      },
    ]);
    assert.equal(flow.place.kind === 'trouble' && flow.place.trouble.kind, 'connection-lost');
    assert.ok(effects.at(-1)?.kind === 'set-timer');
  });

  it('says that the page is open elsewhere when that is so from the start', () => {
    const { flow } = travel(begun(), [
      {
        kind: 'server-said',
        message: { kind: 'refused', problem: problem('CAPTURE_ALREADY_OPEN') },
      },
    ]);
    assert.deepEqual(flow.place, { kind: 'trouble', trouble: { kind: 'already-open' } });
  });

  it('asks for a booth again by itself when every one is taken', () => {
    const { flow, effects } = travel(begun(), toCardChecking().slice(0, -2), [
      { kind: 'server-said', message: { kind: 'refused', problem: problem('BOOTHS_EXHAUSTED') } },
      { kind: 'timer-rang', timer: 'retry' },
    ]);
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'checking' });
    const asked = effects.filter(
      (effect) => effect.kind === 'send' && effect.message.kind === 'attempt-requested',
    );
    assert.equal(asked.length, 2);
  });

  it('hands in what was captured when the time is over, rather than throwing it away', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      { kind: 'timer-rang', timer: 'time-limit' },
    ]);
    assert.equal(flow.place.kind, 'wait-for-answer');
    assert.ok(effects.some(({ kind }) => kind === 'end-capture'));
  });

  it('takes no second answer into account', () => {
    const { flow } = travel(begun(), toCapture(), [
      decided('accepted', { state: 'approved' }),
      decided('not-confirmed', { state: 'refused' }),
    ]);
    assert.deepEqual(flow.place, { kind: 'answer', answer: { kind: 'accepted' } });
  });

  it('goes back to the beginning when the consent is withdrawn', () => {
    const { flow, effects } = travel(begun(), toCapture(), [
      decided('not-confirmed', { state: 'awaiting-capture', attemptsLeft: 2 }),
      { kind: 'consent-withdrawn' },
      loaded({ state: 'awaiting-consent', attemptsLeft: 2 }),
    ]);
    assert.equal(flow.place.kind, 'welcome');
    assert.equal(flow.cardHeld, false);
    assert.ok(effects.some(({ kind }) => kind === 'erase-card'));
  });

  it('does not begin without a secure context or a whole link', () => {
    assert.deepEqual(begun({ secure: false }).flow.place, {
      kind: 'trouble',
      trouble: { kind: 'insecure-context' },
    });
    assert.deepEqual(begun({ linkPresent: false }).effects, []);
  });
});

type Travelled = Parameters<typeof travel>[1];

function loaded(change: Parameters<typeof view>[0]): Travelled[number] {
  return { kind: 'server-said', message: { kind: 'registration-loaded', view: view(change) } };
}

function decided(
  outcome: 'accepted' | 'not-confirmed' | 'capture-unusable',
  change: Parameters<typeof view>[0],
): Travelled[number] {
  return { kind: 'server-said', message: { kind: 'attempt-decided', outcome, view: view(change) } };
}

function toCardChecking(): Travelled {
  return [
    loaded({}),
    { kind: 'face-route-chosen' },
    { kind: 'consent-agreed', locale: 'ko' },
    loaded({ state: 'awaiting-capture' }),
    { kind: 'card-camera-wanted' },
    { kind: 'card-pictured' },
    { kind: 'card-confirmed' },
    {
      kind: 'server-said',
      message: {
        kind: 'booth-offered',
        offer: {
          registrationId: 'reg_1',
          attemptId: 'att_1',
          challenge: 'c',
          publicKey: 'k',
          buildDigest: 'd',
          signature: 's',
        },
      },
    },
    { kind: 'offer-verified' },
  ];
}

function toCapture(): Travelled {
  return [
    ...toCardChecking(),
    { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'reference-acquired' } },
    { kind: 'face-camera-opened' },
    { kind: 'start-pressed' },
    { kind: 'timer-rang', timer: 'countdown' },
  ];
}
