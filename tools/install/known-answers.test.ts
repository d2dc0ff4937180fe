import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runNetwork } from '../models/run-network.ts';
import { checkKnownAnswer, generateKnownInput, type KnownAnswer } from './known-answers.ts';
import { hashOf } from './kept-files.ts';
import { parseModelManifest } from './manifest.ts';

const MODELS = join(import.meta.dirname, '..', '..', 'models');

const answer: KnownAnswer = {
  seed: 1,
  low: 0,
  high: 1,
  tolerance: 0.01,
  origin: 'Made by a test.',
  values: [{ output: 'out', index: 1, value: 0.5 }],
};

describe('generateKnownInput', () => {
  it('gives the numbers that the format page gives', () => {
    const numbers = generateKnownInput({ seed: 1, low: -1, high: 1 }, 3);
    const expected = Float32Array.from([-0.527089, -0.26145875, 0.0084840059]);
    assert.deepEqual(numbers, expected);
  });
});

describe('checkKnownAnswer', () => {
  it('accepts what is within the tolerance and says how far it was off', () => {
    const difference = checkKnownAnswer(answer, new Map([['out', Float32Array.of(9, 0.505)]]));
    assert.ok(difference > 0.004 && difference < 0.006);
  });

  for (const [what, outputs] of [
    ['a number too far off', new Map([['out', Float32Array.of(9, 0.6)]])],
    ['what is no number', new Map([['out', Float32Array.of(9, NaN)]])],
    ['an output that is too short', new Map([['out', Float32Array.of(9)]])],
    ['an output that is missing', new Map<string, Float32Array>()],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => checkKnownAnswer(answer, outputs), { code: 'KNOWN_ANSWER_MISMATCH' });
    });
  }
});

describe('the installed networks', () => {
  const networks = parseModelManifest(readFileSync(join(MODELS, 'manifest.json'), 'utf8'));
  for (const entry of networks) {
    const path = join(MODELS, 'files', entry.file.name);
    const isOptional = entry.use !== 'shipped' && !existsSync(path);
    const skip = isOptional ? 'only needed for evaluation, and not installed' : false;
    it(`${entry.id} hashes and answers as listed`, { skip }, async () => {
      const bytes = readFileSync(path);
      assert.equal(hashOf(bytes), entry.file.sha256);
      const run = await runNetwork(bytes, (count) => generateKnownInput(entry.knownAnswer, count));
      const outputs = new Map([...run.outputs].map(([name, { values }]) => [name, values]));
      checkKnownAnswer(entry.knownAnswer, outputs);
      for (const { name, shape } of entry.outputs) {
        assert.deepEqual(run.outputs.get(name)?.shape, shape);
      }
    });
  }
});
