import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const DOORS = ['packages/core/src/index.ts', 'packages/workflows/src/index.ts'];

/** Types that need no row of their own, because of what their names end with. */
const TOLD_BY_THEIR_ENDING: Readonly<Record<string, string>> = {
  Ports: 'what the act of that name needs; the row of “port” says so',
  Outcome: 'what the act of that name returns; the row of “outcome” says so',
  ErrorCode: 'the codes of the error of that name; docs/errors.md lists them',
};

/** Single types that need no row, and why. */
const TOLD_ELSEWHERE: Readonly<Record<string, string>> = {
  OpenRegistration: 'the input of the act openRegistration',
  AbandonAttempt: 'the input of the act abandonAttempt',
  ConcludeAttempt: 'the input of the act concludeAttempt',
  OpenedAttempt: 'what the act openAttempt hands out: an attempt and its booth',
};

/** Names of types that a door lists: `type Name` in braces, or any name of an `export type { … }`. */
function typesOf(door: string): readonly string[] {
  const source = readFileSync(join(ROOT, door), 'utf8');
  return [...source.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, all, list]) =>
    (list ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (all !== undefined || name.startsWith('type ')))
      .map((name) => name.replace(/^type /, '')),
  );
}

describe('the vocabulary', () => {
  const page = readFileSync(join(ROOT, 'docs/vocabulary.md'), 'utf8');
  const types = DOORS.flatMap(typesOf);

  it('has every type that the domain and the acts export', () => {
    assert.ok(types.length > 50, 'the doors were read');
    const missing = types.filter(
      (name) =>
        !new RegExp(`\\b${name}\\b`).test(page) &&
        !Object.keys(TOLD_BY_THEIR_ENDING).some((ending) => name.endsWith(ending)) &&
        !Object.hasOwn(TOLD_ELSEWHERE, name),
    );
    assert.deepEqual(missing, []);
  });

  it('leaves out no type by name that is not there', () => {
    const gone = Object.keys(TOLD_ELSEWHERE).filter((name) => !types.includes(name));
    assert.deepEqual(gone, []);
  });
});
