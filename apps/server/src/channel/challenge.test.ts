import type { ChallengeProfilePolicy, ChallengeStep } from '@bonin/core';
import { encodeTimedFrame } from '@bonin/sealing';
import { fakeBoothPool, testPolicy, verdictOnLast } from '@bonin/testkit';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  joinAndConsent,
  requestAttempt,
  sealCapture,
  sealerFor,
  type TestDevice,
} from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';

const { face, ...rest } = testPolicy();
const PROFILE: ChallengeProfilePolicy = {
  channels: ['store', 'online'],
  outline: {
    straightMs: 500,
    poses: 2,
    holdFromMs: 100,
    holdToMs: 400,
    colours: 4,
    colourMs: 340,
    poseLimitMs: 4_000,
  },
  evidence: {
    calibration: face.pad.calibration,
    pieces: ['poses', 'continuity', 'colours', 'capture'],
    poses: { least: 2, astrayMax: 0 },
    continuity: { jumpsMax: 0, leapsMax: 1, lostMax: 0 },
    relief: { flatBelow: 0.5, solidFrom: 1, sheetBelow: 1.2, sheetFrom: 1.9 },
    colours: {
      explainedFrom: 0.9,
      wrongMax: 0,
      strengthFrom: 0.01,
      behindShareMax: 0.35,
      behindNearFrom: 0.6,
    },
    capture: { frozenMax: 0, misdatedMax: 0 },
  },
};
const EVIDENCE_SLOW = { ...PROFILE.evidence, poses: { least: 1, astrayMax: 0 } };
const POLICY = {
  ...rest,
  face,
  challenges: {
    ordinary: PROFILE,
    slow: { ...PROFILE, evidence: EVIDENCE_SLOW },
    'no-colour': { ...PROFILE, channels: ['store' as const] },
  },
};

describe('capture channel: a challenge', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer({ booths: fakeBoothPool(2), policy: POLICY });
  });
  after(() => service.stop());

  const booth = () => {
    const last = service.booths.taken.at(-1);
    assert.ok(last !== undefined);
    return last;
  };
  const nextStep = async (device: TestDevice): Promise<ChallengeStep> =>
    (await device.hear('challenge-step')).step;

  it('offers the kinds of challenge that the policy allows where the applicant is', async () => {
    for (const [channel, profiles] of [
      ['online', ['ordinary', 'slow']],
      ['store', ['ordinary', 'slow', 'no-colour']],
    ] as const) {
      const opened = await service.open({ body: { channel } });
      const device = await joinAndConsent(service.url, opened);
      const [view] = device.heard.filter((message) => message.kind === 'registration-loaded');
      assert.deepEqual(view?.view.challengeProfiles, profiles);
      device.leave();
    }
  });

  it('refuses a kind that is not offered there, before anything is counted', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    for (const profile of ['no-colour', 'no-motion'] as const) {
      device.say({ kind: 'attempt-requested', profile });
      assert.equal(await device.refusal(), 'CHALLENGE_NOT_OFFERED');
    }
    device.say({ kind: 'attempt-requested', profile: 'slow' });
    await device.hear('booth-offered');
    assert.deepEqual(booth().begun?.facePolicy.challenge, EVIDENCE_SLOW);
    device.leave();
    await booth().ended;
  });

  it('tells booth and device of a step at the same time, and of no step before the one before it', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    await requestAttempt(device);
    assert.deepEqual(booth().released, []);
    booth().say('reference-acquired');
    const seen = [await nextStep(device)];
    assert.deepEqual(booth().released, seen);
    for (let at = 1; at < 4; at += 1) {
      booth().say('step-done');
      seen.push(await nextStep(device));
      assert.deepEqual(booth().released, seen);
    }
    booth().say('step-done');
    assert.deepEqual(await device.hear('challenge-over'), {
      kind: 'challenge-over',
      answered: true,
    });
    booth().say('match');
    assert.equal((await device.hear('attempt-decided')).outcome, 'accepted');
    device.leave();
  });

  it('asks each attempt for something else', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const asked = new Set<string>();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await requestAttempt(device);
      booth().say('reference-acquired');
      const steps = [await nextStep(device)];
      for (let at = 1; at < 4; at += 1) {
        booth().say('step-done');
        steps.push(await nextStep(device));
      }
      asked.add(JSON.stringify(steps));
      booth().say('non-match');
      await device.hear('attempt-decided');
    }
    assert.equal(asked.size, 2);
    device.leave();
  });

  it('asks for nothing more once the capture has ended', async () => {
    const device = await joinAndConsent(service.url, await service.open());
    const offer = await requestAttempt(device);
    booth().say('reference-acquired');
    await nextStep(device);
    const sealer = await sealerFor(offer);
    const image = Uint8Array.of(1);
    const parts = [
      { kind: 'card', last: true, payload: image },
      { kind: 'timed-frame', last: false, payload: encodeTimedFrame({ takenAtMs: 1, image }) },
      { kind: 'end', last: true, payload: new Uint8Array() },
    ] as const;
    for (const part of parts) device.sendChunk(await sealer.seal(part));
    while (booth().delivered.length < parts.length) await pause(10);
    device.say({ kind: 'attempt-abandoned' });
    assert.equal(await device.refusal(), 'CAPTURE_OVER');
    booth().say('step-done');
    booth().say('undecided');
    assert.equal((await device.hear('attempt-decided')).outcome, 'not-confirmed');
    assert.equal(booth().released.length, 1);
    device.leave();
  });

  it('signs that a challenge was asked', async () => {
    const opened = await service.open();
    const device = await joinAndConsent(service.url, opened);
    await requestAttempt(device);
    booth().say('match');
    await device.hear('attempt-decided');
    const loaded = await service.server.service.storage.registrations.loadForCapture(
      opened.id as never,
    );
    assert.ok(loaded !== undefined);
    const result = await service.server.service.storage.registrations.loadResult(
      loaded.tenantId,
      loaded.id,
    );
    const [, claims = ''] = (result?.token ?? '').split('.');
    const { attackDetection } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      readonly attackDetection?: string;
    };
    assert.equal(attackDetection, 'challenge-and-passive');
    device.leave();
  });
});

describe('capture channel: “not confirmed”', () => {
  const GROUNDS = ['non-match', 'attack-presentation', 'undecided'] as const;
  const EVERY_MS = 1_500;

  for (const ground of GROUNDS) {
    it(`is told in the same words and not before its moment: ${ground}`, async () => {
      const booths = fakeBoothPool(1, verdictOnLast(ground));
      const service = await startTestServer({ booths });
      const device = await joinAndConsent(service.url, await service.open());
      const chunks = await sealCapture(await requestAttempt(device), new Uint8Array([1]), 1);
      const endedAt = performance.now();
      for (const chunk of chunks) device.sendChunk(chunk);
      const { kind, outcome, view } = await device.hear('attempt-decided');
      // Both ends run on one machine: what is heard earlier than this was told before its moment.
      assert.ok(performance.now() - endedAt >= EVERY_MS - 50);
      assert.deepEqual([kind, outcome, view.attemptsLeft], ['attempt-decided', 'not-confirmed', 2]);
      device.leave();
      await service.stop();
    });
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
