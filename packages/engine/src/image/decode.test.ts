import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import type { EngineErrorCode } from '../engine-error.ts';
import { CARD_LIMITS, decodeImage, FRAME_LIMITS } from './decode.ts';

/** A picture of four quarters, so that turning it shows. */
function picture(width = 320, height = 240): Sharp {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      pixels[at] = x < width / 2 ? 250 : 5;
      pixels[at + 1] = y < height / 2 ? 250 : 5;
      pixels[at + 2] = (x * 7 + y * 13) % 64;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function refused(bytes: Uint8Array, code: EngineErrorCode): Promise<void> {
  const start = performance.now();
  await assert.rejects(decodeImage(bytes, CARD_LIMITS), { code });
  assert.ok(performance.now() - start < 1000, 'a refusal takes less than a second');
}

/** A PNG file of this size in words, with whatever chunks follow its header. */
function png(width: number, height: number, ...types: string[]): Uint8Array {
  const head = new Uint8Array(33);
  const view = new DataView(head.buffer);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  view.setUint32(8, 13);
  head.set(new TextEncoder().encode('IHDR'), 12);
  view.setUint32(16, width);
  view.setUint32(20, height);
  head.set([8, 2], 24);
  const chunks = types.map((type) => {
    const chunk = new Uint8Array(12);
    chunk.set(new TextEncoder().encode(type), 4);
    return chunk;
  });
  return Buffer.concat([head, ...chunks]);
}

describe('decodeImage', () => {
  it('decodes JPEG, PNG and WebP to plain red, green and blue', async () => {
    const source = picture();
    for (const bytes of [
      await source.clone().jpeg().toBuffer(),
      await source.clone().png().toBuffer(),
      await source.clone().webp().toBuffer(),
    ]) {
      const { width, height, pixels } = await decodeImage(bytes, FRAME_LIMITS);
      assert.deepEqual([width, height, pixels.length], [320, 240, 320 * 240 * 3]);
      assert.ok(pixels[0]! > 200 && pixels[1]! > 200, 'first quarter is yellow');
    }
  });

  it('gives grey, transparent and CMYK pictures three channels', async () => {
    const source = picture();
    for (const bytes of [
      await source.clone().greyscale().jpeg().toBuffer(),
      await source.clone().ensureAlpha(0).png().toBuffer(),
      await source.clone().toColourspace('cmyk').jpeg().toBuffer(),
    ]) {
      const { pixels } = await decodeImage(bytes, FRAME_LIMITS);
      assert.equal(pixels.length, 320 * 240 * 3);
    }
  });

  it('lays transparent pixels over white', async () => {
    const bytes = await picture().ensureAlpha(0).png().toBuffer();
    const { pixels } = await decodeImage(bytes, FRAME_LIMITS);
    assert.deepEqual([...pixels.subarray(0, 3)], [255, 255, 255]);
  });

  /** The corner of the upright picture in which its tagged file begins, by orientation tag. */
  const YELLOW_CORNER = [
    ['left', 'top'],
    ['right', 'top'],
    ['right', 'bottom'],
    ['left', 'bottom'],
    ['left', 'top'],
    ['right', 'top'],
    ['right', 'bottom'],
    ['left', 'bottom'],
  ] as const;

  for (const [before, [across, down]] of YELLOW_CORNER.entries()) {
    const orientation = before + 1;
    it(`turns a picture as orientation tag ${orientation} says, shrunk or not`, async () => {
      for (const [wide, high] of [
        [320, 240],
        [2000, 1500],
      ] as const) {
        const bytes = await picture(wide, high).jpeg().withMetadata({ orientation }).toBuffer();
        const { width, height, pixels } = await decodeImage(bytes, FRAME_LIMITS);
        assert.equal(width > height, orientation < 5);
        const x = across === 'left' ? 8 : width - 9;
        const y = down === 'top' ? 8 : height - 9;
        const at = 3 * (y * width + x);
        assert.ok(pixels[at]! > 200 && pixels[at + 1]! > 200, 'yellow is where the file began');
      }
    });
  }

  it('shrinks a large picture while decoding it', async () => {
    const bytes = await picture(3000, 2000).jpeg().toBuffer();
    const { width, height } = await decodeImage(bytes, FRAME_LIMITS);
    assert.deepEqual([width, height], [960, 640]);
  });

  it('refuses what is no picture', async () => {
    await refused(new TextEncoder().encode('not a picture at all'), 'IMAGE_FORMAT_UNSUPPORTED');
    await refused(new Uint8Array(0), 'IMAGE_FORMAT_UNSUPPORTED');
    await refused(await picture().gif().toBuffer(), 'IMAGE_FORMAT_UNSUPPORTED');
    await refused(await picture().tiff().toBuffer(), 'IMAGE_FORMAT_UNSUPPORTED');
  });

  it('refuses a JPEG that was cut off anywhere', async () => {
    const whole = await picture().jpeg().toBuffer();
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.99]) {
      await refused(whole.subarray(0, Math.floor(whole.length * share)), 'IMAGE_UNREADABLE');
    }
    await refused(whole.subarray(0, whole.length - 2), 'IMAGE_UNREADABLE');
  });

  it('refuses a JPEG that was cut off and given an end again', async () => {
    for (const whole of [
      await picture().jpeg().toBuffer(),
      await picture().jpeg({ progressive: true }).toBuffer(),
    ]) {
      for (const share of [0.5, 0.9, 0.99]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        await refused(Buffer.concat([cut, Buffer.of(0xff, 0xd9)]), 'IMAGE_UNREADABLE');
      }
    }
  });

  it('reads a JPEG with padding, or a film, behind its picture', async () => {
    const whole = await picture().jpeg().toBuffer();
    for (const behind of [1, 70_000, 3_000_000]) {
      const longer = Buffer.concat([whole, Buffer.alloc(behind, 0x21)]);
      const { width } = await decodeImage(longer, CARD_LIMITS);
      assert.equal(width, 320);
    }
  });

  it('is not misled by the end of a thumbnail', async () => {
    const thumbnail = await picture(64, 48).jpeg().toBuffer();
    const whole = await picture().jpeg().toBuffer();
    const segment = Buffer.alloc(4 + thumbnail.length);
    segment.writeUInt16BE(0xffe1, 0);
    segment.writeUInt16BE(2 + thumbnail.length, 2);
    thumbnail.copy(segment, 4);
    const withThumbnail = Buffer.concat([whole.subarray(0, 2), segment, whole.subarray(2)]);
    assert.equal((await decodeImage(withThumbnail, CARD_LIMITS)).width, 320);
    const cut = withThumbnail.subarray(0, withThumbnail.length - 200);
    await refused(cut, 'IMAGE_UNREADABLE');
  });

  it('refuses a PNG and a WebP that were cut off', async () => {
    const source = picture();
    for (const whole of [
      await source.clone().png().toBuffer(),
      await source.clone().webp().toBuffer(),
    ]) {
      for (const share of [0.1, 0.5, 0.9]) {
        await refused(whole.subarray(0, Math.floor(whole.length * share)), 'IMAGE_UNREADABLE');
      }
    }
  });

  it('refuses a header of 65,535 by 65,535 pixels by its words alone', async () => {
    await refused(png(65_535, 65_535, 'IDAT'), 'IMAGE_TOO_MANY_PIXELS');
    const jpeg = new Uint8Array(await picture().jpeg().toBuffer());
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
    jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    await refused(jpeg, 'IMAGE_TOO_MANY_PIXELS');
  });

  it('refuses more bytes than the limit before looking at any', async () => {
    await refused(new Uint8Array(CARD_LIMITS.maxBytes + 1), 'IMAGE_TOO_LARGE');
  });

  it('refuses pictures that move', async () => {
    await refused(png(100, 100, 'acTL', 'IDAT'), 'IMAGE_ANIMATED');
    const frames = sharp(new Uint8Array(64 * 128 * 3), {
      raw: { width: 64, height: 128, channels: 3, pageHeight: 64 },
    });
    const webp = await frames
      .composite([
        {
          input: Buffer.from(
            '<svg width="9" height="9"><rect width="9" height="9" fill="red"/></svg>',
          ),
          left: 5,
          top: 90,
        },
      ])
      .webp({ loop: 0 })
      .toBuffer();
    await refused(webp, 'IMAGE_ANIMATED');
  });

  it('refuses a picture too small to hold a face', async () => {
    await refused(await picture(31, 200).png().toBuffer(), 'IMAGE_TOO_SMALL');
  });
});
