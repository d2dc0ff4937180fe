/**
 * The matcher program with an engine that reads a picture's first byte instead of a face.
 *
 * Everything else is what a booth runs: pipe, sealing, queue, speech, exit.
 */
import { parseModelId, type GuidanceSymbol } from '@bonin/core';
import { runMatcher } from '../../src/programs/matcher/run-matcher.ts';
import type { MatcherEngine } from '../../src/programs/matcher/serve-attempt.ts';

const scale = parseModelId('first-byte');
const REASONS: Readonly<Record<number, GuidanceSymbol>> = { 1: 'no-face', 2: 'several-faces' };
const FAULT = 99;

async function assess(image: Uint8Array): Promise<GuidanceSymbol | undefined> {
  const [first = 0] = image;
  if (first === FAULT) throw new Error('a face in full');
  await new Promise((resolve) => setTimeout(resolve, 5));
  return REASONS[first];
}

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
  openLive: () => {
    throw new Error('this matcher asks for nothing');
  },
  examine: (reference, frames) => {
    const value = frames.every((frame) => frame === reference) ? 1 : 0;
    return Promise.resolve({
      comparison: { kind: 'evaluated', score: { value, scale } },
      pad: { kind: 'evaluated', score: { value: 1, scale } },
      challenge: { kind: 'not-asked' },
    });
  },
};

await runMatcher(() => Promise.resolve(engine));
