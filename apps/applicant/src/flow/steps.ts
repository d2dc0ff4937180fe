import type { CaptureView } from '@bonin/protocol/channel';
import type { DeviceMessage } from '@bonin/protocol/channel';
import type { Advance, CalmPlace, Flow, FlowEffect, Place, Trouble } from './flow.ts';

/** Moments of the page. They decide nothing about a person, so they are constants, not policy. */
export const COUNTDOWN_MS = 3_000;
export const PATIENCE_MS = 25_000;
/** A word of the booth gives way after this, unless it is said again: the person may have followed it. */
export const GUIDANCE_MS = 3_000;
/** The capture is closed this long before the server would break it off. */
export const TIME_LIMIT_MARGIN_MS = 2_000;
export const TRIES_MAX = 12;

/** Waiting before the next try of the channel: doubling, at most eight seconds. */
export function rejoinDelayMs(tries: number): number {
  return Math.min(8_000, 500 * 2 ** Math.max(0, tries - 1));
}

/** Waiting before a booth is asked for again. */
export function boothDelayMs(times: number): number {
  return Math.min(30_000, 5_000 * times);
}

export function stay(flow: Flow, effects: readonly FlowEffect[] = []): Advance {
  return { flow, effects };
}

export function goTo(flow: Flow, place: Place, effects: readonly FlowEffect[] = []): Advance {
  return { flow: { ...flow, place }, effects };
}

export function inTrouble(
  flow: Flow,
  trouble: Trouble,
  effects: readonly FlowEffect[] = [],
): Advance {
  return goTo(flow, { kind: 'trouble', trouble }, effects);
}

/** Ends a capture on this side: camera off, key dropped, timers cleared. */
export const CAPTURE_ENDED: readonly FlowEffect[] = [
  { kind: 'close-camera' },
  { kind: 'drop-seal' },
  { kind: 'clear-timer', timer: 'time-limit' },
  { kind: 'clear-timer', timer: 'countdown' },
  { kind: 'clear-timer', timer: 'guidance' },
  { kind: 'clear-timer', timer: 'patience' },
];

export function showsCamera({ place }: Pick<Flow, 'place'>): boolean {
  if (place.kind === 'hold-document') return place.step === 'framing';
  return place.kind === 'look-at-camera';
}

/** Where a capture would be lost if the channel or the booth were. */
export function isCapturing({ place, attempt }: Flow): boolean {
  if (place.kind === 'hold-document') return place.step === 'checking' && attempt === 'open';
  return place.kind === 'look-at-camera' || place.kind === 'wait-for-answer';
}

const FINAL_STATES: ReadonlySet<CaptureView['state']> = new Set([
  'approved',
  'refused',
  'expired',
  'not-required',
]);

export function isFinal(view: CaptureView): boolean {
  return FINAL_STATES.has(view.state);
}

/** Nothing more can happen: everything is put down, the link included. */
export function finish(flow: Flow, place: CalmPlace): Advance {
  return {
    flow: {
      ...flow,
      place,
      attempt: 'none',
      abandoning: false,
      cardHeld: false,
      leaving: false,
      connection: 'closed',
    },
    effects: [
      ...CAPTURE_ENDED,
      { kind: 'clear-timer', timer: 'rejoin' },
      { kind: 'clear-timer', timer: 'retry' },
      { kind: 'erase-card' },
      { kind: 'leave-channel' },
      { kind: 'forget-link' },
    ],
  };
}

export function finishAs(flow: Flow, view: CaptureView): Advance {
  switch (view.state) {
    case 'approved':
      return finish({ ...flow, view }, { kind: 'answer', answer: { kind: 'accepted' } });
    case 'refused': {
      const ground = view.ground ?? 'attempts-exhausted';
      return finish({ ...flow, view }, { kind: 'answer', answer: { kind: 'refused', ground } });
    }
    case 'not-required':
      return finish({ ...flow, view }, { kind: 'answer', answer: { kind: 'not-required' } });
    default:
      return finish({ ...flow, view }, { kind: 'answer', answer: { kind: 'expired' } });
  }
}

/** Whether the policy asks for a challenge. */
export function isChallenged({ view }: Pick<Flow, 'view'>): boolean {
  return view !== undefined && view.challengeProfiles.length > 0;
}

/** Under a policy with challenges nobody gets before the face camera without having been told what will be asked. */
function isChoiceOpen({ view, profile }: Flow): boolean {
  const offered = view?.challengeProfiles ?? [];
  return offered.length > 0 && (profile === undefined || !offered.includes(profile));
}

