import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, describe, it } from 'node:test';
import { EvaluationError } from '../evaluation-error.ts';
import { readClips } from './read-clips.ts';

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function folderOf(labels: string | undefined, clips: Readonly<Record<string, number>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'clips-'));
  made.push(folder);
  if (labels !== undefined) writeFileSync(path.join(folder, 'labels.csv'), labels);
  for (const [clip, pictures] of Object.entries(clips)) {
    mkdirSync(path.join(folder, clip));
    for (let at = pictures; at > 0; at -= 1)
      writeFileSync(path.join(folder, clip, `${String(at).padStart(3, '0')}.jpg`), 'x');
  }
  return folder;
}

const HEADER = 'clip,label,species,subject,fps\n';

async function refusedFor(labels: string | undefined, clips = { one: 2 }): Promise<string> {
  const error = await readClips(folderOf(labels, clips)).then(
    () => assert.fail('was read'),
    (cause: unknown) => cause,
  );
  assert.ok(error instanceof EvaluationError && error.code === 'DATA_FOLDER_UNUSABLE');
  return String(error.details['missing']);
}

describe('a folder of recordings', () => {
  it('is read with the pictures of each clip in order', async () => {
    const folder = folderOf(`${HEADER}one,bona-fide,living,A,29.97\ntwo,attack,print,A,10\n`, {
      one: 11,
      two: 1,
    });
    const [one, two] = await readClips(folder);
    assert.deepEqual(
      one?.files.map((file) => path.basename(file)),
      Array.from({ length: 11 }, (_, at) => `${String(at + 1).padStart(3, '0')}.jpg`),
    );
    assert.deepEqual(
      [one.label, one.framesPerSecond, two?.label, two?.species, two?.subject],
      ['bona-fide', 29.97, 'attack', 'print', 'A'],
    );
  });

  it('is refused with what is missing, and where', async () => {
    assert.equal(await refusedFor(undefined), 'labels.csv');
    assert.match(await refusedFor('clip,label\none,attack\n'), /the columns clip, label, species/);
    assert.match(await refusedFor(HEADER), /a row in labels\.csv/);
    assert.match(await refusedFor(`${HEADER}one,attack,print,A,\n`), /a cell in each column/);
    assert.match(
      await refusedFor(`${HEADER}none,attack,print,A,10\n`),
      /folder of the clip in line 2/,
    );
    assert.match(await refusedFor(`${HEADER}../one,attack,print,A,10\n`), /folder of the clip/);
    assert.match(
      await refusedFor(`${HEADER}one,fake,print,A,10\n`),
      /label bona-fide or attack in line 2/,
    );
    assert.match(
      await refusedFor(`${HEADER}one,attack,print,A,10\none,attack,print,A,10\n`),
      /not named twice, in line 3/,
    );
    for (const fps of ['0', '-5', 'fast', 'NaN', '1e9', '1001'])
      assert.match(await refusedFor(`${HEADER}one,attack,print,A,${fps}\n`), /fps.*in line 2/);
    assert.match(await refusedFor(`${HEADER}one,attack,print,A,10\n`, { one: 0 }), /pictures/);
  });

  it('ends the command with 2 when it cannot be used', () => {
    const root = path.join(import.meta.dirname, '../../..');
    const run = (folder: string) =>
      spawnSync(process.execPath, ['evaluation/src/main.ts', 'attacks', '--data', folder], {
        cwd: root,
        encoding: 'utf8',
      });
    const absent = run('no-such-folder');
    assert.equal(absent.status, 2);
    assert.match(absent.stderr, /DATA_FOLDER_UNUSABLE[\s\S]*the folder itself/);
    const misspelt = run(folderOf(`${HEADER}one,attack,print,A,quick\n`, { one: 1 }));
    assert.equal(misspelt.status, 2);
    assert.match(misspelt.stderr, /fps[\s\S]*line 2/);
  });
});
