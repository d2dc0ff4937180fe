import { CHALLENGE_STEPS_MOST, type BoothSymbol, type ChallengeStep } from '@bonin/core';
import type { CapturePart } from '@bonin/sealing';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  answer,
  beginPair,
  card,
  CHALLENGE_POLICY,
  collect,
  END,
  frame,
  sealerFor,
  startPair,
} from '../test/booth-testing.ts';
import type { SupervisedPair } from './booth-pair.ts';
import { CHALLENGE_GUIDANCE_MAX } from './programs/matcher/speech.ts';

const SAME = 7;
const OTHER = 8;
const NO_FACE = 1;
const STRAIGHT: ChallengeStep = { kind: 'straight', holdMs: 100 };
const LEFT: ChallengeStep = { kind: 'pose', pose: 'left', holdMs: 100 };
const COLOURS: ChallengeStep = { kind: 'colours', colours: ['rose', 'green'], eachMs: 340 };

type Act = CapturePart | ChallengeStep;

/** A booths under a challenge, and somebody who releases steps and delivers parts in this order. */
async function conduct(acts: readonly Act[], pauseMs = 0): Promise<Conducted> {
  const booths = await beginPair(CHALLENGE_POLICY);
  const sealer = await sealerFor(booths);
  for (const act of acts) {
    if (isStep(act)) booths.release(act);
    else await booths.deliver(await sealer.seal(act));
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { booths, symbols: await collect(booths.symbols) };
}

interface Conducted {
  readonly booths: SupervisedPair;
  readonly symbols: readonly BoothSymbol[];
}

function isStep(act: Act): act is ChallengeStep {
  return !('payload' in act);
}

describe('the booths of an attempt under a challenge', () => {
  it('acknowledges each step that was answered, and says match', async () => {
    const { symbols } = await conduct([
      card(SAME),
      STRAIGHT,
      answer(SAME, 'straight'),
      LEFT,
      answer(SAME, 'pose'),
      END,
    ]);
    assert.deepEqual(symbols, ['reference-acquired', 'step-done', 'step-done', 'match']);
  });

  it('takes nothing for an answer that came before its step', async () => {
    const { symbols } = await conduct([
      card(SAME),
      answer(SAME, 'pose'),
      STRAIGHT,
      answer(SAME, 'straight'),
      answer(SAME, 'straight'),
      LEFT,
      answer(SAME, 'straight'),
      END,
    ]);
    assert.deepEqual(symbols, ['reference-acquired', 'step-done', 'undecided']);
  });

  it('says undecided, never match, when the capture ends before the challenge does', async () => {
    const { symbols } = await conduct([
      card(SAME),
      STRAIGHT,
      answer(SAME, 'straight'),
      answer(SAME, 'straight'),
      LEFT,
      END,
    ]);
    assert.equal(symbols.at(-1), 'undecided');
  });

  it('says undecided when nobody asked for anything', async () => {
    const { symbols } = await conduct([
      card(SAME),
      answer(SAME, 'straight'),
      answer(SAME, 'pose'),
      END,
    ]);
    assert.deepEqual(symbols, ['reference-acquired', 'undecided']);
  });

  it('says non-match when somebody else answers', async () => {
    const { symbols } = await conduct([
      card(SAME),
      STRAIGHT,
      answer(OTHER, 'straight'),
      COLOURS,
      answer(OTHER, 'colours'),
      END,
    ]);
    assert.equal(symbols.at(-1), 'non-match');
  });

  it('calls a capture unusable, and says why, when a step could not be seen', async () => {
    const { symbols } = await conduct([
      card(SAME),
      STRAIGHT,
      answer(SAME, 'straight'),
      answer(SAME, 'straight'),
      LEFT,
      answer(NO_FACE, 'pose'),
      answer(NO_FACE, 'pose'),
      END,
    ]);
    assert.deepEqual(symbols, ['reference-acquired', 'step-done', 'no-face', 'capture-unusable']);
  });

  it('says undecided when a good capture was left after the first step, and unusable when nothing was seen', async () => {
    const left = await conduct([card(SAME), STRAIGHT, answer(SAME, 'straight'), LEFT, END]);
    assert.deepEqual(left.symbols, ['reference-acquired', 'step-done', 'undecided']);
    const dark = await conduct([card(SAME), STRAIGHT, answer(NO_FACE, 'straight'), END]);
    assert.deepEqual(dark.symbols, ['reference-acquired', 'no-face', 'capture-unusable']);
    const nothing = await conduct([card(SAME), STRAIGHT, END]);
    assert.deepEqual(nothing.symbols, ['reference-acquired', 'capture-unusable']);
  });

  it('refuses frames that do not say when they were taken', async () => {
    const { booths, symbols } = await conduct([card(SAME), STRAIGHT, frame(SAME)]);
    assert.deepEqual(symbols, ['reference-acquired']);
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' && ending.ground, 'malformed-capture');
  });

  it('keeps room for every step, its verdict and what it has to say of the face', async () => {
    const steps = Array.from({ length: CHALLENGE_STEPS_MOST }, () => [
      STRAIGHT,
      answer(SAME, 'straight'),
    ]).flat();
    const bad = Array.from({ length: 4 }, () => answer(NO_FACE, 'straight'));
    const { symbols } = await conduct([card(SAME), ...bad, ...steps, END], 260);
    assert.equal(symbols.filter((symbol) => symbol === 'step-done').length, CHALLENGE_STEPS_MOST);
    assert.ok(symbols.filter((symbol) => symbol === 'no-face').length <= CHALLENGE_GUIDANCE_MAX);
    assert.equal(symbols.at(-1), 'match');
  });

  it('ends as a fault when a step comes where no challenge is asked', async () => {
    const booths = await beginPair();
    const sealer = await sealerFor(booths);
    await booths.deliver(await sealer.seal(card(SAME)));
    booths.release(LEFT);
    assert.deepEqual(await collect(booths.symbols), ['reference-acquired']);
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' && ending.ground, 'booth-fault');
  });

  it('is asked for nothing before it has begun', async () => {
    const booths = startPair();
    await booths.ready;
    assert.throws(() => booths.release(LEFT), { code: 'BOOTH_NOT_BEGUN' });
    await booths.end('server-stopped');
  });
});
