import type { Pose } from '@bonin/core';
import type { LightFinding } from '../capture/assess-light.ts';
import type { Correction } from '../flow/correction.ts';
import type { AskedStep, CalmPlace, CardProblem, Trouble } from '../flow/flow.ts';
import type { InAppBrowser } from '../capture/in-app-browser.ts';
import type { WordingKey } from './ko.ts';

export function wordsOfCardProblem(problem: CardProblem): WordingKey {
  switch (problem.by) {
    case 'page':
      return `card.refusal.${problem.refusal}`;
    case 'camera':
      return `card.camera.${problem.cause}`;
    case 'booth':
      return `card.booth.${problem.symbol}`;
  }
}

/**
 * What to say while capturing: the booth first, then the light that this page sees. Where neither has
 * anything to change, the words are neutral: this page cannot tell that a picture is good.
 */
export function wordsOfGuidance(
  guidance: Correction | undefined,
  light: LightFinding | undefined,
): WordingKey {
  // The page sees more finely than the booth says what is wrong with the light.
  if (
    light !== undefined &&
    light !== 'fine' &&
    (guidance === undefined || guidance === 'adjust-light')
  ) {
    return `face.light.${light}`;
  }
  return `face.guidance.${guidance ?? 'none'}`;
}

/** What is asked for, as `left` or `colours`; looking straight while nothing else is. */
export function nameOfAsked(asked: AskedStep | undefined): AskName {
  const step = asked?.step;
  return step?.kind === 'pose' ? step.pose : (step?.kind ?? 'straight');
}

type AskName = Pose | 'straight' | 'colours';

/** What to say beside what is asked for: what the booth or the light has to change, or how to go about it. */
export function wordsBesideAsked(
  asked: AskedStep | undefined,
  guidance: Correction | undefined,
  light: LightFinding | undefined,
): WordingKey {
  const name = nameOfAsked(asked);
  // While the page itself shines in colours, how bright it is says nothing about the room.
  const roomLight = name === 'colours' ? undefined : light;
  const toChange = wordsOfGuidance(guidance, roomLight);
  if (toChange !== 'face.guidance.none') return toChange;
  if (asked?.again === true) return 'challenge.again';
  if (name === 'straight' || name === 'colours') return `challenge.beside.${name}`;
  return asked?.after === 'nearer' ? 'challenge.beside.moved-near' : 'challenge.beside.pose';
}

export interface TroubleWords {
  readonly title: WordingKey;
  readonly body: WordingKey;
}

/** Words for a trouble; inside another app's browser, a camera that cannot be had has its own. */
export function wordsOfTrouble(
  trouble: Trouble,
  inAppBrowser: InAppBrowser | undefined,
): TroubleWords {
  if (trouble.kind === 'connection-lost' && isAnswerAwaited(trouble.resume)) {
    return { title: 'trouble.answer-awaited.title', body: 'trouble.answer-awaited.body' };
  }
  if (trouble.kind !== 'camera') {
    return { title: `trouble.${trouble.kind}.title`, body: `trouble.${trouble.kind}.body` };
  }
  const { reason } = trouble;
  // A camera that another program holds is no matter of the browser.
  if (inAppBrowser !== undefined && reason !== 'in-use') {
    return { title: 'trouble.camera-in-app.title', body: 'trouble.camera-in-app.body' };
  }
  return { title: `trouble.camera-${reason}.title`, body: `trouble.camera-${reason}.body` };
}

function isAnswerAwaited(resume: CalmPlace): boolean {
  return resume.kind === 'interrupted' && resume.cause === 'answer-awaited';
}