/** Asks for a booth with the card that is held, once it is known how this person is to be challenged. */
export function requestAttempt(flow: Flow): Advance {
  if (isChoiceOpen(flow)) return goTo(flow, { kind: 'choose-challenge' });
  const { profile } = flow;
  const message: DeviceMessage = {
    kind: 'attempt-requested',
    ...(profile === undefined ? {} : { profile }),
  };
  return goTo(
    { ...flow, attempt: 'requested', asked: undefined, hints: [] },
    { kind: 'hold-document', step: 'checking' },
    [
      { kind: 'send', message },
      { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
    ],
  );
}

/** Without a channel nothing can go on; the place is kept for when it is back. */
export function waitForChannel(flow: Flow, resume: CalmPlace): Advance {
  const effects: readonly FlowEffect[] = flow.connection === 'closed' ? [{ kind: 'join' }] : [];
  const connection = flow.connection === 'closed' ? 'connecting' : flow.connection;
  return inTrouble({ ...flow, connection }, { kind: 'connection-lost', resume }, effects);
}

/** Closes the channel and opens it again. The camera stays where the screen goes on showing it. */
export function rejoin(flow: Flow, place: Place): Advance {
  // The server may still hold the channel that is closed here: coming back is no first coming.
  const tries = flow.connection === 'closed' ? 0 : 1;
  const connection = 'connecting';
  return {
    flow: { ...flow, place, attempt: 'none', abandoning: false, connection, tries },
    effects: [
      ...CAPTURE_ENDED.filter(({ kind }) => kind !== 'close-camera' || !showsCamera({ place })),
      { kind: 'clear-timer', timer: 'retry' },
      { kind: 'clear-timer', timer: 'rejoin' },
      { kind: 'leave-channel' },
      { kind: 'join' },
      { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
    ],
  };
}

/** Breaks a capture off on the applicant's side; the server is told, nothing is counted. */
export function breakOff(flow: Flow, place: Place): Advance {
  const isTold = flow.attempt !== 'none' && flow.connection === 'joined';
  const told: readonly FlowEffect[] = isTold
    ? [{ kind: 'send', message: { kind: 'attempt-abandoned' } }]
    : [];
  return {
    flow: { ...flow, place, attempt: 'none', abandoning: isTold || flow.abandoning },
    effects: [...told, ...CAPTURE_ENDED],
  };
}

/** Back to the choice of a picture of the card; the one that is held is erased. */
export function chooseCard(flow: Flow): Advance {
  return goTo({ ...flow, cardHeld: false }, { kind: 'hold-document', step: 'choosing' }, [
    { kind: 'erase-card' },
    { kind: 'close-camera' },
  ]);
}

/** On with the card that is held, or to the choice of one. */
export function goOn(flow: Flow): Advance {
  if (!flow.cardHeld) return chooseCard(flow);
  if (flow.connection !== 'joined') {
    return waitForChannel(flow, { kind: 'hold-document', step: 'reviewing' });
  }
  return requestAttempt(flow);
}

/** To the choice again, where there is one and a card to go on with. */
export function chooseChallenge(flow: Flow): Advance {
  return isChallenged(flow) && flow.cardHeld
    ? goTo(flow, { kind: 'choose-challenge' })
    : stay(flow);
}

/** Every picture was sent: the capture is closed, and its answer awaited. */
export function handIn(flow: Flow): Advance {
  return goTo(flow, { kind: 'wait-for-answer' }, [
    { kind: 'end-capture' },
    { kind: 'close-camera' },
    { kind: 'clear-timer', timer: 'guidance' },
    { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
  ]);
}

/** The camera went while the card was held before it: back to the choice, with the reason. */
export function cardCameraGone(flow: Flow, cause: 'page-slept' | 'camera-ended'): Advance {
  const { flow: choosing, effects } = chooseCard(flow);
  const problem = { by: 'camera', cause } as const;
  return goTo(choosing, { kind: 'hold-document', step: 'choosing', problem }, effects);
}

/** Asks for a booth now, without waiting for the time that was set. */
export function askForBoothAgain(flow: Flow): Advance {
  const asked = goOn(flow);
  return { flow: asked.flow, effects: [{ kind: 'clear-timer', timer: 'retry' }, ...asked.effects] };
}

/** What the server is told when somebody leaves the face route. */
export function leavingMessage({ chosenRoute }: Flow): DeviceMessage {
  return {
    kind: 'face-route-left',
    ...(chosenRoute === undefined ? {} : { chosen: chosenRoute }),
  };
}
