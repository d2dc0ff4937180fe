import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { en } from './en.ts';
import { ko } from './ko.ts';

const WEB = join(import.meta.dirname, '..');
const KEYS = Object.keys(ko);

describe('the wording of the order page', () => {
  it('has the same keys and values in every language, and no empty sentence', () => {
    assert.deepEqual(Object.keys(en).sort(), [...KEYS].sort());
    const valuesOf = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(ko) as (keyof typeof ko)[]) {
      assert.ok(ko[key].trim() !== '' && en[key].trim() !== '', key);
      assert.deepEqual(valuesOf(ko[key]), valuesOf(en[key]), key);
    }
  });

  it('has no sentence that nothing uses', () => {
    const text = globSync('**/*.{ts,tsx}', { cwd: WEB })
      .filter((file) => !file.includes('wording/ko') && !file.includes('wording/en'))
      .filter((file) => !file.includes('.test.'))
      .map((file) => readFileSync(join(WEB, file), 'utf8'))
      .join('\n');
    const patterns = [...text.matchAll(/`([a-zA-Z-]+\.[^`]*\$\{[^`]*)`/g)].map(([, template]) => {
      const parts = (template ?? '')
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replaceAll('.', '\\.'));
      return new RegExp(`^${parts.join('[A-Za-z_-]+')}$`);
    });
    const unused = KEYS.filter(
      (key) => !text.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
    );
    assert.deepEqual(unused, []);
  });
});
