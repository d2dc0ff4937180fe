import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../time/time.ts';
import {
  exceptionFact,
  exceptionStanding,
  parseStaffRef,
  type ExceptionStep,
} from './exception-steps.ts';

const [kim, lee] = ['kim', 'lee'].map(parseStaffRef);
assert.ok(kim !== undefined && lee !== undefined);
const asked: ExceptionStep = { kind: 'asked', at: instant(1), by: kim, ground: 'disability' };
const granted: ExceptionStep = { kind: 'granted', at: instant(2), by: lee };
const refused: ExceptionStep = { kind: 'refused', at: instant(2), by: lee };

describe('an exception', () => {
  it('is none before somebody asks', () => {
    assert.deepEqual(exceptionStanding([], 2), { kind: 'none' });
    assert.equal(exceptionFact({ kind: 'none' }), undefined);
  });

  it('is granted by asking where one person is enough', () => {
    const standing = exceptionStanding([asked], 1);
    assert.equal(standing.kind, 'granted');
    assert.deepEqual(exceptionFact(standing), { ground: 'disability', at: 1, persons: 1 });
  });

  it('waits for another person where two must agree, and is granted when that one did', () => {
    assert.equal(exceptionStanding([asked], 2).kind, 'asked');
    const standing = exceptionStanding([asked, granted], 2);
    assert.equal(standing.kind, 'granted');
    assert.deepEqual(exceptionFact(standing), { ground: 'disability', at: 2, persons: 2 });
  });

  it('is not granted by the one who asked', () => {
    const same = { ...granted, by: kim } as const;
    assert.throws(() => exceptionStanding([asked, same], 2), { code: 'EXCEPTION_SAME_PERSON' });
  });

  it('can be asked for again when it was refused, also by who asked first', () => {
    assert.deepEqual(exceptionStanding([asked, refused], 2), { kind: 'none' });
    assert.equal(exceptionStanding([asked, refused, asked, granted], 2).kind, 'granted');
  });

  it('is not asked for twice, nor granted or refused when none waits', () => {
    for (const steps of [
      [asked, asked],
      [asked, granted, asked],
    ]) {
      assert.throws(() => exceptionStanding(steps, 2), { code: 'EXCEPTION_ALREADY_ASKED' });
    }
    for (const steps of [
      [granted],
      [refused],
      [asked, granted, granted],
      [asked, granted, refused],
    ]) {
      assert.throws(() => exceptionStanding(steps, 2), { code: 'EXCEPTION_NOT_ASKED' });
    }
  });

  it('names staff by a pseudonym that holds no space and no sign', () => {
    for (const text of ['', 'Kim Minsu', '김', 'a'.repeat(65), 'a@b']) {
      assert.throws(() => parseStaffRef(text), { code: 'STAFF_REF_MALFORMED' });
    }
  });
});
