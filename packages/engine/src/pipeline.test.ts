import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crop, drawCard } from '@bonin/testkit/drawing';
import sharp from 'sharp';
import { decideProbe, parseCalibrationId, parseModelId, type FacePolicy } from '@bonin/core';
import { compare } from './comparison/compare.ts';
import type { Engine, ProbeFrame, Reference } from './engine.ts';
import { openEngine } from './pipeline.ts';

/**
 * The real networks on the sample clips that the install brings: two webcam clips of man A, one of man B,
 * a painting. Expected numbers were read off these files once (lowest mated score of all 576 pairs of
 * frames across the clips of man A 0.6, highest of the 576 with man B under 0.1) and are given room.
 */
const ROOT = join(import.meta.dirname, '../../..');
const SAMPLES = join(ROOT, 'samples/files');

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
  referenceQuality: { interEyeDistance: 10, headPoseYaw: 75, singleFace: 50 },
  probeQuality: { interEyeDistance: 10, headPoseYaw: 75, eyesOpen: 50, singleFace: 60 },
  probeFrames: { minimum: 3, best: 3, spreadMs: 0 },
};

async function frames(folder: string): Promise<readonly Uint8Array[]> {
  const names = (await readdir(join(SAMPLES, folder))).filter((name) => /\.(jpg|png)$/.test(name));
  return Promise.all(names.toSorted().map((name) => readFile(join(SAMPLES, folder, name))));
}

async function blurred(image: Uint8Array, sigma: number): Promise<Uint8Array> {
  return sigma === 0 ? image : sharp(image).blur(sigma).jpeg().toBuffer();
}

