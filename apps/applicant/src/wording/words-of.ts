import type { BoothSymbol } from '@bonin/core';
import type { LightFinding } from '../capture/assess-light.ts';
import type { CardProblem, Trouble } from '../flow/flow.ts';
import type { InAppBrowser } from '../capture/in-app-browser.ts';
import type { WordingKey } from './ko.ts';

export function wordsOfCardProblem(problem: CardProblem): WordingKey {
  return problem.by === 'page' ? `card.refusal.${problem.refusal}` : `card.booth.${problem.symbol}`;
}

/** What to say while capturing: the booth first, then the light that this page sees, then encouragement. */
export function wordsOfGuidance(
  guidance: BoothSymbol | undefined,
  light: LightFinding | undefined,
): WordingKey {
  const said = guidance === undefined ? undefined : GUIDANCE[guidance];
  // The page sees more finely than the booth says what is wrong with the light.
  if (
    light !== undefined &&
    light !== 'fine' &&
    (said === undefined || guidance === 'adjust-light')
  ) {
    return `face.light.${light}`;
  }
  return said ?? 'face.guidance.none';
}

/** A verdict is no guidance: the answer is what the server decides from it. */
const GUIDANCE: Readonly<Record<BoothSymbol, WordingKey | undefined>> = {
  'reference-acquired': 'face.guidance.reference-acquired',
  'image-unreadable': 'face.guidance.image-unreadable',
  'no-face': 'face.guidance.no-face',
  'several-faces': 'face.guidance.several-faces',
  'come-nearer': 'face.guidance.come-nearer',
  'move-back': 'face.guidance.move-back',
  'adjust-light': 'face.guidance.adjust-light',
  'look-straight': 'face.guidance.look-straight',
  'hold-still': 'face.guidance.hold-still',
  'step-done': 'face.guidance.step-done',
  'capture-sufficient': 'face.guidance.capture-sufficient',
  match: undefined,
  'non-match': undefined,
  'attack-presentation': undefined,
  undecided: undefined,
  'capture-unusable': undefined,
};

export interface TroubleWords {
  readonly title: WordingKey;
  readonly body: WordingKey;
}

/** Words for a trouble; inside another app's browser, a camera that cannot be had has its own. */
export function wordsOfTrouble(
  trouble: Trouble,
  inAppBrowser: InAppBrowser | undefined,
): TroubleWords {
  if (trouble.kind !== 'camera') {
    return { title: `trouble.${trouble.kind}.title`, body: `trouble.${trouble.kind}.body` };
  }
  const { reason } = trouble;
  if (inAppBrowser !== undefined && (reason === 'unsupported' || reason === 'refused')) {
    return { title: 'trouble.camera-in-app.title', body: 'trouble.camera-in-app.body' };
  }
  return { title: `trouble.camera-${reason}.title`, body: `trouble.camera-${reason}.body` };
}
