import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { milliseconds, parseRegistrationId } from '@bonin/core';
import { StorageError } from '@bonin/storage';
import { fakeBoothPool, tenantId, testPolicy } from '@bonin/testkit';
import {
  CONSENT_DIGEST,
  joinAndConsent,
  requestAttempt,
  sealCapture,
} from '../../test/test-device.ts';
import { HANBIT, startTestServer, type TestServer } from '../../test/test-server.ts';

const TENANT = tenantId(HANBIT.id);

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

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 200; at += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('it did not come about');
}
