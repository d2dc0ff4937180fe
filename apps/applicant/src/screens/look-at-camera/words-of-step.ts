import type { Stage } from '../../conduct.ts';
import type { Correction } from '../../flow/correction.ts';
import type { FaceStep } from '../../flow/flow.ts';
import { isChallenged } from '../../flow/steps.ts';
import type { Say } from '../../wording/say.ts';
import { nameOfAsked, wordsBesideAsked, wordsOfGuidance } from '../../wording/words-of.ts';
import { ABOUT_SECONDS } from '../choose-challenge/about-seconds.ts';

/** What is said before the camera, seen and heard alike. */
export interface StepWords {
  readonly title: string;
  readonly beside: string;
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
    return { title: say(`face.${step}.title`), beside, asks: undefined };
  }
  if (!isChallenged(flow)) {
    const beside = say(wordsOfGuidance(guidance, light));
    return { title: say('face.capturing.title'), beside, asks: undefined };
  }
  const asks = nameOfAsked(flow.asked);
  const beside = say(wordsBesideAsked(flow.asked, guidance, light));
  return { title: say(`challenge.ask.${asks}`), beside, asks };
}

/** How to get ready; first the light, if that is what has to be changed. */
function adviceFor({ flow, light }: Told, say: Say): string {
  if (light !== undefined && light !== 'fine') return say(`face.light.${light}`);
  const advice = say('face.getting-ready.body');
  if (!isChallenged(flow) || flow.profile === undefined) return advice;
  return `${advice} ${say('challenge.ready', { seconds: ABOUT_SECONDS[flow.profile] })}`;
}
