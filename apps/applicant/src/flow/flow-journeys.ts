/** Builders for the tests of the flow: an ordinary registration, and a way to walk through it. */
import type { ChallengeStep } from '@bonin/core';
import type { CaptureView, Problem } from '@bonin/protocol/channel';
import { advanceFlow, beginFlow } from './advance-flow.ts';
import type { Advance, FlowEffect, FlowEvent, Surroundings } from './flow.ts';

export function view(change: Partial<CaptureView> = {}): CaptureView {
  return {
    registrationId: 'reg_1',
    mobileOperatorName: '가나 통신',
    registrationKind: 'new-line',
    channel: 'online',
    state: 'awaiting-consent',
    attemptsLeft: 3,
    attemptsMax: 3,
    challengeProfiles: [],
    probeFramesMinimum: 5,
    captureTimeLimitMs: 60_000,
    demonstration: false,
    ...change,
  };
}

export function problem(code: string): Problem {
  return {
    type: 'about:blank',
    title: code,
    status: 409,
    code,
    message: code,
    retryable: false,
    nextActions: [],
  };
}

export function begun(change: Partial<Surroundings> = {}): Advance {
  return beginFlow({ secure: true, linkPresent: true, cameraOffered: true, ...change });
}

export const CAPTURE_SUFFICIENT = {
  kind: 'server-said',
  message: { kind: 'guidance-given', symbol: 'capture-sufficient' },
} as const satisfies FlowEvent;

export const CHALLENGE_OVER = {
  kind: 'server-said',
  message: { kind: 'challenge-over', answered: true },
} as const satisfies FlowEvent;

/** The server releases a step: the first of five, unless it is said otherwise. */
export function asked(
  step: ChallengeStep,
  { place = 1, again = false }: { readonly place?: number; readonly again?: boolean } = {},
): FlowEvent {
  return {
    kind: 'server-said',
    message: { kind: 'challenge-step', place, of: 5, again, step },
  };
}

/** Walks on from a beginning; the effects of all steps are collected in order. */
export function travel(start: Advance, ...legs: readonly (readonly FlowEvent[])[]): Advance {
  const effects: FlowEffect[] = [...start.effects];
  let { flow } = start;
  for (const event of legs.flat()) {
    const step = advanceFlow(flow, event);
    flow = step.flow;
    effects.push(...step.effects);
  }
  return { flow, effects };
}
