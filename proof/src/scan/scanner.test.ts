import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { before, describe, it } from 'node:test';
import sharp from 'sharp';
import { type Canaries, type CanaryKind } from '../canaries/canary.ts';
import { hashPicture } from '../canaries/picture-hash.ts';
import { plantBytes, plantedBytes } from '../canaries/plant-bytes.ts';
import { packSigns } from './feature-search.ts';
import { openScanner, type Scanner } from './scanner.ts';

const DIMENSIONS = 512;

/** A vector as a network makes them: of length one, each number about as often negative as positive. */
function vector(): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, () => (randomInt(2001) - 1000) / 1000 / 13);
}

/** A picture of soft spots, another one each time. */
async function picture(): Promise<Buffer> {
  return sharp(randomBytes(3 * 12 * 12), { raw: { width: 12, height: 12, channels: 3 } })
    .resize(400, 300, { kernel: 'cubic', fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Bytes in the middle of others. */
function amid(bytes: Uint8Array, before_ = 4 * randomInt(3000)): Buffer {
  return Buffer.concat([randomBytes(before_), bytes, randomBytes(2000)]);
}

describe('the search for canaries', () => {
  const vectors = [vector(), vector()];
  let canaries: Canaries;
  let scanner: Scanner;
  let shown: Buffer;

  before(async () => {
    shown = await picture();
    canaries = {
      marker: randomBytes(8),
      rows: Array.from({ length: 16 }, () => randomBytes(48)),
      hashes: [await hashPicture(shown)],
      features: vectors,
      texts: ['KANARI ABCDEFGHIJ', '990101-1234567'],
    };
    scanner = openScanner(canaries);
  });

  async function found(bytes: Buffer): Promise<readonly CanaryKind[]> {
    return [...(await scanner.scan(bytes))].sort();
  }

  it('finds nothing in noise, nor in another picture', async () => {
    assert.deepEqual(await found(randomBytes(4_000_000)), []);
    assert.deepEqual(await found(amid(await picture())), []);
  });

  it('finds bytes of a file, cut at any place, plain and in words', async () => {
    const planted = plantBytes(shown, canaries.marker, 7);
    assert.ok((await found(Buffer.from(planted))).includes('bytes'));
    const cut = plantedBytes(canaries.marker, 7).subarray(5, 5 + 23);
    assert.deepEqual(await found(amid(cut)), ['bytes']);
    const long = Buffer.concat([randomBytes(40), cut, randomBytes(41)]);
    for (const words of [
      long.toString('hex'),
      long.toString('base64'),
      long.toString('base64url'),
    ]) {
      assert.deepEqual(await found(Buffer.from(`{"kept":"${words}"}`)), ['bytes']);
    }
  });

  it('leaves a planted picture what it is', async () => {
    const pixels = (image: Uint8Array): Promise<Buffer> => sharp(image).raw().toBuffer();
    const planted = plantBytes(shown, canaries.marker, 7);
    assert.ok((await pixels(planted)).equals(await pixels(shown)));
  });

  it('finds pixels in each order of colours, and each colour by itself', async () => {
    const [row = Buffer.of()] = canaries.rows;
    const blueFirst = Buffer.from(row);
    for (let at = 0; at < row.length; at += 3) {
      blueFirst[at] = row[at + 2] ?? 0;
      blueFirst[at + 2] = row[at] ?? 0;
    }
    const greens = Buffer.from(row.filter((_, at) => at % 3 === 1));
    for (const kept of [row, blueFirst, greens]) {
      assert.deepEqual(await found(amid(kept)), ['pixels']);
    }
  });

  it('finds a picture that was made smaller and compressed again, in another format too', async () => {
    const small = sharp(shown).resize(160);
    for (const kept of [
      await small.clone().jpeg({ quality: 50 }).toBuffer(),
      await small.clone().png().toBuffer(),
      await small.clone().webp().toBuffer(),
    ]) {
      assert.deepEqual(await found(amid(kept)), ['picture']);
    }
  });

  it('finds features in four sizes of number, wherever they lie', async () => {
    const [values = vector()] = vectors;
    const floats = Buffer.from(Float32Array.from(values).buffer);
    for (const from of [1000, 1001, 1002, 1003]) {
      assert.deepEqual(await found(amid(floats, from)), ['features-f32']);
    }
    assert.deepEqual(await found(amid(Buffer.from(Float16Array.from(values).buffer))), [
      'features-f16',
    ]);
    const bytes = Int8Array.from(values, (value) => Math.round(value * 1300));
    assert.deepEqual(await found(amid(Buffer.from(bytes.buffer))), ['features-int8']);
    for (const order of ['high', 'low'] as const) {
      const { bits } = packSigns(values, order);
      assert.deepEqual(await found(amid(bits)), ['features-signs']);
    }
  });

  it('finds the first half of features, as a database cuts them, and nothing in less', async () => {
    const [values = vector()] = vectors;
    const text = Buffer.from(Float32Array.from(values).buffer).toString('base64');
    const cutTo = (share: number): Buffer => Buffer.from(` ${text.slice(0, share * text.length)} `);
    assert.deepEqual(await found(amid(cutTo(0.6))), ['features-f32']);
    assert.deepEqual(await found(amid(cutTo(0.4))), []);
  });

  it('finds features that were scaled, or are those of the same face a moment later', async () => {
    const [values = vector()] = vectors;
    const later = values.map((value) => 40 * (value + (randomInt(2001) - 1000) / 1000 / 130));
    const floats = Buffer.from(Float32Array.from(later).buffer);
    assert.deepEqual(await found(amid(floats)), ['features-f32']);
    const other = Buffer.from(vector().buffer);
    assert.deepEqual(await found(amid(other)), []);
  });

  it('finds a name and a number in the ways in which programs write them', async () => {
    for (const text of [
      'KANARI ABCDEFGHIJ',
      '990101-1234567',
      '9901011234567',
      'KANARI%20ABCDEFGHIJ',
    ]) {
      for (const encoding of ['utf8', 'utf16le'] as const) {
        if (text.includes('%') && encoding === 'utf16le') continue;
        assert.deepEqual(await found(amid(Buffer.from(text, encoding))), ['text']);
      }
    }
  });
});
