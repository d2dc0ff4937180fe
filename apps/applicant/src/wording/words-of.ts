import type { LightFinding } from '../capture/assess-light.ts';
import type { Correction } from '../flow/correction.ts';
import type { CalmPlace, CardProblem, Trouble } from '../flow/flow.ts';
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
