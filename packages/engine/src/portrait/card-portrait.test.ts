import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import type { Engine } from '../engine.ts';
import { compare } from '../comparison/compare.ts';
import { EngineError } from '../engine-error.ts';
import { openEngine, openPortraitReader } from '../pipeline.ts';
import type { CardPortrait } from './card-portrait.ts';
import { decodePortrait, encodePortrait, PORTRAIT_BYTES_MAX } from './portrait-bytes.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const NETWORKS = {
  manifestFile: join(ROOT, 'models/manifest.json'),
  modelFolder: join(ROOT, 'models/files'),
};
const SAMPLE = join(ROOT, 'samples/files/man-b-stills/001.jpg');

const engine = await openEngine(NETWORKS);
const reader = await openPortraitReader(NETWORKS);
after(async () => {
  await engine[Symbol.asyncDispose]();
  await reader[Symbol.asyncDispose]();
});

const NO_FLOOR = {
  comparison: { minimum: 0.5, scale: '', calibration: '' },
  referenceQuality: {},
} as unknown as Parameters<Engine['acquirePortrait']>[1];

/** A portrait of this height on a card of our own drawing, photographed so large and turned by so much. */
async function card(portraitPx: number, cardPx: number, turnDegrees: number) {
  const portrait = await sharp(SAMPLE)
    .extract({ left: 150, top: 0, width: 420, height: 576 })
    .resize({ height: portraitPx })
    .png()
    .toBuffer();
  return sharp({
    create: {
      width: cardPx,
      height: Math.round((cardPx * 54) / 86),
      channels: 3,
      background: '#d8e0e8',
    },
  })
    .composite([{ input: portrait, left: 40, top: 40 }])
    .png()
    .toBuffer()
    .then((drawn) => sharp(drawn).rotate(turnDegrees, { background: '#8a7f72' }).png().toBuffer());
}

async function read(image: Uint8Array): Promise<CardPortrait> {
  const outcome = await reader.readPortrait(image);
  return outcome.kind === 'read' ? outcome.portrait : assert.fail(outcome.guidance);
}

describe('the portrait of a card, cut out', () => {
  for (const [name, portraitPx, cardPx, turn] of [
    ['small, on a card that fills the picture', 300, 1500, 0],
    ['on a card that lies askew', 300, 1200, 11],
    ['on a card that lies on its side', 320, 1200, 90],
    ['larger than is handed over', 900, 1590, 0],
  ] as const) {
    it(`says of itself what the whole picture says: ${name}`, async () => {
      const image = new Uint8Array(await card(portraitPx, cardPx, turn));
      const whole = await engine.extract(image, 'reference');
      const portrait = await read(image);
      const cut = await engine.acquirePortrait(decodePortrait(encodePortrait(portrait)), NO_FLOOR);
      assert.ok(whole.kind === 'extracted' && cut.kind === 'acquired');
      const { features, quality } = cut.reference;
      assert.ok(compare(features, whole.features).value > 0.99999);
      for (const [component, measure] of Object.entries(whole.quality)) {
        const other = quality[component as keyof typeof quality];
        assert.equal(other.kind, measure.kind, component);
        if (other.kind !== 'evaluated' || measure.kind !== 'evaluated') continue;
        assert.ok(Math.abs(other.value - measure.value) < 0.01, component);
      }
    });
  }

  it('leaves out most of the card around it', async () => {
    const { raster, cut } = await read(new Uint8Array(await card(300, 1500, 0)));
    const share = (raster.width * raster.height) / (cut.picture.width * cut.picture.height);
    assert.ok(share < 0.35, String(share));
  });

  it('is a picture of its own where only the portrait was handed in', async () => {
    const image = new Uint8Array(readFileSync(SAMPLE));
    const cut = await engine.acquirePortrait(await read(image), NO_FLOOR);
    const whole = await engine.extract(image, 'reference');
    assert.ok(whole.kind === 'extracted' && cut.kind === 'acquired');
    assert.ok(compare(cut.reference.features, whole.features).value > 0.99999);
  });

  it('is refused in words when there is none', async () => {
    const blank = await sharp({
      create: { width: 800, height: 500, channels: 3, background: '#d8e0e8' },
    })
      .png()
      .toBuffer();
    assert.deepEqual(await reader.readPortrait(new Uint8Array(blank)), {
      kind: 'refused',
      guidance: 'no-face',
    });
    assert.deepEqual(await reader.readPortrait(Uint8Array.of(1, 2, 3)), {
      kind: 'refused',
      guidance: 'image-unreadable',
    });
  });
});

describe('the bytes of a portrait', () => {
  it('give back what was written, within their size', async () => {
    const portrait = await read(new Uint8Array(await card(300, 1500, 0)));
    const bytes = encodePortrait(portrait);
    assert.ok(bytes.length <= PORTRAIT_BYTES_MAX);
    const again = decodePortrait(bytes);
    assert.deepEqual(again.cut, portrait.cut);
    assert.deepEqual(Buffer.from(again.raster.pixels), Buffer.from(portrait.raster.pixels));
    assert.deepEqual({ ...again.detected, confidence: 0 }, { ...portrait.detected, confidence: 0 });
  });

  it('are a portrait or refused, whatever they are', async () => {
    const bytes = encodePortrait(await read(new Uint8Array(await card(300, 1500, 0))));
    const head = fc.record({ at: fc.nat(55), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(head, { minLength: 1, maxLength: 12 }), (changes) => {
        const changed = bytes.slice();
        for (const { at, to } of changes) changed[at] = to;
        try {
          const { raster, detected, cut } = decodePortrait(changed);
          assert.equal(raster.pixels.length, 3 * raster.width * raster.height);
          assert.ok(Number.isFinite(detected.sidePx) && detected.sidePx > 0);
          assert.ok(cut.left < cut.picture.width && cut.top < cut.picture.height);
        } catch (error) {
          assert.ok(error instanceof EngineError && error.code === 'PORTRAIT_MALFORMED');
        }
      }),
      { numRuns: 2_000 },
    );
    assert.throws(() => decodePortrait(bytes.subarray(0, 55)), { code: 'PORTRAIT_MALFORMED' });
    assert.throws(() => decodePortrait(bytes.subarray(0, -1)), { code: 'PORTRAIT_MALFORMED' });
  });
});
