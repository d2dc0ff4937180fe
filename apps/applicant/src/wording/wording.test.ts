import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BOOTH_SYMBOLS, CHALLENGE_PROFILES, POSES, type ChallengeStep } from '@bonin/core';
import { ERROR_CATALOGUE } from '@bonin/protocol';
import { advanceFlow } from '../flow/advance-flow.ts';
import { isCorrection } from '../flow/correction.ts';
import { begun, problem, travel, view } from '../flow/flow-journeys.ts';
import type { AskedStep, FlowEvent } from '../flow/flow.ts';
import { en } from './en.ts';
import { ko, type WordingKey } from './ko.ts';
import { chooseLocale, sayIn } from './say.ts';
import {
  nameOfAsked,
  wordsBesideAsked,
  wordsOfCardProblem,
  wordsOfGuidance,
  wordsOfTrouble,
} from './words-of.ts';

const SOURCE = join(import.meta.dirname, '..');
const KEYS = Object.keys(ko) as WordingKey[];

function sources(): string {
  return globSync('**/*.{ts,tsx}', { cwd: SOURCE })
    .filter((file) => !file.startsWith('wording/ko') && !file.startsWith('wording/en'))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
    .join('\n');
}

/** Keys as they are written in the sources: whole, or put together around `${…}`. */
function isUsed(key: WordingKey, text: string, patterns: readonly RegExp[]): boolean {
  return text.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
}

function patternsIn(text: string): readonly RegExp[] {
  const templates = [...text.matchAll(/`([a-z-]+[.-][^`]*\$\{[^`]*)`/g)].map(
    ([, body]) => body ?? '',
  );
  return templates.map((template) => {
    const literal = template
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replaceAll('.', '\\.'))
      .join('[a-z-]+');
    return new RegExp(`^${literal}$`);
  });
}

