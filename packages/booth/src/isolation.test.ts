import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isConfinedAs, probeIsolation, probeMeans } from './isolation.ts';
import { NO_MEANS } from './launch.ts';

const BY_THE_RUNTIME = [
  'network-denied',
  'file-writes-denied',
  'file-reads-confined',
  'child-processes-denied',
  'workers-denied',
  'inspector-closed',
  'code-from-text-denied',
  'environment-empty',
] as const;

const BY_THE_HOST = [
  'network-namespace',
  'file-size-zero',
  'core-dump-size-zero',
  'core-dump-filter-zero',
  'no-new-privileges',
  'dies-with-parent',
] as const;

describe('the isolation of booths', () => {
  it('keeps a booth from sockets, files, children, workers and the inspector, wherever it runs', async () => {
    const { report } = await probeIsolation(NO_MEANS);
    for (const measure of BY_THE_RUNTIME) assert.equal(report[measure], 'applied', measure);
  });

  it('claims nothing of the host where the host has no means', async () => {
    const { report } = await probeIsolation(NO_MEANS);
    for (const measure of BY_THE_HOST) assert.equal(report[measure], 'unavailable', measure);
  });

  it('claims of the host what was seen to hold with the means that work here', async () => {
    const means = await probeMeans();
    const { report } = await probeIsolation(means);
    assert.equal(report['network-namespace'] === 'applied', means.networkNamespace);
    assert.equal(report['file-size-zero'] === 'applied', means.resourceLimits);
    assert.equal(report['core-dump-size-zero'] === 'applied', means.resourceLimits);
    assert.equal(report['core-dump-filter-zero'] === 'applied', means.coreDumpFilter);
    assert.equal(report['no-new-privileges'] === 'applied', means.noNewPrivileges);
    assert.equal(report['dies-with-parent'] === 'applied', means.deathSignal);
  });

  it('does not take an unconfined process for a confined one', async () => {
    const { report } = await probeIsolation(await probeMeans());
    const claimed = BY_THE_HOST.some((measure) => report[measure] === 'applied');
    assert.equal(isConfinedAs(report, process.pid), !claimed);
  });
});
