import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';
import { after, before, describe, it, mock } from 'node:test';
import { parseRegistrationId } from '@bonin/core';
import { CHUNK_BYTES_MAX } from '@bonin/protocol';
import { CHUNK_MAX_BYTES, keyFromText, PAYLOAD_MAX_BYTES } from '@bonin/sealing';
import { fakeBoothPool, tenantId, testPolicy, verdictOnLast } from '@bonin/testkit';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import {
  CONSENT_DIGEST,
  connectDevice,
  joinAndConsent,
  joinCapture,
  requestAttempt,
  sealCapture,
  sealerFor,
  tokenOf,
  type TestDevice,
} from '../../test/test-device.ts';
import { HANBIT, startTestServer, type TestServer } from '../../test/test-server.ts';
import { CAPTURE_LIMITS } from './capture-limits.ts';

const TENANT = tenantId(HANBIT.id);

describe('capture channel', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer({ booths: fakeBoothPool(4, verdictOnLast('match')) });
  });
  after(() => service.stop());

  const stored = (id: string) =>
    service.server.service.storage.registrations.load(TENANT, parseRegistrationId(id));
  const storedResult = (id: string) =>
    service.server.service.storage.registrations.loadResult(TENANT, parseRegistrationId(id));

  it('leads from joining to a signed Y', async () => {
    const opened = await service.open();
    const device = await connectDevice(service.url);
    device.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
    const { view } = await device.hear('registration-loaded');
    assert.equal(view.state, 'awaiting-consent');
    assert.equal(view.mobileOperatorName, HANBIT.name);
    assert.equal(view.attemptsLeft, 3);
    assert.equal(view.demonstration, false);

    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    assert.equal((await device.hear('registration-loaded')).view.state, 'awaiting-capture');

    const offer = await requestAttempt(device);
    assert.equal(offer.registrationId, opened.id);
    for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
    const decided = await device.hear('attempt-decided');
    assert.equal(decided.outcome, 'accepted');
    assert.equal(decided.view.state, 'approved');
    device.leave();

    const result = await storedResult(opened.id);
    assert.equal(result?.answer, 'Y');
    const keys = createLocalJWKSet(await jwks());
    const { payload, protectedHeader } = await jwtVerify(result.token, keys, {
      typ: 'verification-result+jwt',
      audience: HANBIT.id,
      issuer: service.server.facts.url,
      algorithms: ['EdDSA'],
    });
    assert.equal(protectedHeader.alg, 'EdDSA');
    assert.equal(payload['result'], 'Y');
    assert.equal(payload['registrationId'], opened.id);
    assert.equal(payload['txn'], opened.orderCommitment);
    assert.equal(payload['attempt'], 1);
    assert.deepEqual(payload['isolation'], ['fake']);
    assert.equal(payload['attackDetection'], 'passive-only');
    assert.equal(payload['document'], 'not-verified');
    const { comparison, pad } = testPolicy().face;
    assert.deepEqual(payload['thresholds'], [
      { decides: 'comparison', scale: comparison.scale, minimum: String(comparison.minimum) },
      { decides: 'attack-detection', scale: pad.scale, minimum: String(pad.bonaFideFrom) },
    ]);
  });

  it('binds the booth to registration, attempt, challenge and build, and signs that', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    const offer = await requestAttempt(device);
    const keys = createLocalJWKSet(await jwks());
    const { payload } = await jwtVerify(offer.signature, keys, {
      typ: 'booth-offer+jwt',
      algorithms: ['ES256'],
    });
    assert.ok(typeof payload.exp === 'number');
    assert.deepEqual({ ...payload, signature: offer.signature }, { ...offer, exp: payload.exp });
    const booth = service.booths.taken.at(-1);
    assert.ok(booth?.begun !== undefined);
    const { registrationId, attemptId, challenge, buildDigest, readerKey, matcherKey } = offer;
    const bound = { registrationId, attemptId, challenge, buildDigest };
    assert.deepEqual(booth.begun.bound, bound);
    assert.deepEqual(keyFromText(readerKey), booth.keys.reader);
    assert.deepEqual(keyFromText(matcherKey), booth.keys.matcher);
    device.leave();
  });

  it('passes guidance on, and every sealed byte unchanged', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const offer = await requestAttempt(device);
    const booth = service.booths.taken.at(-1);
    assert.ok(booth !== undefined);
    booth.say('come-nearer');
    assert.equal((await device.hear('guidance-given')).symbol, 'come-nearer');
    const chunks = await sealCapture(offer);
    for (const chunk of chunks) device.sendChunk(chunk);
    await device.hear('attempt-decided');
    assert.deepEqual(
      booth.delivered.map((chunk) => Buffer.from(chunk).toString('hex')),
      chunks.map((chunk) => Buffer.from(chunk).toString('hex')),
    );
    device.leave();
  });

  it('takes the largest card that sealing allows', async () => {
    assert.equal(CHUNK_BYTES_MAX, CHUNK_MAX_BYTES);
    const device = await joinAndConsent(service.url, await service.open());
    const largest = new Uint8Array(PAYLOAD_MAX_BYTES.card);
    const sealer = await sealerFor(await requestAttempt(device));
    device.sendChunk(await sealer.seal({ kind: 'card', last: true, payload: largest }));
    const end = { kind: 'end', last: true, payload: new Uint8Array() } as const;
    device.sendChunk(await sealer.seal(end));
    await device.hear('attempt-decided');
    assert.equal(service.booths.taken.at(-1)?.delivered[0]?.length, CHUNK_BYTES_MAX);
    device.leave();
  });

  it('takes little from a device that has not joined', async () => {
    const stranger = await connectDevice(service.url);
    stranger.sendChunk(new Uint8Array(70_000));
    assert.equal(await stranger.refusal(), 'PAYLOAD_TOO_LARGE');
    assert.equal((await stranger.closed).code, 1009);
  });

  it('refuses a link whose token is cut off, altered or of an unknown registration', async () => {
    const token = tokenOf(await service.open());
    // Of the last letter only the upper four bits count: A and B would be the same tag.
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`;
    for (const captureToken of [
      token.slice(0, -4),
      forged,
      `reg_${'A'.repeat(32)}.${'A'.repeat(43)}`,
    ]) {
      const device = await connectDevice(service.url);
      device.say({ kind: 'capture-joined', captureToken });
      assert.equal(await device.refusal(), 'CAPTURE_TOKEN_INVALID');
      assert.equal((await device.closed).code, 1008);
    }
  });

  it('refuses anything before joining', async () => {
    const talker = await connectDevice(service.url);
    talker.say({ kind: 'attempt-requested' });
    assert.equal(await talker.refusal(), 'CAPTURE_NOT_JOINED');
    await talker.closed;
    const sender = await connectDevice(service.url);
    sender.sendChunk(new Uint8Array(100));
    assert.equal(await sender.refusal(), 'CAPTURE_NOT_JOINED');
    await sender.closed;
  });

  it('refuses a message that is not as documented', async () => {
    for (const text of ['', 'hello', '{"kind":"unknown"}', `"${'x'.repeat(5_000)}"`]) {
      const device = await connectDevice(service.url);
      device.sayText(text);
      assert.equal(await device.refusal(), 'MESSAGE_MALFORMED');
      await device.closed;
    }
  });

  it('lets one registration be open once, and again after the first has left', async () => {
    const opened = await service.open();
    const first = await joinCapture(service.url, opened);
    const second = await connectDevice(service.url);
    second.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
    assert.equal(await second.refusal(), 'CAPTURE_ALREADY_OPEN');
    assert.equal((await second.closed).reason, 'CAPTURE_ALREADY_OPEN');
    first.leave();
    await eventually(async () => {
      const third = await connectDevice(service.url);
      third.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
      await Promise.race([third.hear('registration-loaded'), third.closed]);
      const loaded = third.heard.some((message) => message.kind === 'registration-loaded');
      third.leave();
      return loaded;
    });
  });

  it('takes no image before consent, and none before an attempt', async () => {
    const device = await joinCapture(service.url, await service.open());
    const chunk = new Uint8Array(7 + 65 + 64 + 16);
    chunk.set([1, 3, 1]);
    device.sendChunk(chunk);
    assert.equal(await device.refusal(), 'CONSENT_REQUIRED');
    device.say({ kind: 'attempt-requested' });
    assert.equal(await device.refusal(), 'CONSENT_REQUIRED');
    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    await device.hear('registration-loaded');
    device.sendChunk(chunk);
    assert.equal(await device.refusal(), 'FRAME_BEFORE_ATTEMPT');
    device.leave();
  });

  it('refuses consent to a text that it does not show', async () => {
    const device = await joinCapture(service.url, await service.open());
    device.say({ kind: 'consent-given', consentTextDigest: 'A'.repeat(43) });
    assert.equal(await device.refusal(), 'CONSENT_TEXT_UNKNOWN');
    device.leave();
  });

  it('ends with a chunk whose header is not as documented, and its attempt with it', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    const chunks = await sealCapture(await requestAttempt(device));
    const booth = service.booths.taken.at(-1);
    assert.ok(booth !== undefined);
    goOnWhenClosed(device);
    const refusedBefore = refusalsLogged();
    device.sendChunk(new Uint8Array([9, 9, 9]));
    for (const chunk of chunks) device.sendChunk(chunk);
    assert.equal(await device.refusal(), 'MESSAGE_MALFORMED');
    assert.deepEqual(await booth.ended, { kind: 'stopped', ground: 'connection-lost' });
    for (const chunk of chunks) device.sendChunk(chunk);
    for (let at = 0; at < 300; at += 1) device.say({ kind: 'attempt-requested' });
    await eventually(async () => (await stored(opened.id))?.state.kind === 'awaiting-capture');
    assert.equal((await device.closed).code, 1006);
    assert.deepEqual(booth.delivered, []);
    assert.equal(service.booths.taken.at(-1), booth);
    assert.equal(refusalsLogged() - refusedBefore, 1);
    assert.deepEqual((await stored(opened.id))?.state.tally, { counted: 0, uncounted: 1 });
  });

  it('takes away the socket of a device that does not close it', async () => {
    const device = await joinCapture(service.url, await service.open());
    goOnWhenClosed(device);
    const startedAt = performance.now();
    device.sayText('hello');
    assert.equal(await device.refusal(), 'MESSAGE_MALFORMED');
    await device.closed;
    assert.ok(performance.now() - startedAt < 6_000);
  });

  it('ends with who is refused again and again', async () => {
    const device = await joinCapture(service.url, await service.open());
    for (let at = 0; at < 100; at += 1) device.sendChunk(new Uint8Array([1]));
    for (;;) if ((await device.refusal()) === 'TOO_MANY_REQUESTS') break;
    assert.equal((await device.closed).reason, 'TOO_MANY_REQUESTS');
  });

  it('refuses a second attempt while one is open', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    device.say({ kind: 'attempt-requested' });
    assert.equal(await device.refusal(), 'ATTEMPT_ALREADY_OPEN');
    device.leave();
  });

  it('takes no consent twice and joins once', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    assert.equal(await device.refusal(), 'EVENT_NOT_ALLOWED');
    device.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
    assert.equal(await device.refusal(), 'EVENT_NOT_ALLOWED');
    device.leave();
  });

  it('refuses further steps of a finished registration', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    device.say({ kind: 'face-route-left' });
    const { view } = await device.hear('registration-loaded');
    assert.equal(view.state, 'refused');
    assert.equal(view.ground, 'face-route-left');
    device.say({ kind: 'attempt-requested' });
    assert.equal(await device.refusal(), 'REGISTRATION_FINISHED');
    const result = await storedResult(opened.id);
    assert.equal(decodeJwt(result?.token ?? '')['ground'], 'face-route-left');
    device.leave();
  });

  it('announces a message that is larger than any chunk, then closes', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    device.sendChunk(new Uint8Array(CHUNK_BYTES_MAX + 1));
    assert.equal(await device.refusal(), 'PAYLOAD_TOO_LARGE');
    assert.equal((await device.closed).code, 1009);
  });

  it('refuses who talks faster than anybody needs to', async () => {
    const device = await joinCapture(service.url, await service.open());
    for (let at = 0; at < 80; at += 1) device.say({ kind: 'attempt-requested' });
    for (;;) if ((await device.refusal()) === 'TOO_MANY_REQUESTS') break;
    await device.closed;
  });

  it('takes leaving again and again for one ending', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    const offer = await requestAttempt(device);
    for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
    for (let at = 0; at < 12; at += 1) device.say({ kind: 'face-route-left' });
    await eventually(async () => (await storedResult(opened.id)) !== undefined);
    const registration = await stored(opened.id);
    assert.ok(registration !== undefined);
    const events = await service.server.service.storage.registrations.listEvents(
      TENANT,
      registration.id,
    );
    const endings = events.filter(
      ({ event }) => event.kind === 'face-route-left' || event.kind === 'attempt-decided',
    );
    assert.equal(endings.length, 1);
    device.leave();
  });

  it('holds no text that is too long to be a message, also while another one waits', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const { booths } = service.server.service;
    const waiting = Promise.withResolvers<undefined>();
    const take = mock.method(booths, 'take', () => waiting.promise);
    device.say({ kind: 'attempt-requested' });
    device.sayText('x'.repeat(60_000));
    assert.equal(await device.refusal(), 'MESSAGE_MALFORMED');
    assert.equal((await device.closed).code, 1008);
    waiting.resolve(undefined);
    take.mock.restore();
  });

  it('lets few texts wait for their turn', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const { booths } = service.server.service;
    const waiting = Promise.withResolvers<undefined>();
    const take = mock.method(booths, 'take', () => waiting.promise);
    for (let at = 0; at <= CAPTURE_LIMITS.textsWaitingMax; at += 1) {
      device.say({ kind: 'attempt-requested' });
    }
    assert.equal(await device.refusal(), 'TOO_MANY_REQUESTS');
    assert.equal((await device.closed).code, 1008);
    waiting.resolve(undefined);
    take.mock.restore();
  });

  it('takes nothing large before a booth was offered', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    device.sendChunk(new Uint8Array(70_000));
    assert.equal(await device.refusal(), 'PAYLOAD_TOO_LARGE');
    assert.equal((await device.closed).code, 1009);
  });

  const refusalsLogged = () =>
    service.logLines.filter((line) => line.includes('capture-refused')).length;

  async function jwks(): Promise<JSONWebKeySet> {
    return (await service.app.inject('/.well-known/jwks.json')).json<JSONWebKeySet>();
  }
});

/** A device that hears that the channel is closed, and neither answers nor stops. */
function goOnWhenClosed(device: TestDevice): void {
  const receiver = Reflect.get(device.socket, '_receiver') as EventEmitter;
  receiver.removeAllListeners('conclude');
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 200; at += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('it did not come about');
}
