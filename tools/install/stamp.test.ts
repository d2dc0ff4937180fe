import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { isAsStamped, makeStamp, type Stamped } from './stamp.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const temporary = useTemporaryFolder();

/** A list and one file, and the stamp made for them. */
async function makeStamped(): Promise<Stamped> {
  const folder = temporary.path;
  await mkdir(join(folder, 'files', 'clip'), { recursive: true });
  await writeFile(join(folder, 'list.json'), '{}');
  await writeFile(join(folder, 'files', 'clip', '001.jpg'), 'picture');
  const stamped = {
    path: join(folder, 'files', '.stamp'),
    manifests: [join(folder, 'list.json')],
    folders: [join(folder, 'files')],
    options: [],
  };
  makeStamp(stamped);
  return stamped;
}

describe('isAsStamped', () => {
  it('holds while nothing has changed', async () => {
    const stamped = await makeStamped();
    assert.equal(isAsStamped(stamped), true);
  });

  it('does not hold when a file has changed, or only its time', async () => {
    const stamped = await makeStamped();
    const file = join(temporary.path, 'files', 'clip', '001.jpg');
    await utimes(file, 1, 1);
    assert.equal(isAsStamped(stamped), false);
  });

  it('does not hold when a file is gone', async () => {
    const stamped = await makeStamped();
    await rm(join(temporary.path, 'files', 'clip', '001.jpg'));
    assert.equal(isAsStamped(stamped), false);
  });

  it('does not hold when the list has changed or another option is given', async () => {
    const stamped = await makeStamped();
    assert.equal(isAsStamped({ ...stamped, options: ['--all'] }), false);
    await writeFile(join(temporary.path, 'list.json'), '{ }');
    assert.equal(isAsStamped(stamped), false);
  });

  it('does not hold where nothing was ever stamped', async () => {
    const stamped = await makeStamped();
    await rm(temporary.path, { recursive: true });
    assert.equal(isAsStamped(stamped), false);
  });
});

describe('the stamp', () => {
  it('is read without loading anything else of the house', async () => {
    // What it loads is what it costs; a clock would measure the machine.
    const source = `
      import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) {
        if (!url.startsWith('node:')) console.log(url);
        return next(url, context);
      } });
      await import(${JSON.stringify(join(import.meta.dirname, 'stamp.ts'))});`;
    const run = ['--input-type=module', '-e', source];
    const { stdout } = await promisify(execFile)(process.execPath, run);
    const loaded = stdout.trim().split('\n');
    assert.equal(loaded.length, 1);
  });
});
