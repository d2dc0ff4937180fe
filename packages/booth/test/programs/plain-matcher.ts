/**
 * The matcher program with an engine that reads a picture's first byte instead of a face.
 *
 * Everything else is what a booth runs: pipe, sealing, hand-over, queue, speech, exit.
 */
import { parseModelId, type ChallengeStep, type GuidanceSymbol } from '@bonin/core';
import { runMatcher } from '../../src/programs/matcher/run-matcher.ts';
import type { MatcherEngine, MatcherLive } from '../../src/programs/matcher/serve-attempt.ts';
import { assess } from './plain-engine.ts';

const scale = parseModelId('first-byte');
const engine: MatcherEngine<number, number> = {
  recognitionModel: scale,
  padModel: scale,
  acquireReference: async (image) => {
    const guidance = await assess(image);
    if (guidance !== undefined) return { kind: 'refused', guidance };
    return { kind: 'acquired', reference: image[0] ?? 0 };
  },
  acquireProbeFrame: async (image) => {
    const guidance = await assess(image);
    if (guidance !== undefined) return { kind: 'refused', guidance };
    return { kind: 'acquired', frame: image[0] ?? 0 };
  },
  openLive,
  examine: (reference, frames, _policy, challenge) => {
    const value = frames.every((frame) => frame === reference) ? 1 : 0;
    return Promise.resolve({
      comparison: { kind: 'evaluated', score: { value, scale } },
      pad: { kind: 'evaluated', score: { value: 1, scale } },
      challenge:
        challenge === undefined ? { kind: 'not-asked' } : { kind: 'answered', findings: challenge },
    });
  },
};

/** A step is done by a picture whose second byte is the place of its kind, counted from 1. */
function openLive(): MatcherLive<number> {
  const KINDS = ['straight', 'pose', 'colours'];
  const views: number[] = [];
  let released: ChallengeStep | undefined;
  let asked = 0;
  let obeyed = 0;
  let hindrance: GuidanceSymbol | undefined;
  return {
    release: (step) => {
      released = step;
      asked += 1;
    },
    take: async (image) => {
      hindrance = await assess(image);
      if (hindrance !== undefined) return { kind: 'refused', guidance: hindrance };
      views.push(image[0] ?? 0);
      const stepDone = released !== undefined && image[1] === KINDS.indexOf(released.kind) + 1;
      if (stepDone) {
        released = undefined;
        obeyed += 1;
      }
      return { kind: 'taken', stepDone };
    },
    views: () => views,
    findings: () => ({
      poses: { asked, obeyed, astray: 0, hastened: 0 },
      continuity: { frames: views.length, jumps: 0, leaps: 0, lost: 0, others: 0 },
      relief: { kind: 'not-evaluated', reason: 'no-turn' },
      colours: { kind: 'not-evaluated', reason: 'not-shown' },
      capture: { frames: views.length, frozen: 0, misdated: 0 },
    }),
    hindrance: () => (released === undefined ? undefined : hindrance),
  };
}

await runMatcher(() => Promise.resolve(engine));