describe('the wording', () => {
  it('has the same keys in every language, and no empty sentence', () => {
    assert.deepEqual(Object.keys(en).sort(), [...KEYS].sort());
    for (const key of KEYS) {
      assert.ok(ko[key].trim().length > 0, key);
      assert.ok(en[key].trim().length > 0, key);
    }
  });

  it('puts the same values into the sentences of every language', () => {
    const valuesOf = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of KEYS) assert.deepEqual(valuesOf(ko[key]), valuesOf(en[key]), key);
  });

  it('has no sentence that no screen uses', () => {
    const text = sources();
    const patterns = patternsIn(text);
    assert.deepEqual(
      KEYS.filter((key) => !isUsed(key, text, patterns)),
      [],
    );
  });

  it('has a sentence for everything that a booth may say of a card or a face, and for nothing else', () => {
    const corrections = BOOTH_SYMBOLS.filter(isCorrection);
    const under = (prefix: string) => KEYS.filter((key) => key.startsWith(prefix)).sort();
    assert.deepEqual(
      under('card.booth.'),
      corrections.map((symbol) => wordsOfCardProblem({ by: 'booth', symbol })).sort(),
    );
    assert.deepEqual(
      under('face.guidance.'),
      [undefined, ...corrections].map((symbol) => wordsOfGuidance(symbol, 'fine')).sort(),
    );
  });

  it('has a sentence for everything that the page finds about the light, and for nothing else', () => {
    const findings = ['too-dark', 'too-bright', 'backlit'] as const;
    assert.deepEqual(
      KEYS.filter((key) => key.startsWith('face.light.')).sort(),
      findings.map((light) => wordsOfGuidance(undefined, light)).sort(),
    );
  });

  it('says that nothing was counted nowhere where an answer is still awaited', () => {
    const resume = { kind: 'interrupted', cause: 'answer-awaited' } as const;
    const { body } = wordsOfTrouble({ kind: 'connection-lost', resume }, undefined);
    for (const wording of [ko, en]) {
      for (const key of [body, 'interrupted.answer-awaited.body'] as const) {
        assert.doesNotMatch(wording[key], /횟수|count/);
      }
    }
  });

  it('speaks of the light that the page sees when the booth has said nothing else', () => {
    assert.equal(wordsOfGuidance(undefined, 'too-dark'), 'face.light.too-dark');
    assert.equal(wordsOfGuidance('adjust-light', 'backlit'), 'face.light.backlit');
    assert.equal(wordsOfGuidance('no-face', 'too-dark'), 'face.guidance.no-face');
    assert.equal(wordsOfGuidance(undefined, 'fine'), 'face.guidance.none');
  });

  it('has a sentence for everything that a challenge may ask for, and for nothing else', () => {
    const colours: ChallengeStep = { kind: 'colours', colours: ['rose'], eachMs: 340 };
    const names = [STRAIGHT, ...POSES.map(poseStep), colours].map((step) =>
      nameOfAsked(asked(step)),
    );
    assert.deepEqual(
      KEYS.filter((key) => key.startsWith('challenge.ask.')).sort(),
      names.map((name) => `challenge.ask.${name}`).sort(),
    );
    assert.equal(nameOfAsked(undefined), 'straight');
  });

  it('names each kind of challenge and says what it is', () => {
    for (const profile of CHALLENGE_PROFILES) {
      for (const wording of [ko, en]) {
        assert.ok(wording[`challenge.kind.${profile}`].length > 0);
        assert.ok(wording[`challenge.kind.${profile}.more`].length > 0);
      }
    }
  });

  it('says what to change beside what is asked for, before anything else', () => {
    const again = { ...asked(poseStep('left')), again: true };
    assert.equal(wordsBesideAsked(again, 'no-face', 'fine'), 'face.guidance.no-face');
    assert.equal(wordsBesideAsked(again, undefined, 'too-dark'), 'face.light.too-dark');
    assert.equal(wordsBesideAsked(again, undefined, 'fine'), 'challenge.again');
    assert.equal(wordsBesideAsked(asked(STRAIGHT), undefined, 'fine'), 'challenge.beside.straight');
    assert.equal(wordsBesideAsked(undefined, undefined, undefined), 'challenge.beside.straight');
  });

  it('says nothing about the light of the room while the page itself shines', () => {
    const colours = asked({ kind: 'colours', colours: ['rose'], eachMs: 340 });
    assert.equal(wordsBesideAsked(colours, undefined, 'too-bright'), 'challenge.beside.colours');
    assert.equal(wordsBesideAsked(colours, 'adjust-light', 'fine'), 'face.guidance.adjust-light');
  });

  it('asks who came nearer to go back first', () => {
    const after: AskedStep = { ...asked(poseStep('up')), after: 'nearer' };
    assert.equal(wordsBesideAsked(after, undefined, 'fine'), 'challenge.beside.moved-near');
    assert.equal(
      wordsBesideAsked({ ...after, after: 'left' }, undefined, 'fine'),
      'challenge.beside.pose',
    );
  });

  for (const code of Object.keys(ERROR_CATALOGUE)) {
    it(`has words and a way on when the server refuses with ${code}`, () => {
      for (const way of WAYS) {
        const { flow } = travel(begun(), way);
        const refused = advanceFlow(flow, {
          kind: 'server-said',
          message: { kind: 'refused', problem: problem(code) },
        });
        const { place } = refused.flow;
        if (place.kind !== 'trouble') continue;
        const { title, body } = wordsOfTrouble(place.trouble, 'kakaotalk');
        for (const words of [ko[title], ko[body], en[title], en[body]]) {
          assert.ok(words.length > 0, code);
        }
        const retried = advanceFlow(refused.flow, { kind: 'retry-pressed' });
        assert.ok(retried.effects.length > 0, code);
      }
    });
  }

  it('is in the language of the link, then of the browser, then Korean', () => {
    assert.equal(chooseLocale('en', ['ko-KR']), 'en');
    assert.equal(chooseLocale(null, ['fr', 'en-GB', 'ko']), 'en');
    assert.equal(chooseLocale(null, ['fr']), 'ko');
    assert.equal(chooseLocale('xx', ['ko']), 'ko');
  });

  it('leaves a value that is not there visible rather than silent', () => {
    assert.match(sayIn('en')('again.left', { left: 2 }), /2 of \{max\}/);
  });
});

const STRAIGHT: ChallengeStep = { kind: 'straight', holdMs: 500 };

function poseStep(pose: (typeof POSES)[number]): ChallengeStep {
  return { kind: 'pose', pose, holdMs: 200 };
}

function asked(step: ChallengeStep): AskedStep {
  return { step, place: 2, of: 5, again: false };
}

const WAYS: readonly (readonly FlowEvent[])[] = [
  [],
  [{ kind: 'server-said', message: { kind: 'registration-loaded', view: view() } }],
  [
    {
      kind: 'server-said',
      message: { kind: 'registration-loaded', view: view({ state: 'awaiting-capture' }) },
    },
    { kind: 'card-pictured' },
    { kind: 'card-confirmed' },
  ],
];
