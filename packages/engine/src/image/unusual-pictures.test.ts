import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseCalibrationId, parseModelId, type FacePolicy } from '@bonin/core';
import { compare } from '../comparison/compare.ts';
import type { Engine } from '../engine.ts';
import { openEngine } from '../pipeline.ts';

/** Pictures made here from the sample faces that the install brings, and drawings made from nothing. */
const ROOT = join(import.meta.dirname, '../../../..');
const CALIBRATION = parseCalibrationId('test');
const POLICY: FacePolicy = {
  comparison: {
    minimum: 0.58,
    scale: parseModelId('fr-feature-bgr.70+mobilefacenet.30'),
    calibration: CALIBRATION,
  },
  pad: {
    attackBelow: 0.1,
    bonaFideFrom: 0.5,
    scale: parseModelId('fr-liveness'),
    calibration: CALIBRATION,
  },
  referenceQuality: { interEyeDistance: 5, headPoseRoll: 75 },
  probeQuality: {
    interEyeDistance: 10,
    headPoseRoll: 75,
    singleFace: 60,
    luminanceMean: 20,
    sharpness: 50,
  },
  probeFrames: { minimum: 1, best: 1, spreadMs: 0 },
};

function drawing(inner: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">${inner}</svg>`;
  return sharp(Buffer.from(svg)).flatten().png().toBuffer();
}

describe('the engine on unusual pictures', () => {
  let engine: Engine;
  let manA: Uint8Array;
  let manB: Uint8Array;

  before(async () => {
    engine = await openEngine({
      manifestFile: join(ROOT, 'models/manifest.json'),
      modelFolder: join(ROOT, 'models/files'),
    });
    manA = await readFile(join(ROOT, 'samples/files/man-a-clip-1/001.jpg'));
    manB = await readFile(join(ROOT, 'samples/files/man-b-clip/001.jpg'));
  });

  after(async () => {
    await engine[Symbol.asyncDispose]();
  });

  async function guidance(image: Uint8Array): Promise<string> {
    const outcome = await engine.acquireProbeFrame(image, POLICY);
    return outcome.kind === 'refused' ? outcome.guidance : outcome.kind;
  }

  it('acquires an ordinary frame', async () => {
    assert.equal(await guidance(manA), 'acquired');
  });

  it('finds no face in an empty picture, in noise, in text', async () => {
    const noise = new Uint8Array(640 * 480 * 3).map((_, at) => (at * 7919) % 251);
    const pictures = [
      await drawing('<rect width="640" height="480" fill="#888"/>'),
      await sharp(noise, { raw: { width: 640, height: 480, channels: 3 } })
        .png()
        .toBuffer(),
      await drawing('<text x="40" y="200" font-size="60">Bonin 0123456789</text>'),
    ];
    for (const picture of pictures) {
      assert.equal(await guidance(picture), 'no-face');
      assert.deepEqual(await engine.extract(picture, 'reference'), { kind: 'no-face' });
    }
  });

  it('asks for one face where two of a size are', async () => {
    const side = { width: 360, height: 300, fit: 'cover' } as const;
    const left = await sharp(manA).resize(side).toBuffer();
    const right = await sharp(manB).resize(side).toBuffer();
    const both = await sharp({
      create: { width: 720, height: 300, channels: 3, background: '#777' },
    })
      .composite([
        { input: left, left: 0, top: 0 },
        { input: right, left: 360, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    assert.equal(await guidance(both), 'several-faces');
  });

  it('asks for light in the dark and for stillness in a blur', async () => {
    const dark = await sharp(manA).linear(0.08, 0).jpeg({ quality: 95 }).toBuffer();
    assert.ok(['adjust-light', 'no-face'].includes(await guidance(dark)));
    const still = await readFile(join(ROOT, 'samples/files/man-b-stills/001.jpg'));
    assert.equal(await guidance(still), 'acquired');
    const blurred = await sharp(still).blur(8).jpeg().toBuffer();
    assert.equal(await guidance(blurred), 'hold-still');
  });

  it('never matches a drawn face with a real one', async () => {
    const picture = await drawing(
      '<rect width="640" height="480" fill="#cde"/><ellipse cx="320" cy="240" rx="120" ry="160" fill="#e8b896"/>' +
        '<ellipse cx="275" cy="205" rx="20" ry="11" fill="#fff"/><circle cx="275" cy="205" r="9" fill="#321"/>' +
        '<ellipse cx="365" cy="205" rx="20" ry="11" fill="#fff"/><circle cx="365" cy="205" r="9" fill="#321"/>' +
        '<path d="M320 215 L306 268 L332 268" stroke="#a76" stroke-width="5" fill="none"/>' +
        '<path d="M272 318 Q320 345 368 318" stroke="#a33" stroke-width="10" fill="none"/>' +
        '<path d="M250 182 H300 M340 182 H390" stroke="#321" stroke-width="8"/>',
    );
    const drawn = await engine.extract(picture, 'probe');
    if (drawn.kind !== 'extracted') return;
    const real = await engine.extract(manA, 'reference');
    assert.ok(real.kind === 'extracted');
    assert.ok(compare(drawn.features, real.features).value < 0.4);
  });

  it('finds the portrait on a card that lies in any of four directions', async () => {
    const portrait = await sharp(manB).resize(150, 190, { fit: 'cover' }).toBuffer();
    const card = await sharp({
      create: { width: 1000, height: 640, channels: 3, background: '#d8e0e6' },
    })
      .composite([{ input: portrait, left: 760, top: 180 }])
      .png()
      .toBuffer();
    const upright = await engine.extract(manB, 'probe');
    assert.ok(upright.kind === 'extracted');
    for (const turn of [0, 90, 180, 270]) {
      const turned = await sharp(card).rotate(turn).jpeg().toBuffer();
      assert.equal((await engine.acquireReference(turned, POLICY)).kind, 'acquired', `${turn}`);
      const found = await engine.extract(turned, 'reference');
      assert.ok(found.kind === 'extracted');
      // The same picture of the same man, smaller: 0.9 and more was seen in all four directions.
      assert.ok(compare(found.features, upright.features).value > 0.8, `${turn}`);
    }
  });

  it('asks a person who is upside down to look straight, or finds no face', async () => {
    const turned = await sharp(manA).rotate(180).jpeg().toBuffer();
    assert.ok(['look-straight', 'no-face'].includes(await guidance(turned)));
  });

  it('is done with a large picture soon, on a busy machine too', async () => {
    const large = await sharp(manA).resize(4000).jpeg().toBuffer();
    const start = performance.now();
    await engine.extract(large, 'reference');
    assert.ok(performance.now() - start < 3000);
  });
});