describe('the engine on real faces', () => {
  let engine: Engine;
  let manA: readonly Uint8Array[];
  let manALater: readonly Uint8Array[];
  let manB: readonly Uint8Array[];
  const stages = new Map<string, number>();

  before(async () => {
    engine = await openEngine({
      manifestFile: join(ROOT, 'models/manifest.json'),
      modelFolder: join(ROOT, 'models/files'),
      onTiming: (stage, ms) => stages.set(stage, ms),
    });
    [manA, manALater, manB] = await Promise.all([
      frames('man-a-clip-1'),
      frames('man-a-clip-2'),
      frames('man-b-clip'),
    ]);
  });

  after(async () => {
    await engine[Symbol.asyncDispose]();
  });

  async function reference(image: Uint8Array): Promise<Reference> {
    const outcome = await engine.acquireReference(image, POLICY);
    assert.ok(outcome.kind === 'acquired');
    return outcome.reference;
  }

  async function usable(images: readonly Uint8Array[]): Promise<readonly ProbeFrame[]> {
    const acquired: ProbeFrame[] = [];
    for (const image of images) {
      const outcome = await engine.acquireProbeFrame(image, POLICY);
      if (outcome.kind === 'acquired') acquired.push(outcome.frame);
    }
    return acquired;
  }

  async function probe(images: readonly Uint8Array[]): Promise<readonly ProbeFrame[]> {
    const acquired = await usable(images.slice(0, 6));
    assert.ok(acquired.length >= 3);
    return acquired;
  }

  async function features(image: Uint8Array) {
    const outcome = await engine.extract(image, 'probe');
    assert.ok(outcome.kind === 'extracted');
    return outcome.features;
  }

  it('names its models and what they are made of', () => {
    assert.equal(engine.recognitionModel, 'fr-feature-bgr.70+mobilefacenet.30');
    assert.equal(engine.padModel, 'fr-liveness');
    assert.match(engine.modelDigest, /^[0-9a-f]{64}$/);
  });

  it('finds the same man in two clips alike', async () => {
    const findings = await engine.examine(
      await reference(manA[0]!),
      await probe(manALater),
      POLICY,
    );
    assert.ok(findings.comparison.kind === 'evaluated');
    assert.ok(findings.comparison.score.value > 0.75);
    assert.equal(decideProbe(findings, POLICY), 'match');
  });

  it('finds another man unlike', async () => {
    const findings = await engine.examine(await reference(manA[0]!), await probe(manB), POLICY);
    assert.ok(findings.comparison.kind === 'evaluated');
    assert.ok(findings.comparison.score.value < 0.25);
    assert.equal(decideProbe(findings, POLICY), 'non-match');
  });

  it('does not match a probe in which one man takes the place of the other', async () => {
    const mixed = [...(await probe(manALater)).slice(0, 2), ...(await probe(manB)).slice(0, 1)];
    const findings = await engine.examine(await reference(manA[0]!), mixed, POLICY);
    assert.equal(decideProbe(findings, POLICY), 'non-match');
  });

  for (const sigma of [0, 1.5, 3, 6]) {
    it(`does not match when two other frames show another man, blurred by ${sigma}`, async () => {
      const others = await Promise.all(manB.slice(0, 2).map((image) => blurred(image, sigma)));
      const ofOther = await usable(others);
      assert.ok(ofOther.length === 2 || sigma > 3);
      if (ofOther.length === 0) return;
      const mixed = [...(await probe(manALater)).slice(0, 3), ...ofOther];
      const policy = { ...POLICY, probeFrames: { minimum: 4, best: 3, spreadMs: 0 } };
      const findings = await engine.examine(await reference(manA[0]!), mixed, policy);
      assert.notEqual(decideProbe(findings, policy), 'match');
    });
  }

  it('sees a smaller second face beside the portrait of a card', async () => {
    const share = { left: 0.35, top: 0.23, width: 0.35, height: 0.6 };
    const portrait = await crop(manA[0]!, share, { width: 420, height: 540 });
    const card = await drawCard({ portrait });
    const second = await sharp(manB[0]).resize(300).toBuffer();
    const both = await sharp(card)
      .composite([{ input: second, left: 100, top: 150 }])
      .jpeg()
      .toBuffer();
    const alone = await engine.extract(card, 'reference');
    const beside = await engine.extract(both, 'reference');
    assert.ok(alone.kind === 'extracted' && beside.kind === 'extracted');
    assert.ok(alone.quality.singleFace.kind === 'evaluated');
    assert.equal(alone.quality.singleFace.value, 100);
    assert.ok(beside.quality.singleFace.kind === 'evaluated');
    assert.ok(beside.quality.singleFace.value < 95);
  });

  it('finds a painting unlike either man', async () => {
    const [painting] = await frames('painting');
    const painted = await features(painting!);
    for (const image of [manA[0]!, manB[0]!]) {
      assert.ok(compare(painted, await features(image)).value < 0.25);
    }
  });

  it('gives the same features for the same image, of length one', async () => {
    const [one, other] = [await features(manA[0]!), await features(manA[0]!)];
    assert.deepEqual(one.values, other.values);
    assert.ok(Math.abs(compare(one, other).value - 1) < 1e-5);
  });

  it('evaluates nothing when there are too few frames', async () => {
    const few = (await probe(manALater)).slice(0, 2);
    const findings = await engine.examine(await reference(manA[0]!), few, POLICY);
    assert.deepEqual(findings.comparison, { kind: 'not-evaluated', reason: 'too-few-frames' });
    assert.equal(findings.pad.kind, 'not-evaluated');
    assert.equal(decideProbe(findings, POLICY), 'capture-unusable');
  });

  it('scores a webcam frame as bona fide, between 0 and 1', async () => {
    const result = await engine.padScore(manA[0]!);
    assert.ok(result.kind === 'evaluated');
    assert.equal(result.score.scale, 'fr-liveness');
    assert.ok(result.score.value > 0.5 && result.score.value <= 1);
  });

  it('has no attack score for what it cannot read', async () => {
    assert.deepEqual(await engine.padScore(new Uint8Array(10)), {
      kind: 'not-evaluated',
      reason: 'sample-unsuitable',
    });
  });

  it('refuses bytes that are no image, with a word for the applicant', async () => {
    const text = new TextEncoder().encode('hello');
    const refused = { kind: 'refused', guidance: 'image-unreadable' };
    assert.deepEqual(await engine.acquireReference(text, POLICY), refused);
    assert.deepEqual(await engine.acquireProbeFrame(text, POLICY), refused);
    assert.deepEqual(await engine.extract(text, 'probe'), { kind: 'unreadable' });
    const cut = manA[0]!.subarray(0, manA[0]!.length >> 1);
    assert.deepEqual(await engine.acquireReference(cut, POLICY), refused);
  });

  it('asks a face that is under the policy’s floor to change what is wrong', async () => {
    const strict: FacePolicy = { ...POLICY, probeQuality: { interEyeDistance: 90 } };
    assert.deepEqual(await engine.acquireProbeFrame(manA[0]!, strict), {
      kind: 'refused',
      guidance: 'come-nearer',
    });
  });

  it('tells how long each stage took', () => {
    for (const stage of ['decode', 'detect', 'landmarks', 'quality', 'features', 'pad']) {
      assert.ok((stages.get(stage) ?? -1) >= 0, stage);
    }
  });
});
