import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  kOfN,
  parseCheckpoint,
  parseStatement,
  parseVerifierKey,
  parseWitnessPolicy,
  verifyReceipt,
  type Statement,
} from '@bonin/ledger';
import { receiptsResource, registrationResource, type ReceiptsResource } from '@bonin/protocol';
import { createHash } from 'node:crypto';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture } from '../../test/test-device.ts';
import { HANBIT, OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';

/** The receipt is promised within a second; a busy machine may take longer without being wrong. */
const PLACED_WITHIN_MS = 10_000;

describe('the ledger of a running service', () => {
  let running: TestServer;
  before(async () => {
    running = await startTestServer({
      storage: 'pglite',
      booths: fakeBoothPool(8, verdictOnLast('match')),
    });
  });
  after(() => running.stop());

  const ask = (path: string, tenant = HANBIT) =>
    running.app.inject({ url: path, headers: { authorization: `Bearer ${tenant.apiKey}` } });

  const receiptsOf = async (id: string): Promise<ReceiptsResource['receipts']> =>
    receiptsResource.parse((await ask(`/v1/registrations/${id}/receipts`)).json()).receipts;

  const policy = async () => {
    const key = (await running.app.inject({ url: '/ledger/key' })).body.trim();
    return parseWitnessPolicy(kOfN({ logs: [parseVerifierKey(key)], witnesses: [], k: 0 }));
  };

  /** One registration from its opening to a Y, and what the ledger holds of it. */
  const confirmed = async (): Promise<string> => {
    const opened = await running.open();
    const device = await joinAndConsent(running.url, opened);
    const offer = await requestAttempt(device);
    for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
    await device.hear('attempt-decided');
    device.leave();
    const until = Date.now() + PLACED_WITHIN_MS;
    while ((await receiptsOf(opened.id)).length < 3 && Date.now() < until) await wait(20);
    return opened.id;
  };

  it('hands out receipts that verify offline, of the attempt, its deletion and the result, in this order', async () => {
    const id = await confirmed();
    const receipts = await receiptsOf(id);
    assert.deepEqual(
      receipts.map(({ kind }) => kind),
      ['attempt-opened', 'deletion', 'result'],
    );
    const statements: Statement[] = [];
    for (const { receipt } of receipts) {
      const verdict = await verifyReceipt({ receipt, policy: await policy(), now: Date.now() });
      assert.equal(verdict.kind, 'holds');
      statements.push(verdict.statement);
    }
    const [, deletion, result] = statements;
    assert.equal(deletion?.kind, 'deletion');
    assert.equal(result?.kind, 'result');
    assert.equal(deletion.exit, 'concluded');
    assert.ok(deletion.symbolsSaid >= 1);
    assert.equal(deletion.registration, result.registration);
    const { result: kept } = registrationResource.parse(
      (await ask(`/v1/registrations/${id}`)).json(),
    );
    assert.ok(kept);
    assert.equal(result.result, kept.answer);
    assert.equal(kept.receipt, receipts[2]?.receipt);
    assert.equal(result.tokenDigest, createHash('sha256').update(kept.token).digest('hex'));
  });

  it('refuses a receipt in which one character was changed', async () => {
    const id = await confirmed();
    const [first] = await receiptsOf(id);
    assert.ok(first);
    const { receipt } = first;
    const at = receipt.indexOf('\n\n') - 5;
    const changed =
      receipt.slice(0, at) + (receipt[at] === 'A' ? 'B' : 'A') + receipt.slice(at + 1);
    const verdict = await verifyReceipt({
      receipt: changed,
      policy: await policy(),
      now: Date.now(),
    });
    assert.equal(verdict.kind, 'disproved');
  });

  it('tells receipts to nobody but the mobile operator whose registration it is', async () => {
    const id = await confirmed();
    assert.equal((await ask(`/v1/registrations/${id}/receipts`, OTHER)).statusCode, 404);
  });

  it('serves checkpoint and tiles to anybody, and nothing that no tree has', async () => {
    await confirmed();
    const checkpoint = await running.app.inject({ url: '/ledger/checkpoint' });
    assert.equal(checkpoint.statusCode, 200);
    assert.equal(checkpoint.headers['access-control-allow-origin'], '*');
    const { size } = parseCheckpoint(checkpoint.body);
    const tile = await running.app.inject({ url: `/ledger/tile/0/000.p/${String(size)}` });
    assert.equal(tile.rawPayload.length, 32 * size);
    const earlier = await running.app.inject({ url: '/ledger/tile/0/000.p/2' });
    assert.deepEqual(earlier.rawPayload, tile.rawPayload.subarray(0, 64));
    for (const path of [
      `/ledger/tile/0/000.p/${String(size + 1)}`,
      '/ledger/tile/0/000',
      '/ledger/tile/7/000',
      '/ledger/tile/../../keys',
    ]) {
      assert.equal((await running.app.inject({ url: path })).statusCode, 404, path);
    }
  });

  it('begins with the keys, the policy, its thresholds and the page, and does not say them again', async () => {
    const { ledger } = running.server.service;
    await confirmed();
    const openings = await ledger.openings(0, 100);
    const kinds = openings.map(({ statement }) => parseStatement(statement).kind);
    assert.deepEqual(kinds.slice(0, 6), [
      'key-change',
      'key-change',
      'policy',
      'threshold',
      'threshold',
      'page',
    ]);
    assert.ok(
      kinds.slice(6).every((kind) => ['attempt-opened', 'deletion', 'result'].includes(kind)),
    );
  });

  it('keeps the key of its checkpoints where only its owner reads it, under one name for ever', () => {
    const file = join(running.dataFolder, 'keys', 'ledger.json');
    const { verifierKey } = JSON.parse(readFileSync(file, 'utf8')) as { verifierKey: string };
    assert.equal(verifierKey, running.server.service.ledger.verifierKey);
    assert.doesNotMatch(running.logLines.join(''), new RegExp('PRIVATE', 'u'));
  });
});
