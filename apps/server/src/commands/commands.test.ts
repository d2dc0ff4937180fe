import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openStorage } from '@bonin/storage';
import { tenantId } from '@bonin/testkit';
import { hashApiKey } from '../auth/api-key.ts';
import { storageLocation } from '../compose.ts';
import { readConfig } from '../config.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const run = promisify(execFile);

describe('commands', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-commands-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const main = (...words: string[]) =>
    run(process.execPath, [MAIN, ...words], {
      env: { ...process.env, BONIN_DATA_FOLDER: folder, DATABASE_URL: '' },
    });

  it('add a tenant, print its key once and keep the hash alone', async () => {
    const { stdout } = await main('tenant', 'add', 'hanbit-mobile', '--name', 'Hanbit Mobile');
    const { apiKey } = JSON.parse(stdout) as { readonly apiKey: string };
    const location = storageLocation(readConfig({ BONIN_DATA_FOLDER: folder }));
    const storage = await openStorage(location);
    try {
      assert.deepEqual(await storage.tenants.findByApiKeyHash(hashApiKey(apiKey)), {
        id: 'hanbit-mobile',
        name: 'Hanbit Mobile',
        tenantClass: 'mno',
      });
      assert.deepEqual(await storage.tenants.load(tenantId('hanbit-mobile')), {
        id: 'hanbit-mobile',
        name: 'Hanbit Mobile',
        tenantClass: 'mno',
      });
    } finally {
      await storage.close();
    }
  });

  it('rotate the signing keys', async () => {
    const first = JSON.parse((await main('keys', 'rotate')).stdout) as { rotated: string[] };
    const second = JSON.parse((await main('keys', 'rotate')).stdout) as { rotated: string[] };
    assert.equal(new Set([...first.rotated, ...second.rotated]).size, 4);
  });

  it('end with a code when they are not known', async () => {
    await assert.rejects(main('tenant', 'remove'), (error: { code: number; stderr: string }) => {
      assert.equal(error.code, 1);
      return error.stderr.includes('"code":"COMMAND_UNKNOWN"');
    });
  });
});
