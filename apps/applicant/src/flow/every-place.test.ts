import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BOOTH_SYMBOLS, CHALLENGE_PROFILES, POSES, type ChallengeStep } from '@bonin/core';
import { ERROR_CATALOGUE } from '@bonin/protocol';
import type { CaptureView } from '@bonin/protocol/channel';
import fc from 'fast-check';
import { advanceFlow } from './advance-flow.ts';
import type { Advance, Flow, FlowEffect, FlowEvent, TimerName } from './flow.ts';
import {
  asked,
  begun,
  CAPTURE_SUFFICIENT,
  CHALLENGE_OVER,
  problem,
  view,
} from './flow-journeys.ts';

const RUNS = { numRuns: 600 };

const PERSON: readonly FlowEvent[] = [
  { kind: 'face-route-chosen' },
  { kind: 'face-route-declined' },
  { kind: 'consent-agreed', locale: 'en' },
  { kind: 'consent-withdrawn' },
  { kind: 'card-camera-wanted' },
  { kind: 'sample-chosen', sampleId: 'one' },
  { kind: 'card-retake-wanted' },
  { kind: 'card-confirmed' },
  ...CHALLENGE_PROFILES.map((profile) => ({ kind: 'challenge-chosen' as const, profile })),
  { kind: 'challenge-choice-wanted' },
  { kind: 'start-pressed' },
  { kind: 'stop-pressed' },
  { kind: 'went-on' },
  { kind: 'new-card-wanted' },
  { kind: 'retry-pressed' },
  { kind: 'link-copied' },
];

const DEVICE: readonly FlowEvent[] = [
  { kind: 'card-pictured' },
  { kind: 'card-refused', refusal: 'too-large' },
  { kind: 'face-camera-opened' },
  { kind: 'camera-failed', reason: 'refused' },
  { kind: 'camera-failed', reason: 'in-use' },
  { kind: 'camera-ended' },
  { kind: 'page-hidden' },
  { kind: 'channel-lost' },
  { kind: 'offer-verified' },
  { kind: 'offer-rejected' },
];

const TIMERS: readonly TimerName[] = [
  'countdown',
  'guidance',
  'rejoin',
  'retry',
  'time-limit',
  'patience',
];

const anyView = fc
  .record({
    state: fc.constantFrom(
      'awaiting-consent' as const,
      'awaiting-capture' as const,
      'awaiting-capture' as const,
      'in-capture' as const,
      'approved' as const,
      'refused' as const,
      'expired' as const,
    ),
    attemptsLeft: fc.integer({ min: 0, max: 3 }),
    challengeProfiles: fc.constantFrom(
      [],
      ['ordinary' as const],
      ['ordinary' as const, 'slow' as const, 'no-motion' as const],
    ),
    demonstration: fc.boolean(),
  })
  .map(view);

const offer = {
  registrationId: 'reg_1',
  attemptId: 'att_1',
  challenge: 'c',
  readerKey: 'k',
  matcherKey: 'k',
  buildDigest: 'd',
  signature: 's',
};

const anyStep: fc.Arbitrary<ChallengeStep> = fc.oneof(
  fc.constant({ kind: 'straight' as const, holdMs: 500 }),
  fc.constantFrom(...POSES).map((pose) => ({ kind: 'pose' as const, pose, holdMs: 100 })),
  fc.constant({ kind: 'colours' as const, colours: ['rose', 'cyan'] as const, eachMs: 340 }),
);

const anyServerMessage: fc.Arbitrary<FlowEvent> = fc
  .oneof(
    anyView.map((loaded) => ({ kind: 'registration-loaded' as const, view: loaded })),
    fc.constant({ kind: 'booth-offered' as const, offer }),
    fc
      .constantFrom(...BOOTH_SYMBOLS)
      .map((symbol) => ({ kind: 'guidance-given' as const, symbol })),
    fc.record({
      kind: fc.constant('challenge-step' as const),
      place: fc.integer({ min: 1, max: 5 }),
      of: fc.constant(5),
      again: fc.boolean(),
      step: anyStep,
    }),
    fc.boolean().map((answered) => ({ kind: 'challenge-over' as const, answered })),
    fc.record({
      kind: fc.constant('attempt-decided' as const),
      outcome: fc.constantFrom(
        'accepted' as const,
        'not-confirmed' as const,
        'capture-unusable' as const,
      ),
      view: anyView,
    }),
    anyView.map((left) => ({ kind: 'attempt-abandoned' as const, view: left })),
    fc
      .constantFrom(...Object.keys(ERROR_CATALOGUE))
      .map((code) => ({ kind: 'refused' as const, problem: problem(code) })),
  )
  .map((message) => ({ kind: 'server-said' as const, message }));

