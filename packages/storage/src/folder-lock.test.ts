import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { describeHolder, lockFolder } from './folder-lock.ts';
import { StorageError, type StorageErrorCode } from './storage-error.ts';

const ANOTHER_BOOT = '00000000-0000-0000-0000-000000000000';
const ANOTHER_NAMESPACE = 'pid:[1]';
const NO_CONTAINER = 'pid:[4026531836]';

/** Without one nobody can tell a machine that was started again from another. */
const hasMachineId = describeHolder(process.pid).split(' ')[4] !== '-';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** This process as its own lock names it, some of it changed. */
  interface Changes {
    readonly pid?: number;
    readonly start?: string;
    readonly boot?: string;
    readonly namespace?: string;
    readonly machine?: string;
  }
  function holder(changes: Changes) {
    const [pid, start, boot, namespace, machine] = describeHolder(process.pid).split(' ');
    const all = { pid, start, boot, namespace, machine, ...changes };
    return [all.pid, all.start, all.boot, all.namespace, all.machine].join(' ');
  }

  it('is whole from its first moment, and gone when it is released', () => {
    const lock = lockFolder(folder);
    assert.equal(readFileSync(file, 'utf8'), describeHolder(process.pid));
    assert.deepEqual(readdirSync(folder), ['lock']);
    assert.throws(() => lockFolder(folder), isCoded('DATA_FOLDER_IN_USE'));
    lock.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is taken over from a process that is gone, also when its id was given to another', () => {
    writeFileSync(file, holder({ start: '1' }));
    lockFolder(folder);
    assert.equal(readFileSync(file, 'utf8'), describeHolder(process.pid));
    assert.deepEqual(readdirSync(folder), ['lock']);
  });

  it('is taken over from before this machine was started again', { skip: !hasMachineId }, () => {
    writeFileSync(file, holder({ start: '7', boot: ANOTHER_BOOT, namespace: NO_CONTAINER }));
    lockFolder(folder);
    assert.equal(readFileSync(file, 'utf8'), describeHolder(process.pid));
  });

  it('is not taken from process 1 of another container, nor from another machine', () => {
    for (const elsewhere of [
      holder({ pid: 1, start: '7', namespace: ANOTHER_NAMESPACE }),
      holder({ pid: 1, start: '7', boot: ANOTHER_BOOT, namespace: ANOTHER_NAMESPACE }),
      ...['another', '-'].map((machine) =>
        holder({ start: '7', boot: ANOTHER_BOOT, namespace: NO_CONTAINER, machine }),
      ),
    ]) {
      writeFileSync(file, elsewhere);
      assert.throws(() => lockFolder(folder), isCoded('DATA_FOLDER_HOLDER_UNKNOWN', 'lock'));
      assert.equal(readFileSync(file, 'utf8'), elsewhere);
    }
  });

  it('is not taken from a holder whom it does not name', () => {
    for (const text of ['', 'x', `${String(process.pid)} 1`]) {
      writeFileSync(file, text);
      assert.throws(() => lockFolder(folder), isCoded('DATA_FOLDER_HOLDER_UNKNOWN', 'lock'));
    }
  });

  it('is left alone while another one takes it over', () => {
    writeFileSync(file, holder({ start: '1' }));
    const takeover = join(folder, 'lock.takeover');
    writeFileSync(takeover, 'another');
    assert.throws(() => lockFolder(folder), isCoded('DATA_FOLDER_HOLDER_UNKNOWN', 'lock.takeover'));
    assert.ok(existsSync(takeover));
    assert.equal(readFileSync(file, 'utf8'), holder({ start: '1' }));
  });
});

function isCoded(code: StorageErrorCode, file?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof StorageError && error.code === code && error.details['file'] === file;
}
