import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  CHALLENGE_PIECES,
  parseCalibrationId,
  parseModelId,
  type ChallengeStep,
  type DrawNumber,
  type FacePolicy,
} from '@bonin/core';
import type { Engine } from '../engine.ts';
import { openEngine } from '../pipeline.ts';
import type { LiveExamination, LiveTaken } from './live-examination.ts';

/** The real networks on a sample clip: a man before his webcam, one frame a second and less, who looks about. */
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
  referenceQuality: {},
  probeQuality: { interEyeDistance: 10, luminanceMean: 20, dynamicRange: 30, singleFace: 60 },
  probeFrames: { minimum: 5, best: 3, spreadMs: 0 },
  challenge: {
    calibration: CALIBRATION,
    pieces: CHALLENGE_PIECES,
    poses: { least: 2, astrayMax: 0 },
    continuity: { jumpsMax: 0, leapsMax: 1, lostMax: 2 },
    relief: { flatBelow: 0.5, solidFrom: 0.9, sheetBelow: 1.5, sheetFrom: 2.2 },
    colours: {
      explainedFrom: 0.8,
      wrongMax: 0,
      strengthFrom: 0.015,
      behindShareMax: 0.35,
      behindNearFrom: 0.6,
    },
    capture: { frozenMax: 1, misdatedMax: 1 },
  },
};
const STRAIGHT: ChallengeStep = { kind: 'straight', holdMs: 300 };
/** Frames of the clip, read off it once: to the front, to his right, up, and nearer. */
const FRONT = ['001', '003', '004', '009'];
const RIGHT = '010';
const UP = '012';
const NEARER = '016';

interface Showing {
  readonly afterMs?: number;
  readonly heldUpMs?: number;
  readonly darkened?: boolean;
}

