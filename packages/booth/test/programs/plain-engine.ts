import type { GuidanceSymbol } from '@bonin/core';

const REASONS: Readonly<Record<number, GuidanceSymbol>> = { 1: 'no-face', 2: 'several-faces' };
const FAULT = 99;

/** Looks at a picture's first byte instead of a face: what is wrong with it, if anything. */
export async function assess(image: Uint8Array): Promise<GuidanceSymbol | undefined> {
  const [first = 0] = image;
  if (first === FAULT) throw new Error('a face in full');
  await new Promise((resolve) => setTimeout(resolve, 5));
  return REASONS[first];
}
