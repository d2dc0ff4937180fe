import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RUNTIME_MEASURES, isConfinedAs, probeIsolation, probeMeans } from './isolation.ts';
import { hiddenFolders } from './hidden-folders.ts';
import { NO_MEANS } from './launch.ts';
import { areReadOnly } from './process-facts.ts';

const BY_THE_HOST = [
  'network-namespace',
  'mount-namespace',
  'file-size-zero',
  'core-dump-size-zero',
  'core-dump-filter-zero',
  'no-new-privileges',
  'no-capabilities',
  'dies-with-parent',
] as const;

/** The program of a booth, as far as it says what must stay in reach. */
const PROGRAM = { file: import.meta.filename, arguments: [], readable: [] };

describe('the isolation of booths', () => {
  it('keeps a booth from sockets, files, children, workers and the inspector, wherever it runs', async () => {
    const { report } = await probeIsolation({ means: NO_MEANS, hidden: [] });
    for (const measure of RUNTIME_MEASURES) assert.equal(report[measure], 'applied', measure);
  });

  it('claims nothing of the host where the host has no means', async () => {
    const { report } = await probeIsolation({ means: NO_MEANS, hidden: [] });
    for (const measure of BY_THE_HOST) assert.equal(report[measure], 'unavailable', measure);
  });

  it('claims of the host what was seen to hold with the means that work here', async () => {
    // A folder of its own: one that everybody shares is not hidden where this repository lies in it.
    await using owned = await mkdtempDisposable(join(tmpdir(), 'bonin-owned-'));
    const hidden = hiddenFolders([PROGRAM], owned.path);
    const means = await probeMeans(hidden);
    const { report } = await probeIsolation({ means, hidden }, owned.path);
    assert.equal(report['network-namespace'] === 'applied', means.networkNamespace);
    assert.equal(report['mount-namespace'] === 'applied', means.mountNamespace);
    assert.equal(report['file-size-zero'] === 'applied', means.resourceLimits);
    assert.equal(report['core-dump-size-zero'] === 'applied', means.resourceLimits);
    assert.equal(report['core-dump-filter-zero'] === 'applied', means.coreDumpFilter);
    assert.equal(report['no-new-privileges'] === 'applied', means.noNewPrivileges);
    assert.equal(report['no-capabilities'] === 'applied', means.noCapabilities);
    assert.equal(report['dies-with-parent'] === 'applied', means.deathSignal);
    if (means.mountNamespace) assert.equal(report['user-namespaces-denied'], 'applied');
  });

  it('does not claim that files are out of reach while the private one can be read', async () => {
    const means = await probeMeans();
    const { report } = await probeIsolation({ means, hidden: [] });
    assert.equal(report['mount-namespace'], 'unavailable');
  });

  it('takes one missing means for one missing measure, and keeps the others', async () => {
    const means = { ...(await probeMeans()), mountNamespace: false, noCapabilities: false };
    const { report } = await probeIsolation({ means, hidden: [] });
    assert.equal(report['mount-namespace'], 'unavailable');
    assert.equal(report['network-namespace'] === 'applied', means.networkNamespace);
    // Whoever enters a user namespace has every capability in it until it is given up.
    if (means.networkNamespace) assert.equal(report['no-capabilities'], 'unavailable');
  });

  it('does not take an unconfined process for a confined one', async () => {
    const { report } = await probeIsolation({ means: await probeMeans(), hidden: [] });
    const claimed = BY_THE_HOST.some((measure) => report[measure] === 'applied');
    assert.equal(isConfinedAs(report, process.pid), !claimed);
  });
});

describe('the folders hidden from a booth', () => {
  it('are those that everybody shares and the one that is private, each once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-private-'));
    try {
      const hidden = hiddenFolders([PROGRAM], folder);
      assert.equal(new Set(hidden).size, hidden.length);
      const covers = hidden.filter((each) => `${realpathSync(folder)}/`.startsWith(`${each}/`));
      assert.equal(covers.length, 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('hold nothing that its program needs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-private-'));
    try {
      const file = join(folder, 'program.mjs');
      writeFileSync(file, '');
      const hidden = hiddenFolders([{ file, arguments: [], readable: [] }], folder);
      assert.deepEqual(
        hidden.filter((each) => realpathSync(file).startsWith(`${each}/`)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the mounts of a process', () => {
  const line = (point: string, options: string) => `1 0 0:1 / ${point} ${options} - ext4 disk rw`;

  it('are read-only when each one is that a path can lead to', () => {
    assert.ok(areReadOnly([line('/', 'ro'), line('/tmp', 'ro,nodev')].join('\n')));
    assert.ok(areReadOnly([line('/', 'ro'), line('/tmp', 'rw'), line('/tmp', 'ro')].join('\n')));
    assert.ok(areReadOnly([line('/', 'ro'), line('/a/b', 'rw'), line('/a', 'ro')].join('\n')));
  });

  it('are not when one can be written to, or nothing is known of them', () => {
    assert.ok(!areReadOnly(''));
    assert.ok(!areReadOnly([line('/', 'ro'), line('/tmp', 'rw')].join('\n')));
    assert.ok(!areReadOnly([line('/', 'ro'), line('/ab', 'rw'), line('/a', 'ro')].join('\n')));
  });
});
