import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { EvaluationError } from '../evaluation-error.ts';
import { limitCohort } from './cohort.ts';
import { readCohort } from './read-cohort.ts';

async function folderWith(t: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cohort-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

const photographs = {
  'images/p1/portrait.jpg': '',
  'images/p1/other.jpg': '',
  'images/p2/portrait.jpg': '',
  'images/p2/other.jpg': '',
  'persons.csv': 'id,sex,born\np1,F,1950\np2,M,unknown\n',
  'pairs.csv': [
    'mated,reference,probe',
    '1,images/p1/portrait.jpg,images/p1/other.jpg',
    '1,images/p2/portrait.jpg,images/p2/other.jpg',
    '0,images/p1/portrait.jpg,images/p2/other.jpg',
  ].join('\n'),
};

const missing = (text: RegExp) => (error: unknown) =>
  error instanceof EvaluationError &&
  error.code === 'DATA_FOLDER_UNUSABLE' &&
  text.test(String(error.details['missing']));

describe('readCohort', () => {
  it('finds two photographs of each person, their groups and the alike pairs', async (t) => {
    const cohort = await readCohort(await folderWith(t, photographs));
    assert.equal(cohort.layout, 'two-photographs');
    assert.deepEqual(
      cohort.persons.map(({ sex, born }) => ({ sex, born })),
      [
        { sex: 'F', born: 1950 },
        { sex: 'M', born: undefined },
      ],
    );
    assert.deepEqual(cohort.alikePairs, [{ reference: 0, probe: 1 }]);
    assert.equal(cohort.unusableRows, 0);
  });

  it('finds one portrait of each person', async (t) => {
    const cohort = await readCohort(
      await folderWith(t, { 'portraits/1.jpg': '', 'portraits/2.jpg': '', 'portraits/x.txt': '' }),
    );
    assert.equal(cohort.layout, 'one-portrait');
    assert.equal(cohort.persons.length, 2);
  });

  it('counts rows that are cut short, name absent files or lead out of the folder', async (t) => {
    const pairs = [
      photographs['pairs.csv'],
      '1,images/p9/portrait.jpg,images/p9/other.jpg',
      '1,../p1/portrait.jpg,images/p1/other.jpg',
      '0,images/p1/portrait.jpg',
      '2,images/p1/portrait.jpg,images/p2/other.jpg',
    ].join('\n');
    const cohort = await readCohort(await folderWith(t, { ...photographs, 'pairs.csv': pairs }));
    assert.equal(cohort.persons.length, 2);
    assert.equal(cohort.unusableRows, 4);
  });

  it('names what is missing', async (t) => {
    await assert.rejects(readCohort('/nowhere/at-all'), missing(/folder itself/));
    await assert.rejects(readCohort(await folderWith(t, { 'a.txt': '' })), missing(/portraits\//));
    const withoutPairs = Object.fromEntries(
      Object.entries(photographs).filter(([name]) => name !== 'pairs.csv'),
    );
    await assert.rejects(readCohort(await folderWith(t, withoutPairs)), missing(/pairs\.csv/));
    const badHeader = { ...photographs, 'persons.csv': 'id,born\np1,1950\n' };
    await assert.rejects(readCohort(await folderWith(t, badHeader)), missing(/columns/));
  });

  it('limits persons and their pairs together', async (t) => {
    const cohort = await readCohort(await folderWith(t, photographs));
    const limited = limitCohort(cohort, 1);
    assert.equal(limited.persons.length, 1);
    assert.deepEqual(limited.alikePairs, []);
  });
});
