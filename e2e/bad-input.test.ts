import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { drawFigure, drawFrames, type Figure } from '@bonin/testkit/drawing';
import sharp from 'sharp';
import {
  joinAndConsent,
  requestAttempt,
  sealerFor,
  type TestDevice,
} from '../apps/server/test/test-device.ts';
import { makeFaces, type Faces } from './faces.ts';
import { ROOT, startService, type RunningService } from './running-service.ts';

/** The real service with real booths, given pictures as a card that no booth should make anything of. */
const PROMPT_MS = 5_000;
const FRAME_EVERY_MS = 250;

/** A picture in form only, of 65,535 pixels each way. */
const VAST_JPEG = Uint8Array.from([
  ...[0xff, 0xd8, 0xff, 0xc0, 0x00, 0x0b, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0],
  ...[0xff, 0xd9],
]);

function animatedWebp(): Promise<Uint8Array> {
  const raw = { width: 200, height: 400, channels: 3, pageHeight: 200 } as const;
  const pixels = Uint8Array.from({ length: 200 * 400 * 3 }, (_, at) => (at * 7) % 256);
  return sharp(pixels, { raw })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
}

function stills(folder: string): readonly Uint8Array[] {
  const inFolder = join(ROOT, 'samples/files', folder);
  return globSync('*.jpg', { cwd: inFolder })
    .sort()
    .map((file) => readFileSync(join(inFolder, file)));
}

async function twoFaces(): Promise<Uint8Array> {
  const [one, other] = await Promise.all(
    [stills('man-a-clip-1')[0], stills('man-b-clip')[0]].map((still) =>
      sharp(still).resize(640, 480).toBuffer(),
    ),
  );
  return sharp({ create: { width: 1280, height: 480, channels: 3, background: '#888888' } })
    .composite([
      { input: one, left: 0, top: 0 },
      { input: other, left: 640, top: 0 },
    ])
    .jpeg()
    .toBuffer();
}

describe('bad input at the real service', { timeout: 240_000 }, () => {
  let service: RunningService;
  let faces: Faces;
  let sameMan: readonly Uint8Array[];

  before(async () => {
    faces = await makeFaces();
    sameMan = await drawFrames({ stills: stills('man-a-clip-2'), count: 8 });
    service = await startService({ BONIN_BOOTHS_WARM: '2' });
  });

  after(async () => {
    await service.stop();
    faces.remove();
  });

  async function open(): Promise<{ readonly device: TestDevice; readonly orderId: string }> {
    const order = await service.openRegistration('en');
    return { device: await joinAndConsent(service.serviceUrl, order), orderId: order.orderId };
  }

  async function readyBooth(device: TestDevice) {
    return sealerFor(await requestAttempt(device));
  }

  /** Sends only a card; returns what was said until the decision, and how long it took. */
  async function tryCard(payload: Uint8Array) {
    const { device } = await open();
    const sealer = await readyBooth(device);
    const sentAt = performance.now();
    device.sendChunk(await sealer.seal({ kind: 'card', last: false, payload }));
    const decided = await device.hear('attempt-decided');
    const ms = Math.round(performance.now() - sentAt);
    const said = device.heard.flatMap((each) =>
      each.kind === 'guidance-given' ? [each.symbol] : [],
    );
    device.leave();
    return { said, decided, ms };
  }

  /** A whole attempt, paced as a camera paces it; returns its outcome. */
  async function attempt(card: Uint8Array) {
    const { device, orderId } = await open();
    const sealer = await readyBooth(device);
    device.sendChunk(await sealer.seal({ kind: 'card', last: false, payload: card }));
    for (const payload of sameMan) {
      device.sendChunk(await sealer.seal({ kind: 'frame', last: false, payload }));
      await pause(FRAME_EVERY_MS);
    }
    const nothing = new Uint8Array();
    device.sendChunk(await sealer.seal({ kind: 'end', last: true, payload: nothing }));
    const { outcome } = await device.hear('attempt-decided');
    device.leave();
    return { outcome, orderId };
  }

  const figure = (name: Figure) => () => drawFigure(name);
  const CARDS: readonly (readonly [string, string, () => Uint8Array | Promise<Uint8Array>])[] = [
    ['a text', 'image-unreadable', () => Buffer.from('this is a text, not a picture')],
    [
      'a JPEG cut in half',
      'image-unreadable',
      () => readFileSync(faces.cardFile).subarray(0, 20_000),
    ],
    ['a JPEG of 65,535 pixels each way', 'image-unreadable', () => VAST_JPEG],
    ['an animated WebP', 'image-unreadable', animatedWebp],
    ['an empty room', 'no-face', figure('empty-room')],
    ['two faces', 'several-faces', twoFaces],
    ['a cartoon', 'adjust-light', figure('cartoon')],
    ['a monkey', 'no-face', figure('monkey')],
    ['the back of a head', 'no-face', figure('back-of-head')],
  ];

  for (const [what, symbol, make] of CARDS) {
    it(`says ${symbol} to ${what}, promptly, and counts nothing`, async (test) => {
      const { said, decided, ms } = await tryCard(await make());
      test.diagnostic(`${what}: ${ms} ms`);
      assert.equal(said.at(-1), symbol);
      assert.equal(decided.outcome, 'capture-unusable');
      assert.ok(ms < PROMPT_MS, `${ms} ms`);
    });
  }

  it('answers Y to a card that lies upside down', async () => {
    const card = await sharp(readFileSync(faces.cardFile)).rotate(180).jpeg().toBuffer();
    const { outcome, orderId } = await attempt(card);
    assert.equal(outcome, 'accepted');
    assert.equal((await service.look(orderId)).answer, 'Y');
  });

  it('answers Y to the right person while others send what is no picture', async () => {
    // One more beside it at a time: how many are served at once is not the question here.
    const trying = attempt(readFileSync(faces.cardFile));
    const bad = [await tryCard(Buffer.from('no picture')), await tryCard(VAST_JPEG)];
    const genuine = await trying;
    assert.equal(genuine.outcome, 'accepted');
    assert.equal((await service.look(genuine.orderId)).answer, 'Y');
    for (const { decided } of bad) assert.equal(decided.outcome, 'capture-unusable');
  });
});
