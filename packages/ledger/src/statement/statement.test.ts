import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { textOf, toHex, utf8 } from '../bytes.ts';
import { commitToStatement, makeSalt, verifyOpening } from './commitment.ts';
import { startOfMinute, toMinute } from './minute.ts';
import { referTo } from './reference.ts';
import { encodeStatement, parseStatement } from './statement-bytes.ts';
import type { Statement } from './statement.ts';

const registration = referTo('registration', `reg_${'aB3-'.repeat(8)}`);
const attempt = referTo('attempt', `att_${'aB3-'.repeat(8)}`);
const at = '2026-11-26T16:34Z';
const hex = 'ab'.repeat(32);
const policy = { id: 'face-2026-11', version: 5 };

/** One of each kind, every optional member there. */
const STATEMENTS: readonly Statement[] = [
  {
    kind: 'result',
    at,
    registration,
    result: 'N',
    ground: 'face-route-left',
    policy,
    attempts: 2,
    buildDigest: hex,
    modelDigest: hex,
    tokenDigest: hex,
  },
  {
    kind: 'deletion',
    at,
    registration,
    attempt,
    exit: 'concluded',
    symbolsSaid: 7,
    isolation: ['core-dump-size-zero', 'network-denied'],
    buildDigest: hex,
    modelDigest: hex,
    policyDigest: hex,
    consentTextDigest: registration,
  },
  { kind: 'attempt-opened', at, registration, attempt, policy, buildDigest: hex },
  { kind: 'policy', at, change: 'in-force', policy, policyDigest: hex },
  {
    kind: 'threshold',
    at,
    policy,
    decides: 'comparison',
    scale: 'mobilefacenet',
    minimum: '0.3412',
    calibration: 'comparison-2026-11',
  },
  { kind: 'key-change', at, change: 'added', use: 'results', key: attempt },
  {
    kind: 'exception',
    at,
    act: 'result-replayed',
    office: 'policy-operator',
    reasonDigest: hex,
    registration,
  },
  { kind: 'incident', at, matter: 'booth-fault', reportDigest: hex },
  { kind: 'page', at, manifestDigest: hex, buildDigest: hex },
];

describe('a statement', () => {
  it('of every kind comes back from its bytes', () => {
    for (const statement of STATEMENTS) {
      const bytes = encodeStatement(statement);
      assert.deepEqual(parseStatement(bytes), statement);
      assert.deepEqual(encodeStatement(parseStatement(bytes)), bytes);
    }
  });

  it('has one spelling: members in order, no space, nothing after it', () => {
    for (const statement of STATEMENTS) {
      const source = textOf(encodeStatement(statement))!;
      const value = JSON.parse(source) as Record<string, unknown>;
      const reversed = JSON.stringify(Object.fromEntries(Object.entries(value).reverse()));
      const others = [
        ` ${source}`,
        `${source}\n`,
        source.replace(':', ': '),
        reversed,
        source.replace('{"format"', '{"more":1,"format"'),
        source.replace('{"format"', '{"kind":"result","format"'),
        source.replace('ledger-statement/v1', 'ledger-statement/v2'),
        source.replace('"2026', '"\\u0032026'),
        source.slice(0, -1),
        '[]',
        'null',
      ];
      for (const other of others) {
        assert.throws(() => parseStatement(utf8(other)), { code: 'STATEMENT_MALFORMED' }, other);
      }
    }
    assert.throws(() => parseStatement(Uint8Array.of(0xff)), { code: 'STATEMENT_MALFORMED' });
    assert.throws(() => parseStatement(new Uint8Array(2049)), { code: 'STATEMENT_MALFORMED' });
  });

  it('makes one order of what has none', () => {
    const [, deletion] = STATEMENTS;
    assert.ok(deletion?.kind === 'deletion');
    const shuffled = { ...deletion, isolation: deletion.isolation.toReversed() };
    assert.deepEqual(encodeStatement(shuffled), encodeStatement(deletion));
    const result = { ...STATEMENTS[0]!, policy: { version: 5, id: 'face-2026-11' } } as Statement;
    assert.deepEqual(encodeStatement(result), encodeStatement(STATEMENTS[0]!));
  });

  it('takes no member of another shape, and names the member only', () => {
    const [result, deletion] = STATEMENTS;
    const wrong: [string, unknown][] = [
      ['at', { ...result, at: '2026-11-26T16:34:10Z' }],
      ['at', { ...result, at: '2026-02-30T16:34Z' }],
      ['kind', { ...result, kind: 'toString' }],
      ['registration', { ...result, registration: 'reg_1' }],
      ['result', { ...result, result: 'y' }],
      ['ground', { ...result, result: 'Y' }],
      ['ground', { ...result, ground: undefined }],
      ['attempts', { ...result, attempts: 1.5 }],
      ['attempts', { ...result, attempts: -1 }],
      ['buildDigest', { ...result, buildDigest: hex.toUpperCase() }],
      ['policy', { ...result, policy: { ...policy, more: 1 } }],
      ['unknown', { ...result, name: 'x' }],
      ['isolation', { ...deletion, isolation: ['a', 'a'] }],
      ['exit', { ...deletion, exit: 'x'.repeat(49) }],
    ];
    for (const [member, statement] of wrong) {
      assert.throws(() => encodeStatement(statement as Statement), {
        code: 'STATEMENT_MALFORMED',
        details: { member },
      });
    }
  });

  it('has no word in which a telephone or identity number would fit', () => {
    const [, deletion] = STATEMENTS;
    for (const exit of ['a01012345678', 'a-010-1234-5678', 'a900101-1234567', 'a900101']) {
      assert.throws(
        () => encodeStatement({ ...deletion, exit } as Statement),
        { code: 'STATEMENT_MALFORMED' },
        exit,
      );
    }
  });
});

