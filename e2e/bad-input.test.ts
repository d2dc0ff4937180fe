import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { BoothOffer, ServerMessage } from '@bonin/protocol';
import {
  ApplicantError,
  endingOf,
  openCaptureDevice,
  presentLive,
  type CaptureDevice,
  type OpenedCapture,
} from '@bonin/testkit/applicant';
import { drawFigure, type Figure } from '@bonin/testkit/drawing';
import sharp from 'sharp';
import {
  connectDevice,
  joinAndConsent,
  sealerFor,
  type TestDevice,
} from '../apps/server/test/test-device.ts';
import { makeFaces, stills, type Faces } from './faces.ts';
import { livingPerson, type People } from './instruments.ts';
import { locatePeople } from './people.ts';
import { startService, type RunningService } from './running-service.ts';

/** How soon somebody is told what is wrong with a card, the median of so many tries. */
const PROMPT_MS = 1_000;
const TRIES = 3;
const FRAME_EVERY_MS = 200;
const BAD_FRAMES = 12;
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

async function twoFaces(quality = 80): Promise<Uint8Array> {
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
    .jpeg({ quality })
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

/** The same for a device without a page. */
async function boothAt(device: CaptureDevice): Promise<OpenedCapture> {
  const until = performance.now() + 30_000;
  for (;;) {
    try {
      return await device.requestAttempt();
    } catch (error) {
      const isTaken =
        error instanceof ApplicantError && error.details['said'] === 'BOOTHS_EXHAUSTED';
      if (!isTaken || performance.now() > until) throw error;
    }
    await pause(ASK_AGAIN_MS);
  }
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
  let people: People;

  before(async () => {
    faces = await makeFaces();
    people = await locatePeople();
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
    device.sendChunk(await sealer.seal({ kind: 'card', last: true, payload }));
    await device.hear('guidance-given');
    const ms = Math.round(performance.now() - sentAt);
    const decided = await device.hear('attempt-decided');
    const said = device.heard.flatMap((each) =>
      each.kind === 'guidance-given' ? [each.symbol] : [],
    );
    device.leave();
    return { said, decided, ms };
  }

  /** Opens a registration, and goes on with its device as soon as there is a booth. */
  async function withCapture<T>(
    act: (capture: OpenedCapture, device: CaptureDevice) => Promise<T>,
  ): Promise<{ readonly ended: T; readonly orderId: string }> {
    const { captureLink, orderId } = await service.openRegistration('en');
    using device = await openCaptureDevice(service.serviceUrl, captureLink);
    return { ended: await act(await boothAt(device), device), orderId };
  }

  /** Live frames of which none can be used; what was said of them. */
  async function tryFrames(makeFrame: (place: number) => Promise<Uint8Array>) {
    return withCapture(async (capture) => {
      await capture.sendCard(readFileSync(faces.cardFile));
      for (let place = 0; place < BAD_FRAMES; place += 1) {
        await capture.sendFrame(await makeFrame(place), FRAME_EVERY_MS * place);
        await pause(FRAME_EVERY_MS);
      }
      await capture.end();
      return { ending: await endingOf(capture), said: capture.guidance };
    });
  }

  /** A person who answers the challenge; who is not confirmed tries again, as anybody may. */
  async function outcomeFor(card: Uint8Array) {
    const { ended, orderId } = await withCapture(async (first, device) => {
      for (let attempt = 1, capture = first; ; attempt += 1, capture = await boothAt(device)) {
        await capture.sendCard(card);
        const person = livingPerson(people.manOnCard, attempt);
        const { ending } = await presentLive(capture, person);
        const outcome = ending.kind === 'decided' ? ending.outcome : ending.kind;
        if (outcome === 'accepted' || attempt === TRIES) return outcome;
      }
    });
    return { outcome: ended, answer: (await service.look(orderId)).answer };
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

  // A frame that came before is dropped unseen, so each is a little different.
  type FrameKind = readonly [string, string, (place: number) => Promise<Uint8Array>];
  const FRAMES: readonly FrameKind[] = [
    [
      'a text',
      'image-unreadable',
      (place) => Promise.resolve(Buffer.from(`this is text ${place}, and no picture`)),
    ],
    [
      'a JPEG cut in half',
      'image-unreadable',
      async (place) => (await twoFaces()).subarray(0, 8_000 + place),
    ],
    ['two faces', 'several-faces', (place) => twoFaces(80 + place)],
    [
      'a monkey',
      'no-face',
      async (place) =>
        sharp(await drawFigure('monkey'))
          .jpeg({ quality: 80 + place })
          .toBuffer(),
    ],
  ];
  for (const [what, symbol, make] of FRAMES) {
    it(`says ${symbol} to ${what} as live frames, and counts nothing`, async (test) => {
      const { ended, orderId } = await tryFrames(make);
      test.diagnostic(`${what}: ${ended.said.join(', ')}`);
      assert.deepEqual(ended.ending, { kind: 'decided', outcome: 'capture-unusable' });
      assert.equal(ended.said.at(-1), symbol);
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
    assert.deepEqual(await outcomeFor(card), { outcome: 'accepted', answer: 'Y' });
  });

  it('answers Y to the right person while others send what is no picture', async () => {
    const trying = outcomeFor(readFileSync(faces.cardFile));
    const bad = await Promise.all([
      tryCard(Buffer.from('no picture')),
      tryCard(VAST_JPEG),
      tryCard(await animatedWebp()),
    ]);
    assert.deepEqual(await trying, { outcome: 'accepted', answer: 'Y' });
    for (const { decided } of bad) assert.equal(decided.outcome, 'capture-unusable');
  });
});
