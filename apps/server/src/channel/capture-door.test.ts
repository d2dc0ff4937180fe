import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';
import { after, before, describe, it, mock } from 'node:test';
import { instant, milliseconds, parseRegistrationId } from '@bonin/core';
import { CHUNK_BYTES_MAX } from '@bonin/protocol';
import { CHUNK_MAX_BYTES, PAYLOAD_MAX_BYTES } from '@bonin/sealing';
import { StorageError } from '@bonin/storage';
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
import { HANBIT, OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';
import { CAPTURE_LIMITS } from './capture-limits.ts';
import { JOINABLE_AFTER_END_MS } from './join-window.ts';

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
    const info = Buffer.from(booth.begun.info).toString('latin1');
    for (const part of [
      offer.registrationId,
      offer.attemptId,
      offer.challenge,
      offer.buildDigest,
    ]) {
      assert.ok(info.includes(part));
    }
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
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
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

describe('capture channel: how an attempt may end', () => {
  let service: TestServer;
  const policy = testPolicy({ captureTimeLimit: milliseconds(400), unusableCapturesMax: 3 });
  before(async () => {
    service = await startTestServer({ booths: fakeBoothPool(1), policy });
  });
  after(() => service.stop());

  const stored = (id: string) =>
    service.server.service.storage.registrations.load(TENANT, parseRegistrationId(id));
  const events = async (id: string) =>
    (
      await service.server.service.storage.registrations.listEvents(TENANT, parseRegistrationId(id))
    ).map(({ event }) => event);
  const booth = () => {
    const last = service.booths.taken.at(-1);
    assert.ok(last !== undefined);
    return last;
  };

  it('words a non-match and an attack alike to everybody, and counts both', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    for (const [verdict, left] of [
      ['non-match', 2],
      ['attack-presentation', 1],
    ] as const) {
      await requestAttempt(device);
      booth().say(verdict);
      const decided = await device.hear('attempt-decided');
      assert.equal(decided.outcome, 'not-confirmed');
      assert.equal(decided.view.attemptsLeft, left);
    }
    device.leave();
    const response = await service.app.inject({
      url: `/v1/registrations/${opened.id}/kept`,
      headers: { authorization: `Bearer ${HANBIT.apiKey}` },
    });
    const { events: kept } = response.json<{ events: { kind: string; decision?: unknown }[] }>();
    const decisions = kept.filter(({ kind }) => kind === 'attempt-decided');
    assert.deepEqual(
      decisions.map(({ decision }) => decision),
      [{ kind: 'rejected' }, { kind: 'rejected' }],
    );
    assert.doesNotMatch(JSON.stringify(kept), /non-match|attack/);
    const { registrations } = service.server.service.storage;
    const full = await registrations.listEvents(TENANT, parseRegistrationId(opened.id));
    assert.deepEqual(
      full.flatMap(({ facts }) => (facts === undefined ? [] : [facts.verdict])),
      ['non-match', 'attack-presentation'],
    );
  });

  it('refuses the registration with a signed N after the last attempt', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    for (let at = 0; at < 3; at += 1) {
      await requestAttempt(device);
      booth().say('non-match');
      await device.hear('attempt-decided');
    }
    const registration = await stored(opened.id);
    assert.deepEqual(registration?.state, {
      kind: 'refused',
      ground: 'attempts-exhausted',
      tally: { counted: 3, uncounted: 0 },
    });
    const result = await service.server.service.storage.registrations.loadResult(
      TENANT,
      registration.id,
    );
    assert.equal(result?.answer, 'N');
    device.leave();
  });

  it('does not count a capture that was not good enough', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    booth().say('capture-unusable');
    const decided = await device.hear('attempt-decided');
    assert.equal(decided.outcome, 'capture-unusable');
    assert.equal(decided.view.attemptsLeft, 3);
    device.leave();
  });

  it('abandons an attempt whose booth breaks, uncounted', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    await requestAttempt(device);
    booth().breakDown('booth-fault');
    assert.equal((await device.hear('attempt-abandoned')).view.attemptsLeft, 3);
    const last = (await events(opened.id)).at(-1);
    assert.equal(last?.kind === 'attempt-abandoned' && last.ground, 'booth-fault');
    assert.deepEqual((await stored(opened.id))?.state.tally, { counted: 0, uncounted: 0 });
    device.leave();
  });

  it('loses no verdict when the database is away for a moment', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    await requestAttempt(device);
    const { registrations } = service.server.service.storage;
    const append = mock.method(registrations, 'append');
    for (const call of [0, 1]) {
      append.mock.mockImplementationOnce(
        () => Promise.reject(new StorageError('STORAGE_FAILED')),
        call,
      );
    }
    booth().say('match');
    assert.equal((await device.hear('attempt-decided')).outcome, 'accepted');
    append.mock.restore();
    assert.equal((await stored(opened.id))?.state.kind, 'approved');
    device.leave();
  });

  it('ends a capture at its time limit', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    await device.hear('attempt-abandoned');
    assert.deepEqual(await booth().ended, { kind: 'stopped', ground: 'time-limit' });
    device.leave();
  });

  it('says that all booths are taken, and counts nothing', async () => {
    const first = await joinAndConsent(service.url, await service.open());
    await requestAttempt(first);
    const opened = await service.open();
    const second = await joinAndConsent(service.url, opened);
    second.say({ kind: 'attempt-requested' });
    assert.equal(await second.refusal(), 'BOOTHS_EXHAUSTED');
    assert.deepEqual((await stored(opened.id))?.state.tally, { counted: 0, uncounted: 0 });
    first.leave();
    second.leave();
    await booth().ended;
  });

  it('ends the booth at once when consent is withdrawn, and lets it be given again', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    await requestAttempt(device);
    const startedAt = performance.now();
    device.say({ kind: 'consent-withdrawn' });
    assert.deepEqual(await booth().ended, { kind: 'stopped', ground: 'withdrawn' });
    assert.ok(performance.now() - startedAt < 1_000);
    assert.equal((await device.hear('registration-loaded')).view.state, 'awaiting-consent');
    assert.deepEqual(
      (await events(opened.id)).map((event) => event.kind),
      ['consent-given', 'attempt-opened', 'attempt-abandoned', 'consent-withdrawn'],
    );
    device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
    assert.equal((await device.hear('registration-loaded')).view.state, 'awaiting-capture');
    device.leave();
  });

  it('lets the applicant break a capture off and begin another', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    device.say({ kind: 'attempt-abandoned' });
    assert.equal((await device.hear('attempt-abandoned')).view.state, 'awaiting-capture');
    await requestAttempt(device);
    booth().say('match');
    assert.equal((await device.hear('attempt-decided')).outcome, 'accepted');
    device.leave();
  });

  it('takes nothing more after the last chunk', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const chunks = await sealCapture(await requestAttempt(device), new Uint8Array([1]), 1);
    for (const chunk of chunks) device.sendChunk(chunk);
    device.sendChunk(chunks[1] ?? new Uint8Array());
    assert.equal(await device.refusal(), 'CAPTURE_OVER');
    device.say({ kind: 'attempt-abandoned' });
    assert.equal(await device.refusal(), 'CAPTURE_OVER');
    booth().say('match');
    await device.hear('attempt-decided');
    device.leave();
  });

  it('abandons an attempt whose connection is lost before the capture is complete', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    await requestAttempt(device);
    device.leave();
    assert.deepEqual(await booth().ended, { kind: 'stopped', ground: 'connection-lost' });
    await eventually(async () => (await stored(opened.id))?.state.kind === 'awaiting-capture');
  });

  it('concludes an attempt whose connection is lost after the last chunk', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    const chunks = await sealCapture(await requestAttempt(device), new Uint8Array([1]), 1);
    for (const chunk of chunks) device.sendChunk(chunk);
    await eventually(() => Promise.resolve(booth().delivered.length === chunks.length));
    device.leave();
    await device.closed;
    booth().say('match');
    await eventually(async () => (await stored(opened.id))?.state.kind === 'approved');
  });

  it('gives an examination its time when the capture was complete within the limit', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const chunks = await sealCapture(await requestAttempt(device), new Uint8Array([1]), 1);
    for (const chunk of chunks) device.sendChunk(chunk);
    await new Promise((resolve) => setTimeout(resolve, 600));
    booth().say('match');
    assert.equal((await device.hear('attempt-decided')).outcome, 'accepted');
    device.leave();
  });

  it('closes the route after too many captures that ended without an examination', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    for (let at = 0; at < 3; at += 1) {
      await requestAttempt(device);
      booth().breakDown('malformed-capture');
      await device.hear('attempt-abandoned');
    }
    const state = (await stored(opened.id))?.state;
    assert.equal(state?.kind === 'refused' && state.ground, 'captures-exhausted');
    device.leave();
  });

  it('abandons what is running when the service stops, and says so', async () => {
    const stopping = await startTestServer();
    const opened = await stopping.open();
    const device = await joinAndConsent(stopping.url, opened);
    await requestAttempt(device);
    const { registrations } = stopping.server.service.storage;
    await stopping.stop();
    assert.equal(await device.refusal(), 'NOT_READY');
    assert.equal((await device.closed).code, 1001);
    const recorded = await registrations.listEvents(TENANT, parseRegistrationId(opened.id));
    const last = recorded.at(-1)?.event;
    assert.equal(last?.kind === 'attempt-abandoned' && last.ground, 'server-stopped');
  });
});

