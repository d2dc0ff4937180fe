import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { kOfN, parseVerifierKey } from '@bonin/ledger';
import { openStorage } from '@bonin/storage';
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { joinAndConsent, requestAttempt, sealCapture } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { exportLedger } from './export-ledger.ts';

const AUDITOR = join(import.meta.dirname, '../../../audit/bin/bonin-audit.mjs');
const ATTEMPTS = 4;

/** What the auditor's program answers. */
interface Audit {
  readonly code: number | null;
  readonly said: string;
}

describe('an export of a running service, in the hands of an auditor', () => {
  let running: TestServer;
  let folder: string;
  let policyFile: string;

  before(async () => {
    running = await startTestServer({
      storage: 'pglite',
      booths: fakeBoothPool(ATTEMPTS + 1, verdictOnLast('match')),
    });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const device = await joinAndConsent(running.url, await running.open());
      const offer = await requestAttempt(device);
      if (attempt % 2 === 0) {
        for (const chunk of await sealCapture(offer)) device.sendChunk(chunk);
        await device.hear('attempt-decided');
      } else {
        device.say({ kind: 'consent-withdrawn' });
        await device.hear('attempt-abandoned');
      }
      device.leave();
      // The ledger grows by several batches.
      await wait(300);
    }
    const { ledger, publicKeys } = running.server.service;
    folder = mkdtempSync(join(tmpdir(), 'bonin-export-'));
    policyFile = join(folder, 'policy');
    const key = parseVerifierKey(ledger.verifierKey);
    writeFileSync(policyFile, kOfN({ logs: [key], witnesses: [], k: 0 }));
    const dataFolder = join(running.dataFolder, 'storage');
    const keep = running.dataFolder;
    await running.server.stop();
    const storage = await openStorage({ kind: 'pglite', folder: dataFolder });
    try {
      await exportLedger(storage.ledger, {
        folder: join(folder, 'export'),
        keys: publicKeys,
        at: Date.now(),
      });
    } finally {
      await storage.close();
    }
    rmSync(keep, { recursive: true, force: true });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function audit(): Audit {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [AUDITOR, 'export', join(folder, 'export'), '--policy', policyFile, '--any-build', '--json'],
      { encoding: 'utf8' },
    );
    return { code: status, said: stdout + stderr };
  }

  it('holds', () => {
    const { code, said } = audit();
    assert.equal(code, 0, said);
    const lines = readFileSync(join(folder, 'export/openings.jsonl'), 'utf8').trim().split('\n');
    // Six to begin with; an attempt and its deletion each, and a result for those that were answered.
    assert.equal(lines.length, 6 + 2 * ATTEMPTS + ATTEMPTS / 2);
    assert.ok(
      readFileSync(join(folder, 'export/checkpoints.jsonl'), 'utf8').trim().split('\n').length > 2,
    );
  });

  it('opens nothing that names anybody, and is for its owner to read', () => {
    const openings = readFileSync(join(folder, 'export/openings.jsonl'), 'utf8');
    assert.doesNotMatch(openings, /reg_|att_|order-2026|hanbit/);
    // Its tokens do name the registration and the mobile operator.
    assert.equal(statSync(join(folder, 'export')).mode & 0o077, 0);
  });

  it('is disproved when one statement of it is changed', () => {
    const file = join(folder, 'export/openings.jsonl');
    const kept = readFileSync(file, 'utf8');
    try {
      const changed = kept.replaceAll(String.raw`"result\":\"Y\"`, String.raw`"result\":\"N\"`);
      writeFileSync(file, changed === kept ? kept.replace('"Y', '"N') : changed);
      assert.equal(audit().code, 1);
    } finally {
      writeFileSync(file, kept);
    }
    assert.equal(audit().code, 0);
    assert.ok(globSync('export/tile/**/*', { cwd: folder }).length > 0);
  });
});
