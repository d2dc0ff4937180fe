/** A service for tests: real doors on a real socket, fake booths, storage in memory unless asked otherwise. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type DecisionPolicy } from '@bonin/core';
import type { OpenedRegistrationResource } from '@bonin/protocol';
import { openStorage } from '@bonin/storage';
import {
  fakeBoothPool,
  memoryStorage,
  tenantId,
  testPolicy,
  type FakeBoothPool,
} from '@bonin/testkit';
import type { FastifyInstance } from 'fastify';
import { hashApiKey } from '../src/auth/api-key.ts';
import type { CaptureLimits } from '../src/channel/capture-limits.ts';
import { startServer, type RunningServer } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

export const HANBIT = {
  id: 'hanbit-mobile',
  name: 'Hanbit Mobile',
  apiKey: 'hanbit-test-key-0123456789',
};
export const OTHER = {
  id: 'other-mobile',
  name: 'Other Mobile',
  apiKey: 'other-test-key-0123456789',
};

export interface TestServerOptions {
  readonly booths?: FakeBoothPool;
  readonly policy?: DecisionPolicy;
  readonly environment?: Readonly<Record<string, string>>;
  readonly storage?: 'memory' | 'pglite';
  readonly captureLimits?: Partial<CaptureLimits>;
  /** One to begin in, and to leave; where none is given, one of its own that goes with it. */
  readonly dataFolder?: string;
  readonly witnessPatienceMs?: number;
}

export interface TestServer {
  readonly server: RunningServer;
  readonly app: FastifyInstance;
  readonly url: string;
  readonly booths: FakeBoothPool;
  readonly logLines: readonly string[];
  readonly dataFolder: string;
  open(changes?: OpenChanges): Promise<OpenedRegistrationResource>;
  stop(): Promise<void>;
}

export interface OpenChanges {
  readonly tenant?: { readonly apiKey: string };
  readonly key?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export function freshKey(): string {
  return `test-key-${randomBytes(9).toString('hex')}`;
}

/** An ordinary request to open a registration. */
export const ORDINARY_BODY = {
  kind: 'new-line',
  channel: 'online',
  documentTypes: ['resident-card'],
  orderReference: 'order-2026-0001',
};

export async function startTestServer({
  booths = fakeBoothPool(),
  policy = testPolicy(),
  environment = {},
  storage = 'memory',
  captureLimits = {},
  dataFolder: given,
  witnessPatienceMs,
}: TestServerOptions = {}): Promise<TestServer> {
  const dataFolder = given ?? mkdtempSync(join(tmpdir(), 'bonin-server-'));
  const logLines: string[] = [];
  const policyFile = join(dataFolder, 'policy.json');
  writeFileSync(policyFile, JSON.stringify(policy));
  const config = {
    ...readConfig({
      BONIN_DATA_FOLDER: dataFolder,
      BONIN_PORT: '0',
      BONIN_POLICY_FILE: policyFile,
      BONIN_REQUESTS_PER_SECOND: '10000',
      ...environment,
    }),
    files: testFiles(dataFolder),
  };
  const server = await startServer(config, {
    openBooths: () => Promise.resolve(booths),
    openDatabase: storage === 'memory' ? () => Promise.resolve(memoryStorage()) : openStorage,
    writeLog: (line) => {
      logLines.push(line);
    },
    captureLimits,
    ...(witnessPatienceMs === undefined ? {} : { witnessPatienceMs }),
  });
  for (const tenant of [HANBIT, OTHER]) {
    await server.service.storage.tenants.put({
      id: tenantId(tenant.id),
      name: tenant.name,
      apiKeyHash: hashApiKey(tenant.apiKey),
      at: instant(0),
    });
  }
  return {
    server,
    app: server.app,
    url: server.facts.url.replace('localhost', '127.0.0.1'),
    booths,
    logLines,
    dataFolder,
    open: async ({ tenant = HANBIT, key = freshKey(), body = {} } = {}) => {
      const response = await server.app.inject({
        method: 'POST',
        url: '/v1/registrations',
        headers: { authorization: `Bearer ${tenant.apiKey}`, 'idempotency-key': key },
        payload: { ...ORDINARY_BODY, ...body },
      });
      if (response.statusCode !== 201 && response.statusCode !== 200) {
        throw new Error(`not opened: ${String(response.statusCode)} ${response.body}`);
      }
      return response.json<OpenedRegistrationResource>();
    },
    stop: async () => {
      await server.stop();
      if (given === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A page and samples of two lines each: what is served is tested here, not what they show. */
function testFiles(folder: string) {
  const files = {
    root: join(folder, 'root'),
    boothFolder: join(folder, 'none'),
    modelFolder: join(folder, 'models'),
    modelManifest: join(folder, 'manifest.json'),
    applicantPage: join(folder, 'page'),
    samples: join(folder, 'samples'),
  };
  mkdirSync(join(files.applicantPage, 'assets'), { recursive: true });
  mkdirSync(files.samples, { recursive: true });
  mkdirSync(join(files.root, 'apps/server'), { recursive: true });
  writeFileSync(join(files.root, 'apps/server/package.json'), '{"name":"@bonin/server"}');
  writeFileSync(join(files.applicantPage, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(files.applicantPage, 'assets/page-0123abcd.js'), 'export {};');
  writeFileSync(join(files.samples, 'index.json'), '[]');
  const network = {
    id: 'test-model',
    role: 'face-detection',
    use: 'shipped',
    file: { sha256: '0'.repeat(64) },
    input: { layout: 'nchw', width: 8, height: 8, colour: 'rgb', mean: 0, deviation: 1 },
  };
  writeFileSync(files.modelManifest, JSON.stringify({ networks: [network] }));
  return files;
}
