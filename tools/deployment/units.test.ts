import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readConfig } from '@bonin/server';
import { environmentOf, readUnit, valuesOf } from './unit-file.ts';
import { findUnitFaults, INSTALLED_AT, SERVICE_REQUIRED, WITNESS_REQUIRED } from './unit-faults.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, 'deploy', 'systemd');
const SERVICE = readFileSync(join(FOLDER, 'bonin.service'), 'utf8');
const WITNESS = readFileSync(join(FOLDER, 'bonin-witness.service'), 'utf8');

/** `systemd-analyze security` counts from 0 to 10 and is asked in tenths. */
const EXPOSED_AT_MOST = { 'bonin.service': 25, 'bonin-witness.service': 15 };
/** From this version on it judges a file that is not installed. */
const SYSTEMD_NEEDED = 250;

const version = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
const systemd = Number(/^systemd (\d+)/.exec(version.stdout)?.[1] ?? 0);
const withoutSystemd =
  systemd >= SYSTEMD_NEEDED
    ? false
    : `systemd-analyze ${SYSTEMD_NEEDED} or later is not here: only our own checks were made`;

/** A copy with one thing changed; fails where there was nothing to change. */
function changed(text: string, what: string, into: string): string {
  assert.ok(text.includes(what), `“${what}” stands in the unit`);
  return text.replace(what, into);
}

