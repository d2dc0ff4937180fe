import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { instant, milliseconds } from '@bonin/core';
import { kOfN, parseVerifierKey, parseWitnessPolicy, verifyReceipt } from '@bonin/ledger';
import { applicantReceiptResource, type ApplicantReceiptResource } from '@bonin/protocol';
import { fakeBoothPool, testPolicy, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture, tokenOf } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';

/** It is promised within a second; a busy machine may take longer without being wrong. */
const PLACED_WITHIN_MS = 10_000;
/** A registration that is over soon, and not before an attempt was made. */
const SHORT_MS = 6_000;

describe('the receipt of an applicant', () => {
  let running: TestServer;
  before(async () => {
    running = await startTestServer({
      storage: 'pglite',
      booths: fakeBoothPool(8, verdictOnLast('match')),
    });
  });
  after(() => running.stop());

  const post = (body: unknown, address = '192.0.2.1', of = running) =>
    of.app.inject({
      method: 'POST',
      url: '/v1/receipt',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress: address,
    });

  const read = async (body: unknown): Promise<ApplicantReceiptResource> =>
    applicantReceiptResource.parse((await post(body)).json());

  /** What a link gives, once it is so, or after the time in which it should be. */
  const readUntil = async (
    captureToken: string,
    isSo: (receipt: ApplicantReceiptResource) => boolean,
    of = running,
  ): Promise<ApplicantReceiptResource> => {
    const until = Date.now() + PLACED_WITHIN_MS;
    for (;;) {
      const answer = await post({ captureToken }, undefined, of);
      const receipt = applicantReceiptResource.parse(answer.json());
      if (isSo(receipt) || Date.now() > until) return receipt;
      await wait(250);
    }
  };

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
    const receipt = await readUntil(captureToken, ({ complete }) => complete);
    return { captureToken, receipt };
  };

  it('is nothing yet, and no refusal, before there was an attempt', async () => {
    const receipt = await read({ captureToken: tokenOf(await running.open()) });
    assert.deepEqual(receipt.receipts, []);
    assert.equal(receipt.code, undefined);
    assert.equal(receipt.complete, true, 'nobody is to wait for more');
  });

  it('is not complete while an attempt goes on, and is when it has ended, whichever attempt it was', async () => {
    const opened = await running.open();
    const captureToken = tokenOf(opened);
    const device = await joinAndConsent(running.url, opened);
    for (const attempts of [1, 2]) {
      await requestAttempt(device);
      assert.equal((await read({ captureToken })).complete, false);
      await readUntil(captureToken, ({ receipts }) => receipts.length === 2 * attempts - 1);
      assert.equal((await read({ captureToken })).complete, false);
      device.say({ kind: 'attempt-abandoned' });
      await device.hear('attempt-abandoned');
      const { receipts, complete } = await readUntil(captureToken, (each) => each.complete);
      assert.deepEqual([receipts.length, complete], [2 * attempts, true]);
    }
    device.leave();
  });

  it('keeps its code from the first attempt on', async () => {
    const opened = await running.open();
    const captureToken = tokenOf(opened);
    const device = await joinAndConsent(running.url, opened);
    const codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await requestAttempt(device);
      device.say({ kind: 'attempt-abandoned' });
      await device.hear('attempt-abandoned');
      codes.push((await readUntil(captureToken, ({ complete }) => complete)).code);
    }
    device.leave();
    assert.notEqual(codes[0], undefined);
    assert.equal(codes[0], codes[1]);
  });

  it('is to be had by its link after the face route was left in the middle of an attempt', async () => {
    const opened = await running.open();
    const device = await joinAndConsent(running.url, opened);
    await requestAttempt(device);
    device.say({ kind: 'face-route-left' });
    await device.hear('registration-loaded');
    device.leave();
    const { receipts } = await readUntil(tokenOf(opened), ({ complete }) => complete);
    assert.deepEqual(
      receipts.map(({ kind }) => kind),
      ['attempt-opened', 'deletion'],
    );
  });

  it('is to be had by its link for a while after the time has run out', async () => {
    const policy = testPolicy({ registrationLifetime: milliseconds(SHORT_MS) });
    const short = await startTestServer({ storage: 'pglite', policy });
    try {
      const opened = await short.open();
      const until = Date.now() + SHORT_MS;
      const device = await joinAndConsent(short.url, opened);
      await requestAttempt(device);
      device.say({ kind: 'attempt-abandoned' });
      await device.hear('attempt-abandoned');
      device.leave();
      await wait(until - Date.now() + 100);
      const receipt = await readUntil(tokenOf(opened), ({ complete }) => complete, short);
      assert.deepEqual([receipt.receipts.length, receipt.complete], [2, true]);
    } finally {
      await short.stop();
    }
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
