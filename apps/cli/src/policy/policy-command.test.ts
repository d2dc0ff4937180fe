import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const KOREA = join(ROOT, 'policies', 'korea');
const ALL = readdirSync(KOREA).map((name) => join(KOREA, name));
const CHOICE = join(KOREA, '4-choice-2026-07-06.json');
const PLANNED = join(KOREA, '2-mandatory-2026-03-23.json');

describe('bonin policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-policy-'));
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  function bonin(...words: readonly string[]) {
    const program = join(ROOT, 'apps/cli/bin/bonin.mjs');
    const run = spawnSync(process.execPath, [program, 'policy', ...words], { encoding: 'utf8' });
    return { ...run, says: run.stdout.trimEnd() };
  }

  it('explains itself', () => {
    const { status, says } = bonin('--help');
    assert.equal(status, 0);
    for (const word of ['check', 'keys', 'sign', 'verify', 'explain', 'replay']) {
      assert.match(says, new RegExp(`^  ${word} `, 'm'));
    }
  });

  it('puts the documents that are shipped in the order of time', () => {
    const { status, says } = bonin('check', ...ALL);
    assert.equal(status, 0, says);
    assert.equal(says.split('\n').length, ALL.length);
    assert.match(says, /kr-facial-authentication 4 {2}enacted {2}from 2026-07-05T15:00:00.000Z/);
  });

  it('names what is wrong with one, and refuses it', () => {
    const file = at('wrong.json');
    writeFileSync(file, readFileSync(CHOICE, 'utf8').replace('"min": 1', '"min": 7'));
    const { status, says } = bonin('check', file);
    assert.equal(status, 1);
    assert.match(
      says,
      /^refused \[ROUTE_POLICY_MALFORMED\] member=rules\.0\.terms\.routes\.0\.attempts/,
    );
  });

  it('lets two persons sign a document, each with a key of their own', () => {
    const publicKeys = ['kim', 'lee'].map((name) => {
      const { status, says } = bonin('keys', name, '--out', at(name));
      assert.equal(status, 0);
      assert.equal(statSync(at(name)).mode & 0o777, 0o600);
      return says;
    });
    writeFileSync(at('operators'), `${publicKeys.join('\n')}\n`);
    const verify = (note: string) => bonin('verify', at(note), '--operators', at('operators'));

    assert.equal(bonin('sign', CHOICE, '--key', at('kim'), '--out', at('once')).status, 0);
    const once = verify('once');
    assert.equal(once.status, 1);
    assert.match(once.says, /^refused \[POLICY_SIGNERS_TOO_FEW\] signed=1 needed=2$/);

    assert.equal(bonin('sign', at('once'), '--key', at('lee'), '--out', at('twice')).status, 0);
    const twice = verify('twice');
    assert.equal(twice.status, 0);
    assert.match(twice.says, /signed by kim, lee {2}sha256 [0-9a-f]{64}$/);

    writeFileSync(at('changed'), readFileSync(at('twice'), 'utf8').replace('P3D', 'P9D'));
    assert.match(verify('changed').says, /POLICY_SIGNATURE_INVALID/);
  });

  it('never writes over a key', () => {
    assert.equal(bonin('keys', 'min', '--out', at('min')).status, 0);
    const before = readFileSync(at('min'), 'utf8');
    assert.equal(bonin('keys', 'min', '--out', at('min')).status, 2);
    assert.equal(readFileSync(at('min'), 'utf8'), before);
  });

  const failed = (minute: number) => ({
    route: 'face',
    at: Date.parse(`2026-07-07T12:0${String(minute)}:00+09:00`),
    outcome: 'rejected',
  });
  const facts = (registrationId: string, trials: readonly unknown[]) =>
    JSON.stringify({
      registrationId,
      tenantId: 'first-mno',
      situation: {
        channel: 'online',
        kind: 'new-line',
        document: 'resident-card',
        nationality: 'domestic',
        tenantClass: 'mno',
      },
      asOf: Date.parse('2026-07-07T12:30:00+09:00'),
      trials,
      lines: { kind: 'not-counted' },
    });
  writeFileSync(
    at('facts.jsonl'),
    `${facts('one', [failed(1), failed(2), failed(3)])}\n${facts('two', [])}\n`,
  );

  it('tells in words why a registration stands as it does', () => {
    const { status, says } = bonin(
      ...['explain', 'one', '--facts', at('facts.jsonl')],
      ...ALL.flatMap((file) => ['--in-force', file]),
    );
    assert.equal(status, 0, says);
    assert.match(
      says,
      /^kr-facial-authentication 4\nThe rule that applied is “one-of-three-routes”/,
    );
    assert.match(says, /try mobile-id \(3 left\)/);
    const other = ['--facts', at('facts.jsonl'), '--in-force', CHOICE];
    assert.equal(bonin('explain', 'three', ...other).status, 1);
    assert.match(bonin('explain', 'one', ...other, '--lang', 'ko').says, /적용된 규칙은/);
  });

  it('shows what would change under another policy, with counts', () => {
    const { status, says } = bonin(
      ...['replay', '--facts', at('facts.jsonl'), '--in-force', CHOICE, '--policy', PLANNED],
    );
    assert.equal(status, 0, says);
    assert.match(says, /^2 registrations .*: 1 would stand as they do, 1 would not$/m);
    assert.match(says, / 1 {2}open → refused {2}routes-closed {2}online {2}first-mno$/m);
    const since = bonin(
      ...['replay', '--facts', at('facts.jsonl'), '--in-force', CHOICE, '--policy', PLANNED],
      ...['--from', '2026-08-01', '--json'],
    );
    assert.deepEqual(JSON.parse(since.says), {
      facts: 0,
      unchanged: 0,
      changes: [],
      unreadable: 0,
    });
  });

  it('counts lines that it cannot read, and says so', () => {
    writeFileSync(at('torn.jsonl'), `${facts('one', [])}\n{"registrationId":"x"\n`);
    const { status, says } = bonin('replay', '--facts', at('torn.jsonl'), '--policy', CHOICE);
    assert.equal(status, 2);
    assert.match(says, /^1 lines could not be read/m);
  });

  it('says which part of a command it cannot use', () => {
    for (const [words, code] of [
      [['replay', '--policy', CHOICE], /ARGUMENTS_UNUSABLE/],
      [['check', at('nothing-there')], /FILE_MISSING/],
      [['publish'], /ARGUMENTS_UNUSABLE/],
    ] as const) {
      const { status, stderr } = bonin(...words);
      assert.equal(status, 2);
      assert.match(stderr, code);
    }
  });
});
