import type { CaptureView } from '@bonin/protocol/channel';
import type { Advance, CalmPlace, Flow, FlowEffect, Place, Trouble } from './flow.ts';

/** Moments of the page. They decide nothing about a person, so they are constants, not policy. */
export const COUNTDOWN_MS = 3_000;
export const PATIENCE_MS = 25_000;
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
  { kind: 'clear-timer', timer: 'patience' },
];

export function isFinal(view: CaptureView): boolean {
  return view.state === 'approved' || view.state === 'refused' || view.state === 'expired';
}

/** Nothing more can happen: everything is put down, the link included. */
export function finish(flow: Flow, place: CalmPlace): Advance {
  return {
    flow: {
      ...flow,
      place,
      attempt: 'none',
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
    default:
      return finish({ ...flow, view }, { kind: 'answer', answer: { kind: 'expired' } });
  }
}

/** Asks for a booth with the card that is held. */
export function requestAttempt(flow: Flow): Advance {
  return goTo(
    { ...flow, attempt: 'requested', hints: [] },
    { kind: 'hold-document', step: 'checking' },
    [
      { kind: 'send', message: { kind: 'attempt-requested' } },
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

/** Closes the channel and opens it again. */
export function rejoin(flow: Flow, place: Place): Advance {
  return {
    flow: { ...flow, place, attempt: 'none', connection: 'connecting', tries: 0 },
    effects: [
      ...CAPTURE_ENDED,
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
  const told: readonly FlowEffect[] =
    flow.attempt !== 'none' && flow.connection === 'joined'
      ? [{ kind: 'send', message: { kind: 'attempt-abandoned' } }]
      : [];
  return {
    flow: { ...flow, place, attempt: 'none' },
    effects: [...told, ...CAPTURE_ENDED],
  };
}
