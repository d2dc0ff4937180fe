import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { X509Certificate } from 'node:crypto';
import type { OpenedRegistrationResource, RegistrationResource } from '@bonin/protocol';
import { fakeBoothPool, testPolicy, verdictOnLast } from '@bonin/testkit';
import { throwawayPostgresql } from '../../../packages/storage/test/throwaway-postgresql.ts';
import { joinAndConsent, joinCapture, requestAttempt, sealCapture } from '../test/test-device.ts';
import { ORDINARY_BODY, freshKey, startTestServer } from '../test/test-server.ts';
import { startServer, type RunningServer } from './compose.ts';
import { readConfig } from './config.ts';

const API_KEY = 'compose-test-key-0123456789-0123456789';

describe('the service as a whole', () => {
  it('speaks HTTPS with a certificate of its own when asked to, and keeps it', async () => {
    const service = await startTestServer({
      booths: fakeBoothPool(1, verdictOnLast('match')),
      environment: { BONIN_TLS: '1' },
    });
    try {
      assert.match(service.server.facts.url, /^https:\/\/localhost:/);
      const file = join(service.dataFolder, 'tls/cert.pem');
      const certificate = new X509Certificate(readFileSync(file));
      assert.ok(certificate.checkIP('127.0.0.1') !== undefined);
      assert.equal(statSync(join(service.dataFolder, 'tls/key.pem')).mode & 0o777, 0o600);
      const device = await joinAndConsent(service.url, await service.open());
      for (const chunk of await sealCapture(await requestAttempt(device))) device.sendChunk(chunk);
      assert.equal((await device.hear('attempt-decided')).outcome, 'accepted');
      device.leave();
    } finally {
      await service.stop();
    }
  });

  it('runs as two nodes on one PostgreSQL, where an attempt is concluded once', async () => {
    const database = await throwawayPostgresql();
    const folder = mkdtempSync(join(tmpdir(), 'bonin-nodes-'));
    const nodes: RunningServer[] = [];
    try {
      writeFileSync(join(folder, 'policy.json'), JSON.stringify(testPolicy()));
      for (let at = 0; at < 2; at += 1) nodes.push(await startNode(folder, database.url));
      const [here = '', there = ''] = nodes.map(urlOf);
      const opened = await open(here);
      assert.equal((await read(there, opened.id)).state, 'awaiting-consent');

      // The applicant's connection breaks, and the load balancer sends the next one to the other node.
      const first = await joinAndConsent(here, opened);
      const overtaken = await sealCapture(await requestAttempt(first));
      const second = await joinCapture(there, opened);
      const chunks = await sealCapture(await requestAttempt(second));
      for (const chunk of overtaken) first.sendChunk(chunk);
      for (const chunk of chunks) second.sendChunk(chunk);
      assert.equal((await second.hear('attempt-decided')).outcome, 'accepted');
      assert.match(await first.refusal(), /^(ATTEMPT_OVERTAKEN|REGISTRATION_FINISHED)$/);
      const answered = await read(here, opened.id);
      assert.equal(answered.result?.answer, 'Y');
      assert.deepEqual(answered.attempts, { counted: 1, uncounted: 1, max: 3 });
      first.leave();
      second.leave();
    } finally {
      for (const node of nodes) await node.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leaves nothing open when it cannot start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-nodes-'));
    const booths = fakeBoothPool();
    const config = readConfig({
      BONIN_DATA_FOLDER: folder,
      BONIN_POLICY_FILE: join(folder, 'none.json'),
      BONIN_PORT: '0',
    });
    for (let at = 0; at < 2; at += 1) {
      // The second time would find the data folder in use, had the first one left it open.
      await assert.rejects(
        startServer(config, {
          openBooths: () => Promise.resolve(booths),
          writeLog: () => undefined,
        }),
        (error) => error instanceof Error && error.message === 'POLICY_FILE_UNREADABLE',
      );
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

function startNode(folder: string, databaseUrl: string): Promise<RunningServer> {
  const config = readConfig({
    BONIN_DATA_FOLDER: folder,
    BONIN_PORT: '0',
    BONIN_POLICY_FILE: join(folder, 'policy.json'),
    DATABASE_URL: databaseUrl,
    BONIN_DEMONSTRATION: '1',
    BONIN_DEMONSTRATION_API_KEY: API_KEY,
  });
  return startServer(config, {
    openBooths: () => Promise.resolve(fakeBoothPool(2, verdictOnLast('match'))),
    writeLog: () => undefined,
  });
}

function urlOf(node: RunningServer): string {
  return node.facts.url.replace('localhost', '127.0.0.1');
}

async function open(url: string): Promise<OpenedRegistrationResource> {
  const response = await fetch(`${url}/v1/registrations`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': freshKey(),
    },
    body: JSON.stringify(ORDINARY_BODY),
  });
  return (await response.json()) as OpenedRegistrationResource;
}

async function read(url: string, id: string): Promise<RegistrationResource> {
  const response = await fetch(`${url}/v1/registrations/${id}`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  return (await response.json()) as RegistrationResource;
}
