import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { OpenedRegistrationResource, RegistrationResource } from '@bonin/protocol';
import type { StorageLocation } from '@bonin/storage';
import { testPolicy } from '@bonin/testkit';
import { countByRegistration } from '../../../packages/storage/test/count-by-registration.ts';
import { throwawayPostgresql } from '../../../packages/storage/test/throwaway-postgresql.ts';
import { joinAndConsent, requestAttempt, sealCapture } from '../test/test-device.ts';
import { ORDINARY_BODY, freshKey } from '../test/test-server.ts';

const PROGRAM = join(import.meta.dirname, '../test/killable-server.ts');
const API_KEY = 'sudden-end-test-key-0123456789-0123456789';
/** The same delays each time; how far the service gets until then differs. */
const SEED = 20_261_122;
const KILL_AFTER_MS = { least: 60, most: 900 };
const WALKERS = 4;

interface Home {
  readonly location: StorageLocation;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** What a mobile operator and an applicant saw before the service was killed. */
interface Seen {
  /** Registrations of which an applicant was told that they are decided. */
  readonly answered: Set<string>;
  /** The token that a mobile operator had read, by registration. */
  readonly tokens: Map<string, string>;
  readonly unfinished: string[];
}

describe('a service that is killed in the middle', () => {
  it('has every acknowledged answer afterwards, embedded', async () => {
    const folder = makeFolder();
    await killAndLook(8, {
      folder,
      location: { kind: 'pglite', folder: join(folder, 'storage') },
      environment: {},
      remove: () => Promise.resolve(),
    });
  });

  it('has every acknowledged answer afterwards, on PostgreSQL', async () => {
    const database = await throwawayPostgresql();
    await killAndLook(3, {
      folder: makeFolder(),
      location: { kind: 'postgresql', url: database.url },
      environment: { DATABASE_URL: database.url },
      remove: () => database.drop(),
    });
  });
});

async function killAndLook(rounds: number, home: Home): Promise<void> {
  const seen: Seen = { answered: new Set(), tokens: new Map(), unfinished: [] };
  let running: Running | undefined;
  try {
    const delays = seededDelays();
    // A machine that has much else to do answers few before the kill: it goes on until there is something to look at.
    const isEnough = (): boolean => seen.answered.size > rounds && seen.tokens.size > 0;
    for (let round = 0; round < rounds || (!isEnough() && round < 4 * rounds); round += 1) {
      await killOnce(home, seen, delays());
    }
    assert.ok(isEnough());
    running = await start(home);
    for (const id of seen.answered) await wasDecidedOnce(running.url, id, seen.tokens.get(id));
    for (const id of seen.unfinished) {
      const registration = await read(running.url, id);
      assert.equal(registration.state, 'in-capture');
      assert.equal(registration.attempts.counted, 0);
      assert.equal(registration.result, undefined);
    }
    running.child.kill('SIGTERM');
    const [code] = (await once(running.child, 'exit')) as [number | null];
    assert.equal(code, 0);
    for (const table of ['results', 'outbox'] as const) {
      const rows = await countByRegistration(home.location, table);
      for (const id of seen.answered) assert.equal(rows.get(id), 1, table);
      for (const [, count] of rows) assert.equal(count, 1, table);
      for (const id of seen.unfinished) assert.equal(rows.get(id), undefined, table);
    }
  } finally {
    running?.child.kill('SIGKILL');
    await home.remove();
    rmSync(home.folder, { recursive: true, force: true });
  }
}

async function killOnce(home: Home, seen: Seen, delayMs: number): Promise<void> {
  const running = await start(home);
  // One stays in the middle of its attempt; the others go on until the kill.
  const halfway = await open(running.url);
  const device = await joinAndConsent(running.url, halfway);
  const [first] = await sealCapture(await requestAttempt(device));
  device.sendChunk(first ?? new Uint8Array());
  seen.unfinished.push(halfway.id);
  const exit = once(running.child, 'exit');
  const walkers = Array.from({ length: WALKERS }, () => walkUntilDead(running.url, seen));
  setTimeout(() => {
    running.child.kill('SIGKILL');
  }, delayMs);
  await exit;
  await Promise.all(walkers);
}

async function wasDecidedOnce(url: string, id: string, token: string | undefined): Promise<void> {
  const registration = await read(url, id);
  assert.equal(registration.state, 'approved');
  assert.equal(registration.result?.answer, 'Y');
  if (token !== undefined) assert.equal(registration.result.token, token);
  const kept = await get(url, `/v1/registrations/${id}/kept`);
  const { events } = kept as { readonly events: readonly { readonly kind: string }[] };
  assert.equal(events.filter(({ kind }) => kind === 'attempt-decided').length, 1);
}

function seededDelays(): () => number {
  let state = SEED;
  const { least, most } = KILL_AFTER_MS;
  return () => {
    // A linear congruential generator; its low bits are not used.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least));
  };
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-sudden-end-'));
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(testPolicy()));
  return folder;
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start({ folder, environment }: Home): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BONIN_DATA_FOLDER: folder,
      BONIN_PORT: '0',
      BONIN_POLICY_FILE: join(folder, 'policy.json'),
      BONIN_DEMONSTRATION: '1',
      BONIN_DEMONSTRATION_API_KEY: API_KEY,
      // Everything is read back at once; how many requests a tenant may make is not the question here.
      BONIN_REQUESTS_PER_SECOND: '100000',
      ...environment,
    },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString('utf8')) as { readonly url: string };
  return { child, url: url.replace('localhost', '127.0.0.1') };
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

async function get(url: string, path: string): Promise<unknown> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${API_KEY}` } });
  assert.equal(response.status, 200);
  return response.json();
}

async function read(url: string, id: string): Promise<RegistrationResource> {
  return (await get(url, `/v1/registrations/${id}`)) as RegistrationResource;
}

/** Opens registrations and goes through with them until the service is gone. */
async function walkUntilDead(url: string, { answered, tokens }: Seen): Promise<void> {
  try {
    for (;;) {
      const opened = await open(url);
      const device = await joinAndConsent(url, opened);
      for (const chunk of await sealCapture(await requestAttempt(device))) device.sendChunk(chunk);
      const decided = await Promise.race([device.hear('attempt-decided'), device.closed]);
      if (!('kind' in decided)) return;
      answered.add(opened.id);
      const { result } = await read(url, opened.id);
      if (result !== undefined) tokens.set(opened.id, result.token);
      device.leave();
    }
  } catch {
    // The service is gone; what it acknowledged before is what counts.
  }
}
