import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseDecisionPolicy } from './policy-document.ts';

const POLICIES = join(import.meta.dirname, '..', '..', '..', 'policies');
const read = (name: string) =>
  parseDecisionPolicy(JSON.parse(readFileSync(join(POLICIES, `${name}.json`), 'utf8')));

describe('the policies that are shipped', () => {
  it('offer everywhere only what the laboratory let no species through more often than 7 %', () => {
    // Counted in docs/performance/attack-laboratory-2026-11.md.
    assert.deepEqual(Object.keys(read('default').challenges ?? {}), ['ordinary', 'slow']);
  });

  it('offer the rest under a policy of its own, only where staff are present, and differ in nothing else', () => {
    const shipped = read('default');
    const attended = read('attended');
    const { 'no-motion': still, 'no-colour': plain, ...rest } = attended.challenges ?? {};
    assert.deepEqual([still?.channels, plain?.channels], [['store'], ['store']]);
    assert.deepEqual(rest, shipped.challenges);
    assert.deepEqual(
      { ...attended, id: shipped.id, version: shipped.version, challenges: shipped.challenges },
      shipped,
    );
  });
});
