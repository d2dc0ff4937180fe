import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { findFace, type Finder } from '../find-face.ts';
import { baseOf } from '../image/raster.ts';
import { openNetworks, type OpenNetworks } from '../runtime/open-networks.ts';
import { mapByHomography, type Homography } from './homography.ts';
import { measureRelief, reliefOfTurns, type FaceView, type ReliefResult } from './relief.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const CLIP = join(ROOT, 'samples/files/man-a-clip-1');

describe('measureRelief', () => {
  let networks: OpenNetworks;
  let finder: Finder;

  before(async () => {
    networks = await openNetworks(
      {
        manifestFile: join(ROOT, 'models/manifest.json'),
        modelFolder: join(ROOT, 'models/files'),
      },
      ['blazeface-short-range', 'rfb-320', 'face-mesh-468'],
    );
    finder = {
      detectors: { near: networks.get('blazeface-short-range'), far: networks.get('rfb-320') },
      landmarks: networks.get('face-mesh-468'),
      onTiming: () => undefined,
    };
  });

  after(async () => {
    await networks[Symbol.asyncDispose]();
  });

  async function look(image: Uint8Array): Promise<FaceView> {
    const found = await findFace(finder, image, 'probe');
    assert.ok(found.kind === 'found');
    return found.face;
  }

  /** The picture itself, turned as a sheet of paper about its upright middle. */
  async function turnedSheet({ pyramid }: FaceView, degrees: number): Promise<Uint8Array> {
    const { width, height, pixels } = baseOf(pyramid);
    const away = 1.6 * width;
    const sine = Math.sin((degrees * Math.PI) / 180) / away;
    // From the turned view back to the sheet: a line through the middle stays, one side shrinks, the other grows.
    const h: Homography = [1, 0, 0, 0, 1, 0, -sine, 0, 1];
    const turned = new Uint8Array(pixels.length);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const from = mapByHomography(h, { x: x - width / 2, y: y - height / 2 });
        const sx = Math.round(from.x + width / 2);
        const sy = Math.round(from.y + height / 2);
        if (sx < 0 || sy < 0 || sx >= width || sy >= height) continue;
        turned.set(
          pixels.subarray(3 * (sy * width + sx), 3 * (sy * width + sx) + 3),
          3 * (y * width + x),
        );
      }
    }
    return sharp(turned, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 85 })
      .toBuffer();
  }

  it('tells a head that turned from a flat picture that was turned', async () => {
    const straight = await look(await readFile(join(CLIP, '002.jpg')));
    // Read off the clip once: some 17° to a side, and 13° up.
    for (const name of ['010.jpg', '012.jpg']) {
      const relief = measureRelief(straight, await look(await readFile(join(CLIP, name))));
      assert.ok(relief.kind === 'evaluated');
      assert.ok(relief.medianResidual > 1.5, `${name}: ${relief.medianResidual}`);
      assert.ok(relief.sheetResidual > 2.4, `${name}: ${relief.sheetResidual}`);
    }
    for (const degrees of [-15, 15]) {
      const relief = measureRelief(straight, await look(await turnedSheet(straight, degrees)));
      assert.ok(relief.kind === 'evaluated');
      assert.ok(relief.medianResidual < 0.9, `${degrees}: ${relief.medianResidual}`);
      assert.ok(relief.sheetResidual < 1.5, `${degrees}: ${relief.sheetResidual}`);
    }
  });
});

describe('reliefOfTurns', () => {
  const turn = (medianResidual: number, sheetResidual: number): ReliefResult => ({
    kind: 'evaluated',
    medianResidual,
    sheetResidual,
    points: 60,
  });

  it('takes the middle of the turns, and the lower one of two', () => {
    assert.deepEqual(reliefOfTurns([turn(2, 5)]), {
      kind: 'evaluated',
      residual: 2,
      sheetResidual: 5,
    });
    assert.deepEqual(reliefOfTurns([turn(0.3, 5), turn(2, 1)]), {
      kind: 'evaluated',
      residual: 0.3,
      sheetResidual: 1,
    });
    // One turn that was measured badly neither frees a picture nor flattens a head.
    assert.deepEqual(reliefOfTurns([turn(0.3, 0.6), turn(9, 12), turn(0.2, 0.7)]), {
      kind: 'evaluated',
      residual: 0.3,
      sheetResidual: 0.7,
    });
  });

  it('says why nothing could be measured', () => {
    assert.deepEqual(reliefOfTurns([]), { kind: 'not-evaluated', reason: 'no-turn' });
    assert.deepEqual(reliefOfTurns([{ kind: 'not-evaluated', reason: 'too-few-points' }]), {
      kind: 'not-evaluated',
      reason: 'too-few-points',
    });
  });
});
