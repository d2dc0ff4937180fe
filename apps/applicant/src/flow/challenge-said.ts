/**
 * The challenge as the server leads it: what is asked for now, and that nothing more is.
 *
 * Here: what follows from its two messages. Not here: how a step is shown (`capture/show-step.ts`).
 */
import type { ServerMessage } from '@bonin/protocol/channel';
import type { Advance, AskedStep, CalmPlace, Flow } from './flow.ts';
import { breakOff, goTo, handIn, isCapturing, stay } from './steps.ts';

type ChallengeStepSaid = Extract<ServerMessage, { kind: 'challenge-step' }>;

/**
 * A step was released. The first one is while the person still gets ready: it is remembered, and shown when the first
 * frame is taken.
 */
export function challengeStep(flow: Flow, said: ChallengeStepSaid): Advance {
  // Nothing is asked of anybody by an attempt that was broken off.
  if (flow.attempt !== 'open' || flow.abandoning) return stay(flow);
  const { place, of, again, step } = said;
  if (step.kind === 'colours' && flow.profile === 'no-colour') return withoutColours(flow);
  const before = flow.asked?.step;
  const asked: AskedStep = {
    place,
    of,
    again,
    step,
    ...(before?.kind === 'pose' ? { after: before.pose } : {}),
  };
  const asking: Flow = { ...flow, asked };
  if (!isFilming(flow)) return stay(asking);
  // What the booth said of the step before is no word about this one.
  return goTo(asking, { kind: 'look-at-camera', step: 'capturing' }, [
    { kind: 'clear-timer', timer: 'guidance' },
    { kind: 'ask', step },
  ]);
}

/** Whoever chose a challenge without colours is shown none, whatever is asked: they could do harm. */
function withoutColours(flow: Flow): Advance {
  return breakOff(flow, { kind: 'trouble', trouble: { kind: 'out-of-step' } });
}

/** Nothing more is asked: what was sent is looked at, whether every step was answered or not. */
export function challengeOver(flow: Flow): Advance {
  const isRunning = flow.attempt === 'open' && !flow.abandoning;
  if (!isRunning || flow.place.kind === 'wait-for-answer') return stay(flow);
  if (isFilming(flow)) return handIn(flow);
  // It was over before the first frame: there is nothing to look at, and nothing to count.
  const place = isCapturing(flow) ? TIME_OVER : flow.place;
  return breakOff(flow, place);
}

const TIME_OVER = { kind: 'interrupted', cause: 'time-over' } as const satisfies CalmPlace;

function isFilming({ place }: Flow): boolean {
  return place.kind === 'look-at-camera' && place.step === 'capturing';
}
