/** Looks into a database from outside, for tests of what is in it after a sudden end. */
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { StorageLocation } from '../src/open-storage.ts';

/** How many rows of a table each registration has. The service must not be running on a folder. */
export async function countByRegistration(
  location: StorageLocation,
  table: 'results' | 'outbox',
): Promise<ReadonlyMap<string, number>> {
  const query = `select registration_id, count(*)::int as count from ${table} group by 1`;
  const rows = await (location.kind === 'pglite'
    ? askFolder(location.folder, query)
    : askServer(location.url, query));
  return new Map(rows.map(({ registration_id, count }) => [registration_id, count]));
}

interface Counted {
  readonly registration_id: string;
  readonly count: number;
}

async function askFolder(folder: string, query: string): Promise<readonly Counted[]> {
  const database = await PGlite.create(join(folder, 'pglite'));
  try {
    return (await database.query<Counted>(query)).rows;
  } finally {
    await database.close();
  }
}

async function askServer(url: string, query: string): Promise<readonly Counted[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Counted>(query)).rows;
  } finally {
    await client.end();
  }
}
