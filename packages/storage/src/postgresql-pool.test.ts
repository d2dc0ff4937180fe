import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { throwawayPostgresql, type ThrowawayDatabase } from '../test/throwaway-postgresql.ts';
import { postgresqlPool } from './postgresql-pool.ts';

const QUERY_TIMEOUT_MS = 300;

describe('a PostgreSQL server that falls silent', () => {
  let database: ThrowawayDatabase;
  before(async () => {
    database = await throwawayPostgresql();
  });
  after(() => database.drop());

  it('gives an error in time, and is asked over another connection next', async () => {
    const wire = await openWire(database.url);
    const pool = postgresqlPool(wire.url, QUERY_TIMEOUT_MS);
    try {
      const ask = async () => {
        const client = await pool.connect();
        try {
          return (await client.query<{ one: number }>('select 1 as one', [])).rows;
        } finally {
          client.release();
        }
      };
      assert.deepEqual(await ask(), [{ one: 1 }]);

      wire.cut();
      const startedAt = performance.now();
      await assert.rejects(ask());
      assert.ok(performance.now() - startedAt < 5 * QUERY_TIMEOUT_MS);

      // The first connection stays dead; a new one goes through.
      wire.mend();
      assert.deepEqual(await ask(), [{ one: 1 }]);
    } finally {
      await pool.end();
      wire.close();
    }
  });

  it('does not have a rollback wait for it too', async () => {
    const wire = await openWire(database.url);
    const pool = postgresqlPool(wire.url, QUERY_TIMEOUT_MS);
    try {
      const client = await pool.connect();
      await client.query('begin', []);
      wire.cut();
      await assert.rejects(client.query('select 1', []));
      const startedAt = performance.now();
      await assert.rejects(client.query('rollback', []));
      assert.ok(performance.now() - startedAt < QUERY_TIMEOUT_MS);
      client.release();
    } finally {
      await pool.end();
      wire.close();
    }
  });
});

/** Passes bytes on to a server, until it is cut: then nothing comes through and nothing is closed either. */
async function openWire(serverUrl: string) {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      let isDead = false;
      from.on('data', (bytes: Buffer) => {
        isDead ||= isCut;
        if (!isDead) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: () => {
      isCut = true;
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
