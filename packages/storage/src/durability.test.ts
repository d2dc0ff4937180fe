import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseRegistrationId } from '@bonin/core';
import { tenantId } from '@bonin/testkit';
import { openStorage } from './open-storage.ts';
import { StorageError } from './storage-error.ts';

const WRITER = join(import.meta.dirname, '../test/acknowledging-writer.ts');
const TENANT = 'hanbit-mobile';
const KILLS = 3;

describe('embedded storage', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-durability-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged when its process is killed', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const said = await writeUntilKilled(folder, `round-${String(round)}`, 40 + 35 * round);
      assert.ok(said.length > 0);
      acknowledged.push(...said);
    }
    const storage = await openStorage({ kind: 'pglite', folder });
    try {
      for (const said of acknowledged) {
        const id = parseRegistrationId(said);
        const loaded = await storage.registrations.load(tenantId(TENANT), id);
        assert.equal(loaded?.state.kind, 'refused');
        const result = await storage.registrations.loadResult(tenantId(TENANT), id);
        assert.equal(result?.token, `token.${said}`);
      }
    } finally {
      await storage.close();
    }
  });

  it('refuses a folder that another process is using, and takes over one left by a dead process', async () => {
    const child = spawn(process.execPath, [WRITER, folder, TENANT, 'holder'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await assert.rejects(
      openStorage({ kind: 'pglite', folder }),
      (error) => error instanceof StorageError && error.code === 'DATA_FOLDER_IN_USE',
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await openStorage({ kind: 'pglite', folder })).close();
  });

  it('says nothing of what stood in a query that failed', async () => {
    const storage = await openStorage({ kind: 'pglite', folder });
    try {
      await assert.rejects(
        storage.tenants.put({
          id: tenantId('nul-mobile'),
          name: 'marked-\0-name',
          apiKeyHash: 'marked-hash',
          at: Number.NaN as never,
        }),
        (error) =>
          error instanceof StorageError &&
          error.cause === undefined &&
          !JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('marked'),
      );
    } finally {
      await storage.close();
    }
  });
});

async function writeUntilKilled(folder: string, seed: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, folder, TENANT, seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (part: string) => {
    text += part;
    if (text.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  assert.equal(child.signalCode, 'SIGKILL');
  return text.split('\n').filter((line) => line.length === 36);
}