describe('capture channel: how long it is held', () => {
  let service: TestServer;
  const limits = { idleMs: 300, chunksUnderWayMs: 150, joinedMax: 4 };
  before(async () => {
    service = await startTestServer({ booths: fakeBoothPool(4), captureLimits: limits });
  });
  after(() => service.stop());

  const lastBooth = () => {
    const last = service.booths.taken.at(-1);
    assert.ok(last !== undefined);
    return last;
  };

  it('ends with who says nothing for long, unless an attempt is running', async () => {
    const capturing = await joinAndConsent(service.url, await service.open());
    await requestAttempt(capturing);
    const silent = await joinCapture(service.url, await service.open());
    assert.deepEqual(await silent.closed, { code: 1001, reason: 'IDLE' });
    await pause(2 * limits.idleMs);
    assert.equal(capturing.socket.readyState, capturing.socket.OPEN);
    lastBooth().say('match');
    await capturing.hear('attempt-decided');
    assert.equal((await capturing.closed).reason, 'IDLE');
  });

  it('takes chunks that were under way when an attempt ended, then nothing large any more', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const offer = await requestAttempt(device);
    const frame = await (
      await sealerFor(offer)
    ).seal({ kind: 'card', last: false, payload: new Uint8Array(100_000) });
    lastBooth().say('capture-unusable');
    await device.hear('attempt-decided');
    device.sendChunk(frame);
    assert.equal(await device.refusal(), 'CAPTURE_OVER');
    await pause(limits.chunksUnderWayMs + 50);
    device.sendChunk(frame);
    assert.equal(await device.refusal(), 'PAYLOAD_TOO_LARGE');
    assert.equal((await device.closed).code, 1009);
  });

  it('holds no message that was begun in an attempt and is never finished', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    device.socket.send(new Uint8Array(1_000_000), { binary: true, fin: false });
    await pause(50);
    lastBooth().say('capture-unusable');
    await device.hear('attempt-decided');
    assert.equal(await device.refusal(), 'PAYLOAD_TOO_LARGE');
    await device.closed;
  });

  it('leaves places for the devices of other tenants', async () => {
    const own = [];
    for (let at = 0; at < 2; at += 1)
      own.push(await joinCapture(service.url, await service.open()));
    const third = await connectDevice(service.url);
    third.say({ kind: 'capture-joined', captureToken: tokenOf(await service.open()) });
    assert.equal(await third.refusal(), 'TOO_MANY_REQUESTS');
    assert.equal((await third.closed).code, 1008);
    const other = await joinCapture(service.url, await service.open({ tenant: OTHER }));
    for (const device of [...own, other]) device.leave();
  });
});