describe('a live examination', () => {
  let engine: Engine;

  before(async () => {
    engine = await openEngine({
      manifestFile: join(ROOT, 'models/manifest.json'),
      modelFolder: join(ROOT, 'models/files'),
    });
  });

  after(async () => {
    await engine[Symbol.asyncDispose]();
  });

  /** Somebody who sits before an examination, on a clock of their own. */
  class Sitting {
    readonly live: LiveExamination;
    nowMs = 0;

    constructor(draw?: DrawNumber) {
      this.live = engine.openLive(POLICY, draw);
    }

    release(step: ChallengeStep): void {
      this.live.release(step, this.nowMs);
    }

    async show(
      name: string,
      { afterMs = 500, heldUpMs = 0, darkened = false }: Showing = {},
    ): Promise<LiveTaken> {
      this.nowMs += afterMs;
      const file = await readFile(join(ROOT, `samples/files/man-a-clip-1/${name}.jpg`));
      const image = darkened ? await sharp(file).linear(0.06, 0).jpeg().toBuffer() : file;
      return this.live.take(image, {
        takenAtMs: this.nowMs,
        arrivedAtMs: this.nowMs + heldUpMs + 50,
      });
    }

    async sitStraight(): Promise<void> {
      this.release(STRAIGHT);
      const taken = await this.showAll(FRONT.slice(0, 3));
      assert.deepEqual(taken.at(-1), { kind: 'taken', stepDone: true });
    }

    async showAll(names: readonly string[], showing: Showing = {}): Promise<readonly LiveTaken[]> {
      const all: LiveTaken[] = [];
      for (const name of names) all.push(await this.show(name, showing));
      return all;
    }
  }

  it('sees movements of a real head, keeps a view of each, and finds its relief', async () => {
    const sitting = new Sitting();
    await sitting.sitStraight();
    for (const [pose, name] of [
      ['right', RIGHT],
      ['up', UP],
      ['nearer', NEARER],
    ] as const) {
      sitting.release({ kind: 'pose', pose, holdMs: 100 });
      await sitting.show(FRONT[3] ?? '', { afterMs: 150 });
      await sitting.show(name);
      assert.deepEqual(await sitting.show(name), { kind: 'taken', stepDone: true }, pose);
    }
    const { poses, relief } = sitting.live.findings();
    assert.deepEqual(poses, { asked: 3, obeyed: 3, astray: 0, hastened: 0 });
    assert.ok(relief.kind === 'evaluated' && relief.sheetResidual > 2.2 && relief.residual > 0.9);
    assert.equal(sitting.live.views().length, 6);
    assert.equal(sitting.live.hindrance(), undefined);
  });

  it('reads no colours off frames of which the device alone says when they were taken', async () => {
    const colours: ChallengeStep = {
      kind: 'colours',
      colours: ['rose', 'green', 'blue', 'rose', 'green', 'blue'],
      eachMs: 340,
    };
    for (const [heldUpMs, kind] of [
      [0, 'evaluated'],
      [700, 'not-evaluated'],
    ] as const) {
      const sitting = new Sitting();
      await sitting.sitStraight();
      sitting.release(colours);
      const names = Array.from({ length: 26 }, (_, at) => FRONT[at % 2] ?? '');
      await sitting.showAll(names, { afterMs: 110, heldUpMs });
      assert.equal(sitting.live.findings().colours.kind, kind);
    }
  });

  it('compares faces under the colours at moments that are drawn, one in each part of them', async () => {
    const counts = new Set<number>();
    for (const drawn of [0, 500, 949]) {
      const sitting = new Sitting(() => drawn);
      await sitting.sitStraight();
      const { length } = sitting.live.views();
      sitting.release({
        kind: 'colours',
        colours: ['rose', 'green', 'blue', 'cyan', 'rose', 'blue', 'rose', 'blue', 'green', 'rose'],
        eachMs: 340,
      });
      const viewed: number[] = [];
      for (let frame = 0; frame < 40; frame += 1) {
        await sitting.show(FRONT[frame % 2] ?? '', { afterMs: 110 });
        viewed.push(sitting.live.views().length - length);
      }
      assert.equal(viewed.at(-1), 3);
      counts.add(viewed.indexOf(1));
    }
    assert.equal(counts.size, 3);
  });

  it('does not take a movement for another one', async () => {
    const sitting = new Sitting();
    await sitting.sitStraight();
    sitting.release({ kind: 'pose', pose: 'left', holdMs: 100 });
    const taken = await sitting.showAll([FRONT[3] ?? '', RIGHT, RIGHT, UP, NEARER]);
    assert.ok(taken.every((one) => one.kind === 'taken' && !one.stepDone));
    assert.equal(sitting.live.findings().poses.astray, 1);
    assert.equal(sitting.live.hindrance(), undefined);
  });

  it('says in a movement too that it has become dark, and that it is light again', async () => {
    const sitting = new Sitting();
    await sitting.sitStraight();
    sitting.release({ kind: 'pose', pose: 'right', holdMs: 100 });
    const refused = new Set<string>();
    for (let frame = 0; frame < 8; frame += 1) {
      const taken = await sitting.show(FRONT[frame % 4] ?? '', { darkened: true });
      if (taken.kind === 'refused') refused.add(taken.guidance);
    }
    assert.deepEqual([...refused], ['adjust-light']);
    assert.equal(sitting.live.hindrance(), 'adjust-light');
    const light = await sitting.showAll([...FRONT, ...FRONT, RIGHT, RIGHT]);
    assert.ok(light.every(({ kind }) => kind === 'taken'));
    assert.equal(sitting.live.hindrance(), undefined);
  });

  it('asks somebody to move back whose picture ends at the hair', async () => {
    const sitting = new Sitting();
    sitting.release(STRAIGHT);
    const file = await readFile(join(ROOT, 'samples/files/man-a-clip-1/001.jpg'));
    const face = await engine.locate(file);
    assert.ok(face.kind === 'located');
    const brow = Math.round(face.points[3 * 10 + 1] ?? 0);
    const cut = await sharp(file)
      .extract({ left: 0, top: brow - 5, width: face.width, height: face.height - brow + 5 })
      .jpeg()
      .toBuffer();
    const taken = await sitting.live.take(cut, { takenAtMs: 100, arrivedAtMs: 150 });
    assert.deepEqual(taken, { kind: 'refused', guidance: 'move-back' });
  });

  it('asks for colours again that were not answered, and leaves the second sequence as it is', async () => {
    const sitting = new Sitting();
    await sitting.sitStraight();
    const colours: ChallengeStep = {
      kind: 'colours',
      colours: ['rose', 'green', 'blue'],
      eachMs: 340,
    };
    const throughSequence = Array.from({ length: 26 }, (_, at) => FRONT[at % 2] ?? '');
    sitting.release(colours);
    const first = await sitting.showAll(throughSequence, { afterMs: 110 });
    assert.ok(first.every((one) => one.kind === 'taken' && !one.stepDone));
    sitting.release(colours);
    const second = await sitting.showAll(throughSequence, { afterMs: 110 });
    assert.ok(second.some((one) => one.kind === 'taken' && one.stepDone));
    const { colours: found } = sitting.live.findings();
    assert.ok(found.kind === 'evaluated' && found.explained < 0.8);
    // The straight ones, and one of each part of the colours: enough to compare where nobody moves.
    const views = sitting.live.views().length;
    assert.ok(views === 6 || views === 5, 'two moments may fall between the same two frames');
  });
});
