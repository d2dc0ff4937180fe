import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { instant } from '@bonin/core';
import { kOfN, parseVerifierKey, parseWitnessPolicy, verifyReceipt } from '@bonin/ledger';
import { applicantReceiptResource, type ApplicantReceiptResource } from '@bonin/protocol';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture, tokenOf } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';

/** It is promised within a second; a busy machine may take longer without being wrong. */
const PLACED_WITHIN_MS = 10_000;

describe('the receipt of an applicant', () => {
  let running: TestServer;
  before(async () => {
    running = await startTestServer({
      storage: 'pglite',
      booths: fakeBoothPool(8, verdictOnLast('match')),
    });
  });
  after(() => running.stop());

  const post = (body: unknown, address = '192.0.2.1') =>
    running.app.inject({
      method: 'POST',
      url: '/v1/receipt',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress: address,
    });

  const read = async (body: unknown): Promise<ApplicantReceiptResource> =>
    applicantReceiptResource.parse((await post(body)).json());

  const refusal = async (body: unknown, address?: string): Promise<unknown> =>
    (await post(body, address)).json<{ readonly code?: unknown }>().code;

  /** A registration with a Y, and its receipt once all of it has its place. */
  const confirmed = async () => {
    const opened = await running.open();
    const device = await joinAndConsent(running.url, opened);
    for (const chunk of await sealCapture(await requestAttempt(device))) device.sendChunk(chunk);
    await device.hear('attempt-decided');
    device.leave();
    const captureToken = tokenOf(opened);
    const until = Date.now() + PLACED_WITHIN_MS;
    let receipt = await read({ captureToken });
    while (receipt.receipts.length < 2 && Date.now() < until) {
      await wait(20);
      receipt = await read({ captureToken });
    }
    return { captureToken, receipt };
  };

  it('is nothing yet, and no refusal, before there was an attempt', async () => {
    const receipt = await read({ captureToken: tokenOf(await running.open()) });
    assert.deepEqual(receipt.receipts, []);
    assert.equal(receipt.code, undefined);
  });

  it('verifies offline, and says of attempt and deletion what it says of no answer', async () => {
    const { receipt } = await confirmed();
    assert.deepEqual(
      receipt.receipts.map(({ kind }) => kind),
      ['attempt-opened', 'deletion'],
    );
    const logs = [parseVerifierKey(receipt.logKey)];
    const policy = parseWitnessPolicy(kOfN({ logs, witnesses: [], k: 0 }));
    for (const { receipt: text } of receipt.receipts) {
      const verdict = await verifyReceipt({ receipt: text, policy, now: Date.now() });
      assert.equal(verdict.kind, 'holds');
      assert.equal(JSON.stringify(verdict.statement).includes('"answer"'), false);
    }
  });

  it('is the same for whoever has its code, however that is typed', async () => {
    const { receipt } = await confirmed();
    const { code = '' } = receipt;
    const byCode = await read({ code: code.toLowerCase().replaceAll('-', ' ') });
    assert.deepEqual(
      byCode.receipts.map(({ kind }) => kind),
      receipt.receipts.map(({ kind }) => kind),
    );
    assert.equal(byCode.code, code);
  });

  it('is not to be had with a wrong code, that of another place, or a link that is none', async () => {
    const { receipt } = await confirmed();
    const [place = '', ...tag] = (receipt.code ?? '').split('-');
    const other = (await confirmed()).receipt.code?.split('-')[0] ?? '';
    for (const code of [
      `${other}-${tag.join('-')}`,
      `999999-${tag.join('-')}`,
      `${place}-0000-0000-0000-0000`,
      `0-${tag.join('-')}`,
      'nothing',
      '',
    ]) {
      assert.equal(await refusal({ code }), 'RECEIPT_UNKNOWN', code);
    }
    assert.equal(await refusal({ captureToken: 'nothing' }), 'CAPTURE_TOKEN_INVALID');
    for (const body of [{}, { code: 1 }, { code: '', captureToken: '' }, [], 'text']) {
      assert.equal(await refusal(body), 'REQUEST_MALFORMED');
    }
  });

  it('is gone when the salts are destroyed, for the code as for the link', async () => {
    const { captureToken, receipt } = await confirmed();
    await running.server.service.ledger.eraseBefore(instant(Date.now() + 60_000));
    assert.equal(await refusal({ code: receipt.code }), 'RECEIPT_UNKNOWN');
    assert.deepEqual((await read({ captureToken })).receipts, []);
  });

  it('cannot be guessed at without end from one address, while others are answered', async () => {
    let refused: unknown;
    for (let tries = 0; tries < 200 && refused !== 'TOO_MANY_REQUESTS'; tries += 1) {
      refused = await refusal({ code: `${String(tries)}-0000-0000-0000-0000` }, '198.51.100.7');
    }
    assert.equal(refused, 'TOO_MANY_REQUESTS');
    assert.equal(await refusal({ code: 'nothing' }, '198.51.100.8'), 'RECEIPT_UNKNOWN');
    // A genuine link is no guess, even from there; but nobody may ask with it without end either.
    const captureToken = tokenOf(await running.open());
    assert.equal((await post({ captureToken }, '198.51.100.7')).statusCode, 200);
    let status = 200;
    for (let tries = 0; tries < 200 && status === 200; tries += 1) {
      status = (await post({ captureToken }, '198.51.100.9')).statusCode;
    }
    assert.equal(status, 429);
  });
});
