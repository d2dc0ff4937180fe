import { openEngine } from '@bonin/engine';
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encodePicture } from '../attacks/encode-picture.ts';
import { SPECIES } from '../attacks/index.ts';
import { CLIP_REPORT, runClips } from './run-clips.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SAMPLES = path.join(ROOT, 'samples/files');
const NETWORKS = {
  manifestFile: path.join(ROOT, 'models/manifest.json'),
  modelFolder: path.join(ROOT, 'models/files'),
};
const PICTURES = 12;
const numbered = (at: number): string => `${String(at + 1).padStart(3, '0')}.jpg`;

/** The cells of the row that begins so. */
function row(report: string, first: string): readonly string[] {
  const line = report.split('\n').find((one) => one.startsWith(`| ${first} |`));
  assert.ok(line !== undefined, `a row ${first}`);
  return line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);
}

describe('the evaluation of recordings', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'recordings-'));
  const out = mkdtempSync(path.join(tmpdir(), 'recordings-report-'));
  let report = '';
  after(() => {
    for (const folder of [data, out]) rmSync(folder, { recursive: true });
  });

  before(async () => {
    // Two recordings of one man and one of another, of which only every so many pictures were kept.
    for (const clip of ['man-a-clip-1', 'man-a-clip-2', 'man-b-clip']) {
      mkdirSync(path.join(data, clip));
      for (let at = 0; at < PICTURES; at += 1)
        copyFileSync(path.join(SAMPLES, clip, numbered(at)), path.join(data, clip, numbered(at)));
    }
    const portrait = path.join(SAMPLES, 'man-a-clip-1', numbered(0));
    await using engine = await openEngine(NETWORKS);
    const model = await engine.locate(await readFile(portrait));
    assert.ok(model.kind === 'located');
    // A photo on a telephone, drawn, and one picture over and over, which no camera delivers.
    const phone = SPECIES['photo-on-phone']({ victim: model, attacker: model }, 3);
    mkdirSync(path.join(data, 'phone'));
    mkdirSync(path.join(data, 'frozen'));
    for (let at = 0; at < PICTURES; at += 1) {
      writeFileSync(
        path.join(data, 'phone', numbered(at)),
        await encodePicture(phone.frameAt(200 * at)),
      );
      copyFileSync(portrait, path.join(data, 'frozen', numbered(at)));
    }
    writeFileSync(
      path.join(data, 'labels.csv'),
      [
        'clip,label,species,subject,fps',
        'man-a-clip-1,bona-fide,living,A,0.5',
        'man-a-clip-2,bona-fide,living,A,0.9',
        'man-b-clip,bona-fide,living,B,0.4',
        'phone,attack,photo on phone,A,5',
        'frozen,attack,one picture,A,5',
      ].join('\n'),
    );
    report = await runClips({
      dataFolder: data,
      outFolder: out,
      policyFile: path.join(ROOT, 'policies/default.json'),
      ...NETWORKS,
    });
  });

  it('writes what it says', async () => {
    assert.ok(existsSync(path.join(out, CLIP_REPORT)));
    assert.equal(await readFile(path.join(out, CLIP_REPORT), 'utf8'), report);
  });

  it('compares each living person with another recording of theirs, and says where there is none', () => {
    assert.deepEqual(row(report, 'identity').slice(1, 2), ['0/2']);
    assert.match(report, /\| identity \| 1 \| no-reference \|/);
  });

  it('scores the passive part on every recording', () => {
    assert.equal(row(report, 'passive score')[1], '0/3');
  });

  it('stops a picture that is frozen, by the capture alone', () => {
    const cells = row(report, 'one picture');
    assert.equal(cells[1], '0/1');
    assert.deepEqual(cells.slice(4), ['1/1', '1/1', '1/1', '0/1', '0/0']);
  });

  it('does not say of a photo that nobody turned whether it is flat', () => {
    assert.equal(row(report, 'photo on phone').at(-1), '0/0');
    assert.match(report, /\| relief \| \d \| no-turn \|/);
  });

  it('says what was asked of nobody', () => {
    assert.deepEqual(row(report, 'colours of the challenge').slice(1), ['5', 'nobody showed any']);
    assert.deepEqual(row(report, 'movements of the challenge').slice(1, 2), ['5']);
  });
});
