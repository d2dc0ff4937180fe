import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RegistrationError, instant, type Registration } from '@bonin/core';
import { openStorage, type Storage, type StorageLocation } from '@bonin/storage';
import { plainScribe, policyBook, tenantId, testPolicy } from '@bonin/testkit';
import {
  concludeAttempt,
  giveConsent,
  leaveFaceRoute,
  openAttempt,
  openRegistration,
} from '@bonin/workflows';
import { decodeJwt } from 'jose';
import { countByRegistration } from '../../../packages/storage/test/count-by-registration.ts';
import { throwawayPostgresql } from '../../../packages/storage/test/throwaway-postgresql.ts';
import { systemClock } from './compose.ts';
import { randomIds } from './identifiers.ts';
import { openKeyring } from './keys/keyring.ts';
import { resultSigner } from './results/result-token.ts';

const TENANT = tenantId('hanbit-mobile');
const CONSENT = 'digest-of-a-text-that-is-shown';
const RACERS = 50;
const ROUNDS = 3;
const FACTS = { issuer: () => 'https://bonin.example', buildDigest: 'b', modelDigest: 'm' };
/** What an ending is told that comes too late. */
const TOO_LATE = new Set(['REGISTRATION_OVERTAKEN', 'REGISTRATION_FINISHED']);

describe('fifty endings of one registration that race', () => {
  it('make one result, embedded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-race-'));
    try {
      await raceOn({ kind: 'pglite', folder: join(folder, 'storage') }, folder, 1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('make one result, on PostgreSQL, from two nodes', async () => {
    const database = await throwawayPostgresql();
    const folder = mkdtempSync(join(tmpdir(), 'bonin-race-'));
    try {
      await raceOn({ kind: 'postgresql', url: database.url }, folder, 2);
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function raceOn(location: StorageLocation, folder: string, nodes: number): Promise<void> {
  const storages: Storage[] = [];
  const answers = new Map<string, 'Y' | 'N'>();
  try {
    for (let node = 0; node < nodes; node += 1) storages.push(await openStorage(location));
    const results = await resultSigner((await openKeyring(join(folder, 'keys'))).result, FACTS);
    const portsOf = ({ registrations }: Storage) => ({
      clock: systemClock,
      ids: randomIds,
      policies: policyBook(testPolicy()),
      consentTexts: new Set([CONSENT]),
      registrations,
      results,
      scribe: plainScribe(),
    });
    const all = storages.map(portsOf);
    for (let round = 0; round < ROUNDS; round += 1) {
      const registration = await race(storages, all);
      const [storage] = storages;
      const result = await storage?.registrations.loadResult(TENANT, registration.id);
      assert.ok(result !== undefined);
      assert.equal(decodeJwt(result.token)['result'], result.answer);
      const loaded = await storage?.registrations.load(TENANT, registration.id);
      assert.equal(loaded?.state.kind, result.answer === 'Y' ? 'approved' : 'refused');
      answers.set(registration.id, result.answer);
    }
  } finally {
    for (const storage of storages) await storage.close();
  }
  for (const table of ['results', 'outbox'] as const) {
    const rows = await countByRegistration(location, table);
    assert.deepEqual(
      [...rows],
      [...rows.keys()].map((id) => [id, 1]),
      table,
    );
    assert.deepEqual([...rows.keys()].sort(), [...answers.keys()].sort(), table);
  }
}

type Ports = Parameters<typeof openRegistration>[0] &
  Parameters<typeof giveConsent>[0] &
  Parameters<typeof openAttempt>[0];

/** Ends one registration fifty times at once: half are verdicts, half leave. */
async function race(storages: readonly Storage[], nodes: readonly Ports[]): Promise<Registration> {
  const [storage] = storages;
  const [ports] = nodes;
  assert.ok(storage !== undefined && ports !== undefined);
  await storage.tenants.put({ id: TENANT, name: TENANT, apiKeyHash: 'hash', at: instant(0) });
  const { registration: opened } = await openRegistration(ports, {
    tenantId: TENANT,
    kind: 'new-line',
    channel: 'online',
    documentTypes: ['resident-card'],
    applicant: { document: 'resident-card', nationality: 'domestic' },
    tenantClass: 'mno',
    orderCommitment: 'commitment',
    returnUrl: undefined,
    idempotency: { key: randomIds.nonce(), fingerprint: 'request' },
  });
  const outcome = await openAttempt(ports, await giveConsent(ports, opened, CONSENT));
  assert.ok(outcome.kind === 'opened');
  const { attempt, registration } = outcome;

  const endings = await Promise.allSettled(
    Array.from({ length: RACERS }, async (_, at) => {
      const own = nodes[at % nodes.length] ?? ports;
      if (at % 4 < 2) return leaveFaceRoute(own, registration);
      const verdict = { attempt, verdict: 'match', isolation: [], symbolsSaid: 1 } as const;
      return (await concludeAttempt(own, registration, verdict)).registration;
    }),
  );
  const ended = endings.filter((each) => each.status === 'fulfilled');
  assert.equal(ended.length, 1);
  for (const each of endings) {
    if (each.status === 'fulfilled') continue;
    const reason: unknown = each.reason;
    assert.ok(reason instanceof RegistrationError && TOO_LATE.has(reason.code), String(reason));
  }
  return registration;
}