/** A way up to the last word about the live capture, cut off somewhere, so that the random part begins anywhere. */
const wayWith = (challengeProfiles: CaptureView['challengeProfiles']): readonly FlowEvent[] => [
  { kind: 'server-said', message: { kind: 'registration-loaded', view: view() } },
  { kind: 'face-route-chosen' },
  { kind: 'consent-agreed', locale: 'ko' },
  {
    kind: 'server-said',
    message: {
      kind: 'registration-loaded',
      view: view({ state: 'awaiting-capture', challengeProfiles }),
    },
  },
  { kind: 'card-camera-wanted' },
  { kind: 'card-pictured' },
  { kind: 'card-confirmed' },
  ...challengeProfiles.map((profile) => ({ kind: 'challenge-chosen' as const, profile })),
  { kind: 'server-said', message: { kind: 'booth-offered', offer } },
  { kind: 'offer-verified' },
  { kind: 'server-said', message: { kind: 'guidance-given', symbol: 'reference-acquired' } },
  ...(challengeProfiles.length === 0 ? [] : [asked({ kind: 'straight', holdMs: 500 })]),
  { kind: 'face-camera-opened' },
  { kind: 'start-pressed' },
  { kind: 'timer-rang', timer: 'countdown' },
  ...(challengeProfiles.length === 0
    ? [CAPTURE_SUFFICIENT]
    : [asked({ kind: 'pose', pose: 'left', holdMs: 100 }), CHALLENGE_OVER]),
];

const WAYS = [wayWith([]), wayWith(['ordinary'])];

const anyJourney = fc
  .tuple(
    fc.constantFrom(...WAYS),
    fc.integer({ min: 0, max: Math.max(...WAYS.map(({ length }) => length)) }),
    fc.array(
      fc.oneof(
        fc.constantFrom(...PERSON),
        fc.constantFrom(...DEVICE),
        fc.constantFrom(...TIMERS).map((timer) => ({ kind: 'timer-rang' as const, timer })),
        anyServerMessage,
      ),
      { maxLength: 40 },
    ),
  )
  .map(([way, kept, events]) => [...way.slice(0, kept), ...events]);

const anyBeginning = fc
  .record({
    secure: fc.constantFrom(true, true, true, false),
    linkPresent: fc.constantFrom(true, true, false),
    cameraOffered: fc.boolean(),
  })
  .map(begun);

/** What the world outside of the flow has come to, told by its effects alone. */
class World {
  cameraOpen = false;
  cardInMemory = false;
  sealOpen = false;
  verifying = false;
  linkForgotten = false;
  readonly timers = new Set<TimerName>();

  follow(event: FlowEvent, { effects }: Advance): void {
    if (event.kind === 'card-pictured') this.cardInMemory = true;
    if (event.kind === 'offer-verified') this.sealOpen = true;
    if (event.kind === 'offer-verified' || event.kind === 'offer-rejected') this.verifying = false;
    if (event.kind === 'timer-rang') this.timers.delete(event.timer);
    for (const effect of effects) this.perform(effect);
  }

  perform(effect: FlowEffect): void {
    switch (effect.kind) {
      case 'open-card-camera':
      case 'open-face-camera':
        this.cameraOpen = true;
        return;
      case 'close-camera':
        this.cameraOpen = false;
        return;
      case 'erase-card':
        this.cardInMemory = false;
        return;
      case 'drop-seal':
        this.sealOpen = false;
        this.verifying = false;
        return;
      case 'verify-offer':
        this.verifying = true;
        return;
      case 'send-card':
      case 'send-frames':
      case 'end-capture':
        assert.ok(this.sealOpen, `${effect.kind} without a verified booth`);
        return;
      case 'ask':
        assert.ok(this.sealOpen && this.cameraOpen, 'something is asked for that nobody looks at');
        return;
      case 'set-timer':
        this.timers.add(effect.timer);
        return;
      case 'clear-timer':
        this.timers.delete(effect.timer);
        return;
      case 'forget-link':
        this.linkForgotten = true;
        return;
      default:
        return;
    }
  }
}

/** A timer that is not running cannot ring; what nobody waits for any more is dropped before it gets here. */
function canHappen({ place }: Flow, world: World, event: FlowEvent): boolean {
  if (event.kind === 'timer-rang') return world.timers.has(event.timer);
  if (event.kind === 'offer-verified' || event.kind === 'offer-rejected') return world.verifying;
  if (event.kind !== 'card-pictured') return true;
  return place.kind === 'hold-document' && ['choosing', 'framing'].includes(place.step);
}