describe('a commitment', () => {
  it('opens with its statement and salt, and with no other', () => {
    for (const statement of STATEMENTS) {
      const salt = makeSalt();
      const leaf = commitToStatement(statement, salt);
      assert.equal(leaf.length, 32);
      assert.ok(verifyOpening({ leaf, statement, salt }));
      assert.ok(!verifyOpening({ leaf, statement, salt: makeSalt() }));
      assert.ok(
        !verifyOpening({ leaf, statement: { ...statement, at: '2026-11-26T16:35Z' }, salt }),
      );
      assert.ok(!verifyOpening({ leaf: leaf.with(3, leaf[3]! ^ 1), statement, salt }));
    }
  });

  it('of one statement is another with every salt', () => {
    const leaves = Array.from({ length: 100 }, () =>
      toHex(commitToStatement(STATEMENTS[7]!, makeSalt())),
    );
    assert.equal(new Set(leaves).size, 100);
  });

  it('takes a salt of 32 bytes only', () => {
    for (const length of [0, 31, 33]) {
      assert.throws(() => commitToStatement(STATEMENTS[7]!, new Uint8Array(length)), {
        code: 'SALT_MALFORMED',
      });
    }
  });
});

describe('a reference', () => {
  it('is the same for one id and kind, and another for any other', () => {
    const id = `reg_${'aB3-'.repeat(8)}`;
    assert.equal(referTo('registration', id), registration);
    assert.notEqual(referTo('attempt', id), registration);
    assert.match(registration, /^[A-Za-z0-9_-]{43}$/);
  });

  it('is made of no number and of nothing short enough to guess', () => {
    for (const id of [
      '',
      '01012345678',
      '900101-1234567',
      '8'.repeat(40),
      `${'a'.repeat(9)}_${'8'.repeat(32)}`,
      'order-2026-0001',
      '홍길동'.repeat(12),
      `reg_${'a'.repeat(31)}`,
    ]) {
      assert.throws(() => referTo('registration', id), { code: 'REFERENCE_MALFORMED' }, id);
    }
  });
});

describe('a minute', () => {
  it('is a moment of the calendar in one spelling', () => {
    const wrong = [
      '2026-02-30T10:00Z',
      '2026-13-01T10:00Z',
      '2026-01-01T24:00Z',
      '2026-01-01T10:60Z',
      '2026-01-01T10:00',
      '2026-1-01T10:00Z',
      '2026-01-01T10:00Z ',
    ];
    for (const text of wrong) assert.equal(startOfMinute(text), undefined, text);
    assert.equal(startOfMinute('2028-02-29T23:59Z'), Date.UTC(2028, 1, 29, 23, 59));
  });

  it('begins at or up to a minute before the instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (instant) => {
        const start = startOfMinute(toMinute(instant))!;
        assert.ok(start <= instant && instant - start < 60_000);
      }),
    );
  });
});
