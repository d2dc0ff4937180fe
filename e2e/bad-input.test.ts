import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { BoothOffer, ServerMessage } from '@bonin/protocol';
import { drawFigure, drawFrames, type Figure } from '@bonin/testkit/drawing';
import sharp from 'sharp';
import {
  connectDevice,
  joinAndConsent,
  sealerFor,
  type TestDevice,
} from '../apps/server/test/test-device.ts';
import { makeFaces, type Faces } from './faces.ts';
import { ROOT, startService, type RunningService } from './running-service.ts';

/** How soon somebody is told what is wrong with a card, the median of so many tries. */
const PROMPT_MS = 1_000;
const TRIES = 3;
const FRAME_EVERY_MS = 250;
/** How long a page would wait before it asks again when every booth is taken. */
const ASK_AGAIN_MS = 500;
const VAST_BYTES = 300_000_000;

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

/** Asks for a booth as a page does: again, as long as every one is taken. */
async function boothFor(device: TestDevice): Promise<BoothOffer> {
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    const heardBefore = device.heard.length;
    device.say({ kind: 'attempt-requested' });
    const answer = await nextHeard(device, heardBefore);
    if (answer.kind === 'booth-offered') return answer.offer;
    assert.equal(answer.kind === 'refused' && answer.problem.code, 'BOOTHS_EXHAUSTED');
    await pause(ASK_AGAIN_MS);
  }
  return assert.fail('no booth became free');
}

async function nextHeard(device: TestDevice, after: number): Promise<ServerMessage> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    const said = device.heard[after];
    if (said !== undefined) return said;
    await pause(10);
  }
  return assert.fail('nothing was answered');
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

describe('bad input at the real service', { timeout: 420_000 }, () => {
  let service: RunningService;
  let faces: Faces;
  let sameMan: readonly Uint8Array[];

  before(async () => {
    faces = await makeFaces();
    sameMan = await drawFrames({ stills: stills('man-a-clip-2'), count: 8 });
    service = await startService({ BONIN_BOOTHS: '2' });
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
    return sealerFor(await boothFor(device));
  }

  /**
   * Sends only a card; returns what was said until the decision, and after how long the person was told. The
   * booth it goes to is one that was waiting, as in a service that has enough of them.
   */
  async function tryCard(payload: Uint8Array) {
    const { device } = await open();
    const sealer = await readyBooth(device);
    const sentAt = performance.now();
    device.sendChunk(await sealer.seal({ kind: 'card', last: false, payload }));
    await device.hear('guidance-given');
    const ms = Math.round(performance.now() - sentAt);
    const decided = await device.hear('attempt-decided');
    const said = device.heard.flatMap((each) =>
      each.kind === 'guidance-given' ? [each.symbol] : [],
    );
    device.leave();
    return { said, decided, ms };
  }

  /** A whole attempt, paced as a camera paces it; returns its outcome. */
  async function attempt(card: Uint8Array, frames: readonly Uint8Array[] = sameMan) {
    const { device, orderId } = await open();
    const sealer = await readyBooth(device);
    device.sendChunk(await sealer.seal({ kind: 'card', last: false, payload: card }));
    for (const payload of frames) {
      device.sendChunk(await sealer.seal({ kind: 'frame', last: false, payload }));
      await pause(FRAME_EVERY_MS);
    }
    const nothing = new Uint8Array();
    device.sendChunk(await sealer.seal({ kind: 'end', last: true, payload: nothing }));
    const { outcome } = await device.hear('attempt-decided');
    const said = device.heard.flatMap((each) =>
      each.kind === 'guidance-given' ? [each.symbol] : [],
    );
    device.leave();
    return { outcome, orderId, said };
  }

  const figure = (name: Figure) => () => drawFigure(name);
  type Kind = readonly [string, string, () => Uint8Array | Promise<Uint8Array>];
  const CARDS: readonly Kind[] = [
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
    it(`says ${symbol} to ${what} as a card, within a second, and counts nothing`, async (test) => {
      const payload = await make();
      const times: number[] = [];
      for (let at = 0; at < TRIES; at += 1) {
        const { said, decided, ms } = await tryCard(payload);
        assert.equal(said.at(-1), symbol);
        assert.equal(decided.outcome, 'capture-unusable');
        times.push(ms);
      }
      test.diagnostic(`${what}: ${times.join(', ')} ms`);
      assert.ok(medianOf(times) <= PROMPT_MS, `${times.join(', ')} ms`);
    });
  }

  const FRAMES: readonly Kind[] = [
    ['a text', 'image-unreadable', () => Buffer.from('this is a text, not a picture')],
    [
      'a JPEG cut in half',
      'image-unreadable',
      () => (sameMan[0] ?? assert.fail()).subarray(0, 8_000),
    ],
    ['two faces', 'several-faces', twoFaces],
    ['a monkey', 'no-face', figure('monkey')],
  ];
  for (const [what, symbol, make] of FRAMES) {
    it(`says ${symbol} to ${what} as live frames, and counts nothing`, async (test) => {
      const frame = await make();
      const frames = Array.from({ length: 10 }, () => frame);
      const { outcome, orderId, said } = await attempt(readFileSync(faces.cardFile), frames);
      test.diagnostic(`${what}: ${said.join(', ')}`);
      assert.equal(outcome, 'capture-unusable');
      assert.equal(said.at(-1), symbol);
      const { state, counted, uncounted } = await service.look(orderId);
      assert.deepEqual([state, counted, uncounted], ['awaiting-capture', 0, 1]);
    });
  }

  it('refuses a message of 300 MB at the door, before and after joining', async (test) => {
    const { device } = await open();
    for (const sender of [await connectDevice(service.serviceUrl), device]) {
      const sentAt = performance.now();
      sender.sendChunk(new Uint8Array(VAST_BYTES));
      assert.equal(await sender.refusal(), 'PAYLOAD_TOO_LARGE');
      assert.equal((await sender.closed).code, 1009);
      test.diagnostic(`300 MB: ${Math.round(performance.now() - sentAt)} ms`);
    }
  });

  it('answers Y to a card that lies upside down', async () => {
    const card = await sharp(readFileSync(faces.cardFile)).rotate(180).jpeg().toBuffer();
    const { outcome, orderId } = await attempt(card);
    assert.equal(outcome, 'accepted');
    assert.equal((await service.look(orderId)).answer, 'Y');
  });

  it('answers Y to the right person while others send what is no picture', async () => {
    const trying = attempt(readFileSync(faces.cardFile));
    const bad = await Promise.all([
      tryCard(Buffer.from('no picture')),
      tryCard(VAST_JPEG),
      tryCard(await animatedWebp()),
    ]);
    const genuine = await trying;
    assert.equal(genuine.outcome, 'accepted');
    assert.equal((await service.look(genuine.orderId)).answer, 'Y');
    for (const { decided } of bad) assert.equal(decided.outcome, 'capture-unusable');
  });
});
