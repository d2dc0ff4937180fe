import type { Stage } from '../../conduct.ts';
import type { Correction } from '../../flow/correction.ts';
import type { FaceStep } from '../../flow/flow.ts';
import { isChallenged } from '../../flow/steps.ts';
import type { Say, WordingKey } from '../../wording/say.ts';
import { nameOfAsked, wordsBesideAsked, wordsOfGuidance } from '../../wording/words-of.ts';
import { ABOUT_SECONDS } from '../choose-challenge/about-seconds.ts';

/** What is said before the camera, seen and heard alike. */
export interface StepWords {
  readonly title: string;
  readonly beside: string;
  /** Whether that is something to change, rather than how to go about it. */
  readonly isToChange: boolean;
  /** What the challenge asks for, while it does. */
  readonly asks: ReturnType<typeof nameOfAsked> | undefined;
}

type Told = Pick<Stage, 'flow' | 'light'>;

export function wordsOfStep(
  told: Told,
  step: FaceStep,
  guidance: Correction | undefined,
  say: Say,
): StepWords {
  const { flow, light } = told;
  if (step !== 'capturing') {
    const beside = step === 'getting-ready' ? adviceFor(told, say) : say(`face.${step}.body`);
    return { title: say(`face.${step}.title`), beside, isToChange: false, asks: undefined };
  }
  if (!isChallenged(flow)) {
    const key = wordsOfGuidance(guidance, light);
    return { title: say('face.capturing.title'), ...besideOf(key, say), asks: undefined };
  }
  const asks = nameOfAsked(flow.asked);
  const key = wordsBesideAsked(flow.asked, guidance, light);
  return { title: say(`challenge.ask.${asks}`), ...besideOf(key, say), asks };
}

function besideOf(key: WordingKey, say: Say): Pick<StepWords, 'beside' | 'isToChange'> {
  const isToChange = /^face\.(guidance|light)\./.test(key) && key !== 'face.guidance.none';
  return { beside: say(key), isToChange };
}

/** How to get ready; first the light, if that is what has to be changed. */
function adviceFor({ flow, light }: Told, say: Say): string {
  if (light !== undefined && light !== 'fine') return say(`face.light.${light}`);
  if (!isChallenged(flow) || flow.profile === undefined) return say('face.getting-ready.body');
  // A screen that is to light the face has to be bright.
  const advice = flow.profile === 'no-colour' ? 'face.getting-ready.body' : 'challenge.get-ready';
  return `${say(advice)} ${say('challenge.ready', { seconds: ABOUT_SECONDS[flow.profile] })}`;
}