function walk(
  beginning: Advance,
  events: readonly FlowEvent[],
  look: (flow: Flow, world: World, step: Advance) => void,
): void {
  const world = new World();
  for (const effect of beginning.effects) world.perform(effect);
  let { flow } = beginning;
  for (const event of events) {
    if (!canHappen(flow, world, event)) continue;
    const step = advanceFlow(flow, event);
    world.follow(event, step);
    flow = step.flow;
    look(flow, world, step);
  }
}

describe('every place of the flow', () => {
  it('has a way on: something a person can press, or something that is on its way', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        walk(beginning, events, (flow, world) => {
          if (flow.place.kind === 'answer') return;
          if (flow.place.kind === 'trouble') {
            const { kind } = flow.place.trouble;
            // Only another address helps here, and the words say so.
            if (kind === 'insecure-context' || kind === 'link-missing') return;
          }
          const pressable = PERSON.some((event) => leads(flow, event));
          const coming = world.timers.size > 0 && flow.connection !== 'closed';
          assert.ok(pressable || coming, `dead end at ${JSON.stringify(flow.place)}`);
        });
      }),
      RUNS,
    );
  });

  it('has an open camera only where the screen shows one, and only after consent', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        walk(beginning, events, ({ place, view: known }, world, { effects }) => {
          const shown =
            place.kind === 'look-at-camera' ||
            (place.kind === 'hold-document' && place.step === 'framing');
          assert.ok(!world.cameraOpen || shown, `camera open at ${JSON.stringify(place)}`);
          const opened = effects.some(
            ({ kind }) => kind === 'open-card-camera' || kind === 'open-face-camera',
          );
          assert.ok(
            !opened || known?.state === 'awaiting-capture' || known?.state === 'in-capture',
          );
        });
      }),
      RUNS,
    );
  });

  it('shows a camera only where one is open', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        walk(beginning, events, ({ place }, world) => {
          const shown =
            place.kind === 'look-at-camera' ||
            (place.kind === 'hold-document' && place.step === 'framing');
          assert.ok(!shown || world.cameraOpen, `no camera at ${JSON.stringify(place)}`);
        });
      }),
      RUNS,
    );
  });

  it('asks for no attempt under a challenge before its kind was chosen, and for none that is not offered', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        let chosen: string | undefined;
        walk(beginning, events, ({ view: known, profile }, _world, { effects }) => {
          chosen = profile ?? chosen;
          for (const effect of effects) {
            if (effect.kind !== 'send' || effect.message.kind !== 'attempt-requested') continue;
            const offered = known?.challengeProfiles ?? [];
            if (offered.length === 0) continue;
            const wanted = effect.message.profile;
            assert.ok(wanted !== undefined && offered.includes(wanted));
            assert.equal(wanted, chosen);
          }
        });
      }),
      RUNS,
    );
  });

  it('promises that nothing was counted nowhere but where no picture is left to be answered', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        let handedIn = false;
        walk(beginning, events, ({ place }, _world, { effects }) => {
          if (effects.some(({ kind }) => kind === 'end-capture')) handedIn = true;
          const isLost = place.kind === 'trouble' && place.trouble.kind === 'connection-lost';
          if (isLost && handedIn) {
            const { resume } = place.trouble;
            assert.deepEqual(resume, { kind: 'interrupted', cause: 'answer-awaited' });
          }
          if (place.kind !== 'wait-for-answer' && !isLost) handedIn = false;
        });
      }),
      RUNS,
    );
  });

  it('knows whether a card is in memory, and holds none when the answer is there', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        walk(beginning, events, (flow, world) => {
          if (flow.cardHeld) assert.ok(world.cardInMemory);
          if (flow.place.kind === 'answer') {
            assert.equal(world.cardInMemory, false);
            assert.equal(world.cameraOpen, false);
            assert.equal(world.sealOpen, false);
            if (!flow.leaving && flow.connection === 'closed')
              assert.ok(world.linkForgotten || flow.tries > 0);
          }
        });
      }),
      RUNS,
    );
  });

  it('is left by no event once the answer is there', () => {
    fc.assert(
      fc.property(anyBeginning, anyJourney, (beginning, events) => {
        let answer: Flow['place'] | undefined;
        walk(beginning, events, (flow) => {
          if (answer?.kind === 'answer' && !isProvisional(answer))
            assert.deepEqual(flow.place, answer);
          if (flow.place.kind === 'answer') answer = flow.place;
        });
      }),
      RUNS,
    );
  });
});

/** Who has left may still learn that the answer was there before. */
function isProvisional(place: Flow['place']): boolean {
  return (
    place.kind === 'answer' &&
    place.answer.kind === 'refused' &&
    place.answer.ground === 'face-route-left'
  );
}

function leads(flow: Flow, event: FlowEvent): boolean {
  const { flow: next, effects } = advanceFlow(flow, event);
  return next !== flow || effects.length > 0;
}
