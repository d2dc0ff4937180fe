import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTrustPolicy } from '@bonin/audit/result';
import { RUNTIME_MEASURES } from '@bonin/booth';
import { thresholdsOf } from '@bonin/core';
import { makeSigningKey } from '@bonin/ledger/log';
import { carryOut } from '../commands/commands.ts';
import { readCommand, readConfig } from '../config.ts';
import { buildDigest } from '../digests/build-digest.ts';
import { readPolicyFile } from '../policy/policy-shelf.ts';

const config = readConfig({});
const PINS = ['--issuer', 'https://bonin.example', '--audience', 'hanbit-mobile'];

async function printed(...words: readonly string[]): Promise<string> {
  const command = readCommand(['trust', 'policy', ...words]);
  assert.ok(command.kind === 'trust-policy');
  return carryOut(command, config);
}

describe('the trust policy of a checkout', () => {
  it('pins its build and networks, and asks for its thresholds, what the runtime isolates by, and what its policy detects by', async () => {
    const trust = parseTrustPolicy(await printed(...PINS));
    assert.deepEqual([trust.issuer, trust.audience], ['https://bonin.example', 'hanbit-mobile']);
    assert.deepEqual(trust.builds, new Set([buildDigest(config.files.root)]));
    assert.equal(trust.models?.size, 1);
    const policy = readPolicyFile(config.policyFile);
    assert.deepEqual(
      trust.floor.thresholds,
      thresholdsOf(policy.face).map(({ decides, scale, minimum }) => ({ decides, scale, minimum })),
    );
    assert.deepEqual(trust.floor.isolation, RUNTIME_MEASURES);
    assert.equal(trust.floor.attackDetection, 'challenge-and-passive');
    assert.equal(trust.ledger, undefined);
  });

  it('names the ledger whose key is given', async () => {
    const { verifierKey } = makeSigningKey('ledger.example/bonin');
    const { ledger } = parseTrustPolicy(await printed(...PINS, '--ledger', verifierKey));
    assert.equal(ledger?.logs.length, 1);
  });

  it('is printed when it is said whose results it is to be for, and by a key that is one', () => {
    const wrong = [[], ['--issuer', 'a'], [...PINS, '--ledger', 'no key'], [...PINS, 'more']];
    for (const words of wrong) {
      assert.throws(() => readCommand(['trust', 'policy', ...words]), { code: 'COMMAND_UNKNOWN' });
    }
  });
});
