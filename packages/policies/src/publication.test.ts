import { instant } from '@bonin/core';
import { encodeVerifierKey, parseVerifierKey } from '@bonin/ledger';
import { makeSigningKey, openNoteSigner } from '@bonin/ledger/log';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { admitPolicy, parseOperators, readSignedPolicy } from './index.ts';

const KOREA = join(import.meta.dirname, '../../../policies/korea');
const CHOICE = readFileSync(join(KOREA, '4-choice-2026-07-06.json'), 'utf8');

const [kim, lee, park] = ['kim', 'lee', 'park'].map((name) => makeSigningKey(name));
assert.ok(kim && lee && park);
const operators = parseOperators(`# who publishes\n${kim.verifierKey}\n${lee.verifierKey}\n`);

function signed(text: string, ...keys: readonly { readonly signerKey: string }[]): string {
  const lines = keys.map(({ signerKey }) => openNoteSigner(signerKey).sign(text, 0));
  return `${text}\n${lines.join('')}`;
}

describe('a signed route policy', () => {
  it('is read when two operators have signed it', async () => {
    const { policy, signers, digest } = await readSignedPolicy(signed(CHOICE, kim, lee), operators);
    assert.equal(policy.version, 4);
    assert.deepEqual(signers, ['kim', 'lee']);
    assert.match(digest, /^[0-9a-f]{64}$/);
  });

  it('is refused without a signature, or with strangers’ only', async () => {
    for (const note of [CHOICE, signed(CHOICE, park)]) {
      await assert.rejects(readSignedPolicy(note, operators), { code: 'POLICY_NOT_SIGNED' });
    }
  });

  it('is refused when one person signed, or one signed twice', async () => {
    for (const note of [signed(CHOICE, kim), signed(CHOICE, kim, kim), signed(CHOICE, kim, park)]) {
      await assert.rejects(readSignedPolicy(note, operators), { code: 'POLICY_SIGNERS_TOO_FEW' });
    }
  });

  it('is refused when anything of it was changed after it was signed', async () => {
    const note = signed(CHOICE, kim, lee).replace('"max": 3', '"max": 9');
    await assert.rejects(readSignedPolicy(note, operators), { code: 'POLICY_SIGNATURE_INVALID' });
  });

  it('is refused by the name of the member that is wrong, never by its value', async () => {
    const wrong = CHOICE.replace('"enacted"', '"whenever-kim-likes"');
    await assert.rejects(readSignedPolicy(signed(wrong, kim, lee), operators), (error: Error) => {
      assert.equal(error.message, 'ROUTE_POLICY_MALFORMED');
      assert.ok(!JSON.stringify(error).includes('whenever'));
      return true;
    });
    const torn = signed('{"format":\n', kim, lee);
    await assert.rejects(readSignedPolicy(torn, operators), { code: 'POLICY_DOCUMENT_UNREADABLE' });
  });
});

describe('policy operators', () => {
  it('are two at least, and each once', () => {
    for (const text of [
      '',
      `${kim.verifierKey}\n`,
      `${kim.verifierKey}\n${kim.verifierKey}\n`,
      'kim+00000000+AAAA\n',
    ]) {
      assert.throws(() => parseOperators(text), { code: 'POLICY_OPERATORS_MALFORMED' });
    }
    assert.throws(() => parseOperators(`${kim.verifierKey}\n${lee.verifierKey}\n`, 1), {
      code: 'POLICY_OPERATORS_MALFORMED',
    });
  });

  it('are not two because one key goes by two names', () => {
    const { type, publicKey } = parseVerifierKey(kim.verifierKey);
    const text = `${kim.verifierKey}\n${encodeVerifierKey({ name: 'kim2', type, publicKey })}\n`;
    assert.throws(() => parseOperators(text), { code: 'POLICY_OPERATORS_MALFORMED' });
  });
});

describe('publishing a route policy', async () => {
  const { policy } = await readSignedPolicy(signed(CHOICE, kim, lee), operators);
  const now = instant(Date.parse('2026-11-01T00:00:00+09:00'));
  const next = { ...policy, version: 5, from: instant(now + 1) };

  it('may begin an installation under a rule that is in force already', () => {
    assert.equal(admitPolicy([], policy, now).at(now)?.policy.version, 4);
  });

  it('takes a next one that begins later', () => {
    const history = admitPolicy([policy], next, now);
    const versions = [now, now + 1].map((at) => history.at(instant(at))?.policy.version);
    assert.deepEqual(versions, [4, 5]);
  });

  it('refuses what would lay a rule down for yesterday', () => {
    const past = { ...next, from: instant(now - 1) };
    assert.throws(() => admitPolicy([policy], past, now), { code: 'POLICY_BEGINS_IN_PAST' });
  });

  it('refuses what is over', () => {
    const over = { ...policy, until: now };
    assert.throws(() => admitPolicy([], over, now), { code: 'POLICY_EXPIRED' });
  });

  it('refuses a version that is not new, and another family', () => {
    for (const old of [
      { ...next, version: 4 },
      { ...next, id: 'other' },
    ]) {
      assert.throws(() => admitPolicy([policy], old, now), { code: 'POLICY_VERSION_NOT_NEW' });
    }
  });

  it('refuses a draft, and what never came into force', () => {
    for (const standing of ['draft', 'never-in-force'] as const) {
      assert.throws(() => admitPolicy([], { ...policy, standing }, now), {
        code: 'POLICY_NOT_ENACTED',
      });
    }
  });

  it('refuses what overlaps, and leaves what is in force as it is', () => {
    const published = [{ ...policy, until: instant(now + 100) }];
    assert.throws(() => admitPolicy(published, next, now), { code: 'POLICY_OVERLAPS' });
    assert.equal(published.length, 1);
  });
});
