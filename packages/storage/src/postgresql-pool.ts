import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';

/**
 * How long a server may take. Its own limits do not help when it is gone without a word (a machine without power,
 * a cut cable): what ends a query then is `query_timeout`, a little above them.
 */
const LIMITS = {
  max: 10,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 12_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'bonin',
} as const;

/**
 * Opens connections to a PostgreSQL server. One that did not answer is closed and not used again: the driver would
 * hand it out with the unanswered query still on it, and whoever gets it would wait for that one too.
 *
 * @param queryTimeoutMs - shorter where a test cannot wait as long
 */
export function postgresqlPool(url: string, queryTimeoutMs?: number): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    ...LIMITS,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
  });
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  return {
    options: pool.options,
    connect: async () => givenUpInSilence(await pool.connect()),
    end: () => pool.end(),
  };
}

function givenUpInSilence(client: pg.PoolClient): PostgresPoolClient {
  let isGivenUp = false;

  async function query<R>(
    text: string,
    parameters: readonly unknown[],
  ): Promise<PostgresQueryResult<R>> {
    // So that the rollback of a transaction does not wait in vain as well.
    if (isGivenUp) throw new Error('the connection was given up');
    try {
      return (await client.query(text, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      // What the server itself answers leaves the connection usable; everything else is its silence or its end.
      isGivenUp = !(error instanceof pg.DatabaseError);
      throw error;
    }
  }

  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => {
      client.release(destroy === true || isGivenUp);
    },
  };
}
