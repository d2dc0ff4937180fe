import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cosign, openNoteSigner, signCheckpoint } from '../log/note-signer.ts';
import { appendLeaves, emptyFrontier } from '../log/frontier.ts';
import { openTreeProver } from '../log/prover.ts';
import { makeCosigningKey, makeSigningKey } from '../log/signing-key.ts';
import { parseVerifierKey } from '../note/verifier-key.ts';
import { commitToStatement, makeSalt } from '../statement/commitment.ts';
import type { Statement } from '../statement/statement.ts';
import { mergeCosignatures } from '../witness/add-checkpoint.ts';
import { isWitnessed } from '../witness/is-witnessed.ts';
import { kOfN, parseWitnessPolicy, type WitnessPolicy } from '../witness/policy.ts';
import { encodeReceipt, parseReceipt, verifyReceipt } from './receipt.ts';

const NOW = Date.parse('2026-11-26T16:40:00Z');
const statement: Statement = {
  kind: 'incident',
  at: '2026-11-26T16:34Z',
  matter: 'power-lost',
  reportDigest: 'ab'.repeat(32),
};
const salt = makeSalt();
const log = makeSigningKey('ledger.example/bonin');
const witnesses = ['w1', 'w2', 'w3'].map((name) => makeCosigningKey(`${name}.example/w`));
const keys = witnesses.map(({ verifierKey }) => parseVerifierKey(verifierKey));
const logKey = parseVerifierKey(log.verifierKey);

function policyOf(k: number, logs = [logKey]): WitnessPolicy {
  return parseWitnessPolicy(kOfN({ logs, witnesses: keys.map((key) => ({ key })), k }));
}

/** A receipt under a checkpoint that so many witnesses have signed at this time. */
async function receiptBy(count: number, time = NOW / 1000 - 60, index = 700): Promise<string> {
  const leaves: Uint8Array[] = Array.from({ length: 1000 }, () =>
    commitToStatement(statement, makeSalt()),
  );
  leaves[index] = commitToStatement(statement, salt);
  const { frontier, resources } = appendLeaves(emptyFrontier(), leaves);
  const tiles = new Map(resources.map(({ path, bytes }) => [path, bytes]));
  const prover = await openTreeProver(
    { read: (path) => Promise.resolve(tiles.get(path)) },
    frontier,
  );
  const bare = signCheckpoint(openNoteSigner(log.signerKey), frontier);
  const lines = witnesses
    .slice(0, count)
    .map(({ signerKey }) => cosign(openNoteSigner(signerKey), bare, time).line);
  const checkpoint = await mergeCosignatures(bare, lines, keys);
  return encodeReceipt({
    statement,
    salt,
    proof: { index, hashes: await prover.proveInclusion(index), checkpoint },
  });
}

describe('a receipt', () => {
  let receipt = '';
  before(async () => {
    receipt = await receiptBy(2);
  });

  it('verifies with nothing but itself and a policy', async () => {
    const verdict = await verifyReceipt({ receipt, policy: policyOf(2), now: NOW });
    assert.ok(verdict.kind === 'holds');
    assert.deepEqual(verdict.statement, statement);
    assert.deepEqual(
      [verdict.index, verdict.size, verdict.origin],
      [700, 1000, 'ledger.example/bonin'],
    );
    assert.deepEqual([...verdict.witnesses.keys()], ['w1', 'w2']);
  });

  it('comes back from its text', () => {
    assert.deepEqual(encodeReceipt(parseReceipt(receipt)), receipt);
    for (const wrong of [
      `${receipt}\n`,
      `\n${receipt}`,
      receipt.replace('v1', 'v2'),
      receipt.replace(/extra .*\n/, ''),
      receipt.replace('index 700', 'index 0700'),
    ]) {
      assert.throws(() => parseReceipt(wrong), { name: 'LedgerError' });
    }
  });

  it('does not hold where fewer witnesses have signed than the policy asks for', async () => {
    const verdict = await verifyReceipt({ receipt, policy: policyOf(3), now: NOW });
    assert.deepEqual(verdict, { kind: 'disproved', fault: 'not-witnessed' });
    const { checkpoint } = parseReceipt(receipt).proof;
    assert.deepEqual(
      [await isWitnessed(checkpoint, policyOf(2)), await isWitnessed(checkpoint, policyOf(3))],
      [true, false],
    );
  });

  it('does not hold under the key of another log', async () => {
    const other = parseVerifierKey(makeSigningKey('ledger.example/bonin').verifierKey);
    const verdict = await verifyReceipt({ receipt, policy: policyOf(1, [other]), now: NOW });
    assert.deepEqual(verdict, { kind: 'disproved', fault: 'log-unknown' });
  });

  it('does not hold after any one character was changed, but for signatures that are not needed', async () => {
    const policy = policyOf(2);
    for (let at = 0; at < receipt.length; at += 1) {
      const character = receipt[at] === 'A' ? 'B' : 'A';
      const changed = receipt.slice(0, at) + character + receipt.slice(at + 1);
      const verdict = await verifyReceipt({ receipt: changed, policy, now: NOW });
      assert.equal(verdict.kind, 'disproved', `character ${at}`);
    }
  });

  it('does not hold when it is dated after its witnesses, or in the future', async () => {
    const at = Date.parse('2026-11-26T16:34:00Z');
    const early = await receiptBy(2, at / 1000 - 600);
    assert.deepEqual(await verifyReceipt({ receipt: early, policy: policyOf(2), now: NOW }), {
      kind: 'disproved',
      fault: 'dated-after-witness',
    });
    assert.deepEqual(await verifyReceipt({ receipt, policy: policyOf(2), now: at - 600_000 }), {
      kind: 'disproved',
      fault: 'dated-in-the-future',
    });
  });

  it('of nonsense is disproved, never thrown', async () => {
    for (const text of [
      '',
      'c2sp.org/tlog-proof@v1\n\n',
      '\ud800',
      receipt.slice(0, 400),
      receipt.repeat(200),
    ]) {
      const verdict = await verifyReceipt({ receipt: text, policy: policyOf(2), now: NOW });
      assert.deepEqual(verdict, { kind: 'disproved', fault: 'receipt-malformed' });
    }
  });
});