describe('the units of systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-units-'));
  after(() => rmSync(folder, { recursive: true }));

  it('have every setting, with its reason, and lead only to what is there', () => {
    assert.deepEqual(findUnitFaults(SERVICE, SERVICE_REQUIRED, ROOT), []);
    assert.deepEqual(findUnitFaults(WITNESS, WITNESS_REQUIRED, ROOT), []);
  });

  it('run the service with settings that it takes, as nobody’s demonstration', () => {
    const settings = readUnit(SERVICE);
    const environment = environmentOf(settings);
    const config = readConfig(environment);
    assert.equal(config.demonstration, undefined);
    assert.throws(
      () => readConfig({ ...environment, BONIN_DEMONSTRATION: '1' }),
      'NODE_ENV says production',
    );
    // The one folder that it may write is the one that systemd makes for it.
    assert.deepEqual(valuesOf(settings, 'StateDirectory'), ['bonin']);
    assert.equal(config.dataFolder, '/var/lib/bonin');
    // It listens where it is allowed to speak.
    assert.equal(config.host, '127.0.0.1');
    assert.deepEqual(valuesOf(settings, 'IPAddressAllow'), ['localhost']);
  });

  it('leave the service more time to stop than it takes', () => {
    const [seconds] = valuesOf(readUnit(SERVICE), 'TimeoutStopSec').map(Number);
    const source = readFileSync(join(ROOT, 'apps/server/src/run.ts'), 'utf8');
    const [, ms = ''] = /STOP_WITHIN_MS = ([\d_]+)/.exec(source) ?? [];
    assert.ok(Number(ms.replaceAll('_', '')) > 0, 'the service says how long it takes');
    assert.ok(seconds! * 1000 > Number(ms.replaceAll('_', '')));
  });

  it('run as users that are made for them', () => {
    const users = readFileSync(join(FOLDER, 'bonin.sysusers.conf'), 'utf8');
    for (const unit of [SERVICE, WITNESS]) {
      for (const name of [
        ...valuesOf(readUnit(unit), 'User'),
        ...valuesOf(readUnit(unit), 'Group'),
      ]) {
        assert.match(users, new RegExp(`^u ${name} - `, 'm'));
      }
    }
  });

  it('are found out when a setting is taken away, weakened, misspelt or given without a reason', () => {
    const faulty: readonly (readonly [string, string, RegExp])[] = [
      ['LimitCORE=0', '', /^LimitCORE is not 0$/],
      ['MemorySwapMax=0', 'MemorySwapMax=1G', /^MemorySwapMax is not 0$/],
      ['NoNewPrivileges=yes', 'NoNewPrivileges=no', /^NoNewPrivileges is not yes$/],
      ['ProtectSystem=strict', 'ProtectSystem=full', /^ProtectSystem is not strict$/],
      ['CapabilityBoundingSet=\n', 'CapabilityBoundingSet=CAP_SYS_ADMIN\n', /^CapabilityBoundi/],
      ['PrivateTmp=yes', 'PrivateTemp=yes', /^PrivateTemp is not known$/],
      ['# A core dump would hold what a booth holds.\n', '', /^LimitCORE has no reason above it$/],
      ['User=bonin', 'User=root', /^User is root$/],
      ['User=bonin\n', '', /^User is root$/],
      ['[Install]', 'AmbientCapabilities=CAP_SYS_PTRACE\n[Install]', /^AmbientCapabilities is/],
      ['NODE_ENV=production', 'DATABASE_URL=x', /^DATABASE_URL would be readable by everybody$/],
      ['src/main.ts', 'src/gone.ts', /gone\.ts is not in the repository$/],
      [
        '/opt/bonin/node_modules/.bin/node ',
        '/usr/bin/node ',
        /^\/usr\/bin\/node is not our Node$/,
      ],
      ['=/opt/bonin/node', '=/home/bonin/node', /lies in a folder that booths do not see$/],
      ['NoExecPaths=/var/lib/bonin', 'NoExecPaths=/tmp', /could be run$/],
    ];
    for (const [what, into, fault] of faulty) {
      const faults = findUnitFaults(changed(SERVICE, what, into), SERVICE_REQUIRED, ROOT);
      assert.ok(
        faults.some((each) => fault.test(each)),
        `${what} → ${into}: ${faults.join(' | ')}`,
      );
    }
  });

  it('are found out when a setting would keep booths from confining themselves', () => {
    const faulty: readonly (readonly [string, string, RegExp])[] = [
      ['ProtectKernelTunables=no', 'ProtectKernelTunables=yes', /^ProtectKernelTunables/],
      ['ProcSubset=all', 'ProcSubset=pid', /^ProcSubset/],
      ['RestrictNamespaces=user net mnt', 'RestrictNamespaces=yes', /^RestrictNamespaces/],
      ['@system-service @mount', '@system-service', /^SystemCallFilter/],
      ['MemoryDenyWriteExecute=no', 'MemoryDenyWriteExecute=yes', /^MemoryDenyWriteExecute/],
      [
        'LimitCORE=0',
        'LimitCORE=0\n# The database is written.\nLimitFSIZE=0',
        /^LimitFSIZE is not/,
      ],
    ];
    for (const [what, into, fault] of faulty) {
      const faults = findUnitFaults(changed(SERVICE, what, into), SERVICE_REQUIRED, ROOT);
      assert.ok(
        faults.some((each) => fault.test(each)),
        `${what} → ${into}: ${faults.join(' | ')}`,
      );
    }
  });

  for (const [name, exposedAtMost] of Object.entries(EXPOSED_AT_MOST)) {
    it(`${name} is taken by systemd without a word`, { skip: withoutSystemd }, () => {
      const { status, output } = analyze(['verify', '--man=no'], name);
      assert.equal(output, '');
      assert.equal(status, 0);
      const misspelt = analyze(['verify', '--man=no'], name, (text) =>
        changed(text, 'PrivateTmp=yes', 'PrivateTemp=yes'),
      );
      assert.match(misspelt.output, /PrivateTemp/);
    });

    it(`${name} is as little exposed as it was`, { skip: withoutSystemd }, () => {
      const judge = ['security', '--offline=true', '--no-pager', `--threshold=${exposedAtMost}`];
      assert.equal(analyze(judge, name).status, 0);
      const opened = analyze(judge, name, (text) =>
        changed(text, 'CapabilityBoundingSet=\n', 'CapabilityBoundingSet=~\n'),
      );
      assert.notEqual(opened.status, 0);
    });
  }

  /** Asks about a copy that leads to this repository: the programs of a unit have to be there. */
  function analyze(words: readonly string[], name: string, change = (text: string) => text) {
    const text = readFileSync(join(FOLDER, name), 'utf8').replaceAll(INSTALLED_AT, ROOT);
    const file = join(folder, name);
    writeFileSync(file, change(text));
    const run = spawnSync('systemd-analyze', [...words, file], { encoding: 'utf8' });
    return { status: run.status, output: run.stderr };
  }
});
