import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advanceFlow } from './advance-flow.ts';
import type { FlowEvent } from './flow.ts';
import { begun, problem, travel, view } from './flow-journeys.ts';
import { GUIDANCE_MS } from './steps.ts';

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

  it('says which other route was chosen, also when a lost connection is back', () => {
    const routes = ['face', 'mobile-id'];
    const loaded = {
      kind: 'server-said',
      message: { kind: 'registration-loaded', view: view({ routes }) },
    } as const;
    const chosen = { kind: 'face-route-declined', chosen: 'mobile-id' } as const;
    const sent = { kind: 'send', message: { kind: 'face-route-left', chosen: 'mobile-id' } };
    const { flow, effects } = travel(begun(), [loaded, chosen]);
    assert.deepEqual(effects.at(-1), sent);
    assert.equal(flow.chosenRoute, 'mobile-id');
    const lost = travel(begun(), [
      loaded,
      { kind: 'channel-lost' },
      chosen,
      { kind: 'timer-rang', timer: 'rejoin' },
      loaded,
    ]);
    assert.deepEqual(lost.effects.at(-1), sent);
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

  it('knows of an attempt from the moment in which a booth was offered, and not before', () => {
    const asked = travel(begun(), toCardChecking().slice(0, -2));
    assert.equal(asked.flow.attempt, 'requested');
    assert.equal(asked.flow.attempted, false);
    const lost = travel(asked, [{ kind: 'channel-lost' }]);
    assert.equal(lost.flow.attempted, false);
    const offered = travel(begun(), toCardChecking().slice(0, -1));
    assert.equal(offered.flow.attempted, true);
  });

  it('still knows of the attempt wherever that has led', () => {
    const endings: readonly (readonly FlowEvent[])[] = [
      [{ kind: 'stop-pressed' }],
      [{ kind: 'offer-rejected' }],
      [{ kind: 'channel-lost' }],
      [{ kind: 'timer-rang', timer: 'time-limit' }],
      [{ kind: 'face-route-declined' }],
      [decided('not-confirmed', { state: 'awaiting-capture', attemptsLeft: 2 })],
      [{ kind: 'stop-pressed' }, { kind: 'consent-withdrawn' }, { kind: 'face-route-declined' }],
      [
        {
          kind: 'server-said',
          message: { kind: 'refused', problem: problem('REGISTRATION_EXPIRED') },
        },
      ],
    ];
    for (const ending of endings) {
      assert.equal(travel(begun(), toCardChecking(), ending).flow.attempted, true);
    }
  });

  it('knows of an attempt that was broken off before its booth was offered', () => {
    const { flow } = travel(begun(), toCardChecking().slice(0, -2), [
      { kind: 'stop-pressed' },
      ...toCardChecking().slice(-2, -1),
    ]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'stopped' });
    assert.equal(flow.attempted, true);
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

  it('takes the booth that was asked for anew when the echo of the stop comes after that', () => {
    const { flow, effects } = travel(begun(), toCardChecking(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'reference-acquired' } },
      { kind: 'face-camera-opened' },
      { kind: 'stop-pressed' },
      { kind: 'went-on' },
      abandoned(),
      offered('att_2'),
    ]);
    assert.equal(flow.attempt, 'requested');
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'checking' });
    const last = effects.at(-1);
    assert.ok(last?.kind === 'verify-offer' && last.offer.attemptId === 'att_2');
  });

  it('seals nothing to the booth of an attempt that was broken off before its offer came', () => {
    const { flow, effects } = travel(begun(), toCardChecking().slice(0, -2), [
      { kind: 'stop-pressed' },
      { kind: 'went-on' },
      offered('att_1'),
      abandoned(),
      offered('att_2'),
    ]);
    assert.equal(flow.attempt, 'requested');
    const attempts = effects.flatMap((effect) =>
      effect.kind === 'verify-offer' ? [effect.offer.attemptId] : [],
    );
    assert.deepEqual(attempts, ['att_2']);
  });

  it('waits for its booth although the server has nothing left to break off', () => {
    const { flow } = travel(begun(), toCardChecking(), [
      { kind: 'stop-pressed' },
      { kind: 'went-on' },
      {
        kind: 'server-said',
        message: { kind: 'refused', problem: problem('EVENT_NOT_ALLOWED') },
      },
    ]);
    assert.deepEqual([flow.attempt, flow.abandoning], ['requested', false]);
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'checking' });
  });

  it('promises nothing about counting when the connection is lost after the last picture', () => {
    const lost = travel(begun(), toWaiting(), [{ kind: 'channel-lost' }]);
    const resume = { kind: 'interrupted', cause: 'answer-awaited' } as const;
    const trouble = { kind: 'connection-lost', resume } as const;
    assert.deepEqual(lost.flow.place, { kind: 'trouble', trouble });

    const stillRunning = travel(lost, [
      { kind: 'timer-rang', timer: 'rejoin' },
      loaded({ state: 'in-capture' }),
    ]);
    assert.deepEqual(stillRunning.flow.place, resume);
  });

  it('says that nothing was counted once the server has said that nothing is running', () => {
    const { flow } = travel(begun(), toWaiting(), [
      { kind: 'timer-rang', timer: 'patience' },
      loaded({ state: 'awaiting-capture' }),
    ]);
    assert.deepEqual(flow.place, { kind: 'interrupted', cause: 'broken-off' });
  });

  it('lets another browser in when the link was copied for it, and comes back when asked', () => {
    for (const leaving of [{ kind: 'link-copied' }, { kind: 'page-hidden' }] as const) {
      const { flow, effects } = travel(begun(), toCardChecking(), [
        { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'reference-acquired' } },
        { kind: 'camera-failed', reason: 'refused' },
        leaving,
      ]);
      assert.equal(flow.connection, 'closed');
      assert.deepEqual(effects.at(-1), { kind: 'leave-channel' });
      assert.equal(flow.place.kind === 'trouble' && flow.place.trouble.kind, 'camera');

      const back = travel({ flow, effects: [] }, [
        { kind: 'retry-pressed' },
        loaded({ state: 'awaiting-capture' }),
      ]);
      assert.ok(back.effects.some(({ kind }) => kind === 'join'));
      assert.deepEqual(back.flow.place, { kind: 'hold-document', step: 'reviewing' });
    }
  });

  it('keeps the camera on while the card is framed and an unanswered channel is opened anew', () => {
    const { flow, effects } = travel(begun(), toFraming(), [
      { kind: 'channel-lost' },
      { kind: 'timer-rang', timer: 'rejoin' },
      { kind: 'timer-rang', timer: 'patience' },
    ]);
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'framing' });
    const kinds = effects.map(({ kind }) => kind);
    assert.ok(kinds.lastIndexOf('close-camera') < kinds.indexOf('open-card-camera'));
  });

  it('leaves the camera on when a bad picture of before is decided late', () => {
    const { flow } = travel(begun(), toCardChecking(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'no-face' } },
      { kind: 'card-camera-wanted' },
      decided('capture-unusable', { state: 'awaiting-capture' }),
    ]);
    assert.deepEqual(flow.place, { kind: 'hold-document', step: 'framing' });
  });

  it('says why the camera went while the card was framed', () => {
    const slept = travel(begun(), toFraming(), [{ kind: 'page-hidden' }]);
    const ended = travel(begun(), toFraming(), [{ kind: 'camera-ended' }]);
    const problems = [slept, ended].map(
      ({ flow }) => flow.place.kind === 'hold-document' && flow.place.problem,
    );
    assert.deepEqual(problems, [
      { by: 'camera', cause: 'page-slept' },
      { by: 'camera', cause: 'camera-ended' },
    ]);
  });

  it('lets a word of the booth give way when it is not said again', () => {
    const told = travel(begun(), toCapture(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'come-nearer' } },
    ]);
    assert.deepEqual(told.effects.at(-1), {
      kind: 'set-timer',
      timer: 'guidance',
      ms: GUIDANCE_MS,
    });
    const later = advanceFlow(told.flow, { kind: 'timer-rang', timer: 'guidance' });
    assert.deepEqual(later.flow.place, { kind: 'look-at-camera', step: 'capturing' });
    assert.deepEqual(later.flow.hints, ['come-nearer']);
  });

  it('shows nothing of a booth that only says how far it has come', () => {
    const { flow } = travel(begun(), toCapture(), [
      { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'step-done' } },
    ]);
    assert.deepEqual(flow.place, { kind: 'look-at-camera', step: 'capturing' });
    assert.deepEqual(flow.hints, []);
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

function abandoned(): Travelled[number] {
  const left = view({ state: 'awaiting-capture' });
  return { kind: 'server-said', message: { kind: 'attempt-abandoned', view: left } };
}

function offered(attemptId: string): Travelled[number] {
  const offer = {
    registrationId: 'reg_1',
    attemptId,
    challenge: 'c',
    readerKey: 'k',
    matcherKey: 'k',
    buildDigest: 'd',
    signature: 's',
  };
  return { kind: 'server-said', message: { kind: 'booth-offered', offer } };
}

function toFraming(): Travelled {
  return [
    loaded({}),
    { kind: 'face-route-chosen' },
    { kind: 'consent-agreed', locale: 'ko' },
    loaded({ state: 'awaiting-capture' }),
    { kind: 'card-camera-wanted' },
  ];
}

function toCardChecking(): Travelled {
  return [
    ...toFraming(),
    { kind: 'card-pictured' },
    { kind: 'card-confirmed' },
    offered('att_1'),
    { kind: 'offer-verified' },
  ];
}

function toWaiting(): Travelled {
  return [
    ...toCapture(),
    { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'capture-sufficient' } },
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
