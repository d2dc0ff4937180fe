import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { CARD_LIMITS, decodeImage } from '../image/decode.ts';
import { openPyramid, type Pyramid } from '../image/raster.ts';
import { openNetworks, type OpenNetworks } from '../runtime/open-networks.ts';
import type { Detectors } from './detectors.ts';
import { searchPortraits, type Portrait } from './find-portrait.ts';

const ROOT = join(import.meta.dirname, '../../../..');

describe('the search for portraits', () => {
  let networks: OpenNetworks;
  let detectors: Detectors;
  let manB: Uint8Array;
  let card: Uint8Array;
  let searchesForSmallFaces = 0;

  before(async () => {
    networks = await openNetworks(
      {
        manifestFile: join(ROOT, 'models/manifest.json'),
        modelFolder: join(ROOT, 'models/files'),
      },
      ['blazeface-short-range', 'rfb-320'],
    );
    const far = networks.get('rfb-320');
    detectors = {
      near: networks.get('blazeface-short-range'),
      far: {
        ...far,
        run: (input) => {
          searchesForSmallFaces += 1;
          return far.run(input);
        },
      },
    };
    manB = await readFile(join(ROOT, 'samples/files/man-b-clip/001.jpg'));
    const portrait = await sharp(manB).resize(150, 190, { fit: 'cover' }).toBuffer();
    card = await sharp({ create: { width: 1000, height: 640, channels: 3, background: '#d8e0e6' } })
      .composite([{ input: portrait, left: 760, top: 180 }])
      .png()
      .toBuffer();
  });

  after(async () => {
    await networks[Symbol.asyncDispose]();
  });

  async function picture(bytes: Uint8Array): Promise<Pyramid> {
    return openPyramid(await decodeImage(bytes, CARD_LIMITS));
  }

  async function firstAnswer(bytes: Uint8Array) {
    searchesForSmallFaces = 0;
    for await (const portraits of searchPortraits(detectors, await picture(bytes))) {
      return portraits;
    }
    return [];
  }

  it('looks for no small faces where a portrait was handed in by itself', async () => {
    const portrait = await sharp(manB).resize(300, 360, { fit: 'cover' }).toBuffer();
    const [found] = await firstAnswer(portrait);
    assert.equal(found?.turn, 0);
    assert.equal(searchesForSmallFaces, 0);
  });

  it('looks once at a card that lies upright', async () => {
    const [found] = await firstAnswer(card);
    assert.equal(found?.turn, 0);
    assert.equal(searchesForSmallFaces, 1);
  });

  it('looks in all four directions at a card that lies on its side', async () => {
    const [found] = await firstAnswer(await sharp(card).rotate(90).png().toBuffer());
    assert.equal(found?.turn, Math.PI / 2);
    assert.equal(searchesForSmallFaces, 4);
  });

  it('goes on with what it found when more is asked for', async () => {
    const answers: (readonly Portrait[])[] = [];
    for await (const portraits of searchPortraits(detectors, await picture(card))) {
      answers.push(portraits);
    }
    assert.ok(answers.length >= 2);
    const last = answers.at(-1) ?? [];
    for (const earlier of answers) assert.ok(earlier.every((portrait) => last.includes(portrait)));
  });
});
