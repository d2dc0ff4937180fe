/** What the ledger costs beside an answer, on a real database: writing entries, publishing them, handing out receipts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { instant, type Registration } from '@bonin/core';
import { referTo, toMinute, type Statement } from '@bonin/ledger';
import { makeSigningKey } from '@bonin/ledger/log';
import { entryOf, openLedger } from '@bonin/server';
import { openStorage, type Storage, type StorageLocation } from '@bonin/storage';
import { throwawayPostgresql } from '@bonin/storage/throwaway-postgresql';
import { registration, seededIds, tenantId } from '@bonin/testkit';

const TENANT = 'measured-mobile';
const PAIRS = 150;
const ANSWERS = 150;
const ANSWERS_A_SECOND = 5;
/** As the service publishes. */
const PUBLISHED_EVERY_MS = 250;
const ASKED_EVERY_MS = 10;
/** Processor time of an attempt, median, as docs/performance/product.md has it. */
const ATTEMPT_CPU_MS = 1_865;
const DIGEST = 'ab'.repeat(32);

/** Measures both storages, one after the other. */
export async function measureServiceCost(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bonin-ledger-cost-'));
  try {
    await measureOn('embedded', { kind: 'pglite', folder });
  } finally {
    await rm(folder, { recursive: true });
  }
  const database = await throwawayPostgresql();
  try {
    await measureOn('PostgreSQL', { kind: 'postgresql', url: database.url });
  } finally {
    await database.drop();
  }
}

async function measureOn(name: string, location: StorageLocation): Promise<void> {
  const storage = await openStorage(location);
  const ids = seededIds(name);
  try {
    await storage.tenants.put({
      id: tenantId(TENANT),
      name: TENANT,
      apiKeyHash: 'measured',
      at: instant(0),
    });
    const open = async (): Promise<Registration> => {
      const made = registration({ id: ids.registrationId(), tenantId: tenantId(TENANT) });
      const request = { key: ids.nonce(), fingerprint: 'measured' };
      return (await storage.registrations.create(made, request)).registration;
    };
    const written = await measureWriting(storage, open);
    const { publishingMs, receipts } = await measureReceipts(storage, open);
    const added = written.on - written.off + publishingMs;
    console.log(
      `${name}: the two transactions of an answer ${written.on.toFixed(2)} ms with the ledger, ${written.off.toFixed(2)} ms without (medians of ${PAIRS} each, by turns); publishing ${publishingMs.toFixed(2)} ms an answer; together ${added.toFixed(2)} ms, ${((100 * added) / ATTEMPT_CPU_MS).toFixed(2)} % of the ${ATTEMPT_CPU_MS} ms of processor of an attempt`,
    );
    console.log(
      `${name}: receipt with its proof after the answer, ${ANSWERS} answers at ${ANSWERS_A_SECOND} a second: p50 ${quantile(receipts, 0.5).toFixed(0)} ms, p99 ${quantile(receipts, 0.99).toFixed(0)} ms, slowest ${Math.max(...receipts).toFixed(0)} ms`,
    );
  } finally {
    await storage.close();
  }
}

/** Answers with and without entries, by turns, so that both see the same machine. */
async function measureWriting(
  storage: Storage,
  open: () => Promise<Registration>,
): Promise<{ readonly on: number; readonly off: number }> {
  const times = { on: [] as number[], off: [] as number[] };
  for (let at = 0; at < 2 * PAIRS; at += 1) {
    const current = await open();
    const start = performance.now();
    await answer(storage, current, at % 2 === 0);
    times[at % 2 === 0 ? 'on' : 'off'].push(performance.now() - start);
  }
  return { on: quantile(times.on, 0.5), off: quantile(times.off, 0.5) };
}

/** Answers at a steady pace beside a publisher; each asks for its receipt until it has it. */
async function measureReceipts(
  storage: Storage,
  open: () => Promise<Registration>,
): Promise<{ readonly publishingMs: number; readonly receipts: readonly number[] }> {
  const ledger = openLedger(storage.ledger, makeSigningKey('measured.example/ledger'));
  // What the writing left behind is not to be counted here.
  while ((await ledger.publish()) > 0);
  let publishingMs = 0;
  const ending = new AbortController();
  const publisher = (async () => {
    while (!ending.signal.aborted) {
      const start = performance.now();
      await ledger.publish();
      const took = performance.now() - start;
      publishingMs += took;
      await wait(Math.max(0, PUBLISHED_EVERY_MS - took));
    }
  })();
  const asking: Promise<number>[] = [];
  const begin = performance.now();
  for (let at = 0; at < ANSWERS; at += 1) {
    await wait(Math.max(0, begin + (at * 1000) / ANSWERS_A_SECOND - performance.now()));
    asking.push(
      (async () => {
        const current = await open();
        await answer(storage, current, true);
        const start = performance.now();
        while ((await ledger.receiptsOf(current.tenantId, current.id, 'result')).length === 0) {
          await wait(ASKED_EVERY_MS);
        }
        return performance.now() - start;
      })(),
    );
  }
  const receipts = await Promise.all(asking);
  ending.abort();
  await publisher;
  return { publishingMs: publishingMs / ANSWERS, receipts };
}

/** The transactions in which an attempt is opened and answered. */
async function answer(
  storage: Storage,
  current: Registration,
  isWitnessed: boolean,
): Promise<void> {
  const at = instant(current.openedAt + 1);
  const { tally } = current.state;
  const { id } = current;
  const common = { at: toMinute(at), registration: referTo('registration', id) };
  const attempt = referTo('attempt', id.replace('reg_', 'att_'));
  const policy = { id: 'measured', version: 1 };
  const opening: Statement = {
    kind: 'attempt-opened',
    ...common,
    attempt,
    policy,
    buildDigest: DIGEST,
  };
  const digests = { buildDigest: DIGEST, modelDigest: DIGEST };
  const ending: readonly Statement[] = [
    {
      kind: 'deletion',
      ...common,
      attempt,
      exit: 'concluded',
      symbolsSaid: 12,
      isolation: ['network-denied', 'no-new-privileges'],
      ...digests,
      policyDigest: DIGEST,
      consentTextDigest: attempt,
    },
    {
      kind: 'result',
      ...common,
      result: 'N',
      ground: 'face-route-left',
      policy,
      attempts: 1,
      ...digests,
      tokenDigest: DIGEST,
    },
  ];
  const moved = await storage.registrations.append(current, {
    event: { kind: 'consent-given', at, consentTextDigest: attempt },
    next: { ...current.state },
    entries: isWitnessed ? [entryOf(opening)] : [],
  });
  await storage.registrations.append(moved, {
    event: { kind: 'face-route-left', at },
    next: { kind: 'refused', ground: 'face-route-left', tally },
    result: {
      resultId: id.replace('reg_', 'res_'),
      answer: 'N',
      token: 'x'.repeat(900),
      issuedAt: at,
    },
    entries: isWitnessed ? ending.map(entryOf) : [],
  });
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}
