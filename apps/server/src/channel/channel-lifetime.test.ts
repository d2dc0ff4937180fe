import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { instant } from '@bonin/core';
import { fakeBoothPool } from '@bonin/testkit';
import {
  connectDevice,
  joinAndConsent,
  joinCapture,
  requestAttempt,
  sealerFor,
  tokenOf,
} from '../../test/test-device.ts';
import { OTHER, startTestServer, type TestServer } from '../../test/test-server.ts';
import { JOINABLE_AFTER_END_MS } from './join-window.ts';

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
    ).seal({ kind: 'card', last: true, payload: new Uint8Array(100_000) });
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

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 200; at += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('it did not come about');
}