describe('capture channel: a registration that has ended', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer();
  });
  after(() => service.stop());

  async function refusalOfJoining(opened: { readonly captureLink: string }): Promise<string> {
    const device = await connectDevice(service.url);
    device.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
    const code = await device.refusal();
    assert.deepEqual(await device.closed, { code: 1008, reason: code });
    return code;
  }

  async function at<T>(laterMs: number, act: () => Promise<T>): Promise<T> {
    const now = mock.method(service.server.service.clock, 'now', () =>
      instant(Date.now() + laterMs),
    );
    try {
      return await act();
    } finally {
      now.mock.restore();
    }
  }

  it('can be joined for some minutes, to learn the answer, and then no more', async () => {
    const opened = await service.open();
    const device = await joinCapture(service.url, opened);
    device.say({ kind: 'face-route-left' });
    await device.hear('registration-loaded');
    device.leave();
    await device.closed;
    await eventually(async () => {
      const again = await connectDevice(service.url);
      again.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
      await Promise.race([again.hear('registration-loaded'), again.closed]);
      again.leave();
      return again.heard[0]?.kind === 'registration-loaded';
    });
    await at(JOINABLE_AFTER_END_MS + 60_000, async () => {
      assert.equal(await refusalOfJoining(opened), 'REGISTRATION_FINISHED');
    });
  });

  it('says that its time is over when that is some minutes ago, and nothing else of it', async () => {
    const opened = await service.open();
    const lifetime = Date.parse(opened.expiresAt) - Date.parse(opened.openedAt);
    await at(lifetime + JOINABLE_AFTER_END_MS + 60_000, async () => {
      assert.equal(await refusalOfJoining(opened), 'REGISTRATION_EXPIRED');
    });
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

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
