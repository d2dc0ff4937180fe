import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../comparison/compare.ts';
import type { Engine } from '../engine.ts';
import { openEngine } from '../pipeline.ts';

/**
 * Known answers from pixels to scores: a network's own known answer does not see how its pixels are cut out and
 * ordered, and a wrong order of colours only makes it a little worse.
 *
 * The scores were read off the sample faces once. Another processor moves them by less than a thousandth.
 */
const ROOT = join(import.meta.dirname, '../../../..');
const SAMPLES = join(ROOT, 'samples/files');
const MANIFEST = join(ROOT, 'models/manifest.json');
const TOLERANCE = 0.004;

const PAIRS = [
  ['man-a-clip-1/001.jpg', 'man-a-clip-2/001.jpg'],
  ['man-a-clip-1/001.jpg', 'man-b-clip/001.jpg'],
  ['man-a-clip-2/001.jpg', 'man-b-clip/001.jpg'],
] as const;

const PINNED = {
  'fr-feature-bgr': [0.7931, -0.1678, -0.1482],
  mobilefacenet: [0.8819, -0.1447, -0.1234],
  'fr-feature-bgr.70+mobilefacenet.30': [0.8198, -0.1609, -0.1407],
} as const;

async function scores(engine: Engine): Promise<number[]> {
  const features = async (file: string) => {
    const outcome = await engine.extract(await readFile(join(SAMPLES, file)), 'probe');
    assert.ok(outcome.kind === 'extracted');
    return outcome.features;
  };
  const found: number[] = [];
  for (const [one, other] of PAIRS) {
    found.push(compare(await features(one), await features(other)).value);
  }
  return found;
}

describe('comparison scores of the sample faces', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bonin-pinned-'));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const open = (recognition: string, manifestFile = MANIFEST) =>
    openEngine({ manifestFile, modelFolder: join(ROOT, 'models/files'), recognition });

  for (const [recognition, pinned] of Object.entries(PINNED)) {
    it(`are what they were, by ${recognition}`, async () => {
      await using engine = await open(recognition);
      const found = await scores(engine);
      found.forEach((score, at) => {
        assert.ok(Math.abs(score - pinned[at]!) <= TOLERANCE, `${PAIRS[at]!.join(', ')}: ${score}`);
      });
    });
  }

  for (const recognition of ['fr-feature-bgr', 'mobilefacenet'] as const) {
    it(`show it when ${recognition} gets its colours in the wrong order`, async () => {
      const list = JSON.parse(await readFile(MANIFEST, 'utf8')) as {
        networks: { id: string; input: { colour: string } }[];
      };
      const input = list.networks.find(({ id }) => id === recognition)?.input;
      assert.ok(input !== undefined);
      input.colour = input.colour === 'bgr' ? 'rgb' : 'bgr';
      const manifestFile = join(folder, `${recognition}.json`);
      await writeFile(manifestFile, JSON.stringify(list));
      await using engine = await open(recognition, manifestFile);
      const found = await scores(engine);
      assert.ok(
        found.some((score, at) => Math.abs(score - PINNED[recognition][at]!) > 2 * TOLERANCE),
        found.join(', '),
      );
    });
  }
});
