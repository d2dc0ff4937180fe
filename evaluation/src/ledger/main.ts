/**
 * How fast the ledger is: appending, one receipt, a whole audit.
 *
 *   npm run measure:ledger                     a million leaves; needs 3 GB of memory and 2 GB under --work
 *   npm run measure:ledger -- --leaves 30000   fewer
 *   npm run measure:ledger -- --service-only   what it costs a service, on both storages; no audit
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { encodeReceipt, parseStatement, parseWitnessPolicy, verifyReceipt } from '@bonin/ledger';
import { appendLeaves, emptyFrontier, openTreeProver, writeExport } from '@bonin/ledger/log';
import { measureServiceCost } from './service-cost.ts';
import { BUILD, makeLedger, type MadeLedger } from './made-ledger.ts';

const LEAVES_A_CHECKPOINT = 1000;
const RECEIPTS = 200;
const BATCHES = 100;

/** Loaded into the auditor, so that its processor time and memory are its own and not of what made the ledger. */
const SAYS_WHAT_IT_USED = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.error('it used', ((userCPUTime + systemCPUTime) / 1e6).toFixed(1), 's of processor, at most', Math.round(maxRSS / 1024), 'MiB');
})`)}`;

const { values } = parseArgs({
  options: {
    leaves: { type: 'string', default: '1000000' },
    work: { type: 'string', default: tmpdir() },
    'service-only': { type: 'boolean', default: false },
  },
});

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`,
);
measureAppending();
await measureServiceCost();
if (values['service-only']) process.exit();
const made = timed(
  'made',
  await startOf(() => makeLedger(Number(values.leaves), LEAVES_A_CHECKPOINT)),
);
console.log(
  `a ledger of ${made.head.size} leaves, ${made.tokens.length} of them results with a token, ${made.checkpoints.length} checkpoints of 2 cosignatures`,
);
await measureReceipts(made);
await measureAudit(made);

/** Batches of random leaves of 32 bytes onto a growing tree, with all tiles, as a service appends them. */
function measureAppending(): void {
  for (const batch of [1, 256]) {
    let frontier = emptyFrontier();
    const times: number[] = [];
    for (let at = 0; at < BATCHES * (batch === 1 ? 10 : 1); at += 1) {
      const leaves = Array.from({ length: batch }, () =>
        crypto.getRandomValues(new Uint8Array(32)),
      );
      const start = performance.now();
      ({ frontier } = appendLeaves(frontier, leaves));
      times.push(performance.now() - start);
    }
    const total = times.reduce((sum, time) => sum + time, 0);
    console.log(
      `appending, ${batch} at a time: ${Math.round(frontier.size / (total / 1000))} leaves/s over ${frontier.size} leaves (median of ${times.length} batches ${median(times).toFixed(2)} ms)`,
    );
  }
}

async function measureReceipts({
  tiles,
  head,
  openings,
  checkpoints,
  policyText,
  now,
}: MadeLedger): Promise<void> {
  const prover = await openTreeProver({ read: (path) => Promise.resolve(tiles.get(path)) }, head);
  const policy = parseWitnessPolicy(policyText);
  const times: number[] = [];
  for (let at = 0; at < RECEIPTS; at += 1) {
    const index = Math.floor((head.size * (at + 0.5)) / RECEIPTS);
    const { salt, statement } = openings[index]!;
    const hashes = await prover.proveInclusion(index);
    const proof = { index, hashes, checkpoint: checkpoints.at(-1)! };
    const receipt = encodeReceipt({ statement: parseStatement(statement), salt, proof });
    const start = performance.now();
    const verdict = await verifyReceipt({ receipt, policy, now: now + 60_000 });
    times.push(performance.now() - start);
    if (verdict.kind !== 'holds') throw new Error(JSON.stringify(verdict));
  }
  console.log(
    `verifying one receipt: the first ${times[0]!.toFixed(1)} ms, median ${median(times).toFixed(2)} ms, slowest of ${times.length} ${Math.max(...times).toFixed(1)} ms`,
  );
}

async function measureAudit(ledger: MadeLedger): Promise<void> {
  const work = await mkdtemp(join(values.work, 'bonin-ledger-'));
  try {
    const folder = join(work, 'export');
    const { origin, head, checkpoints, openings, tokens, keys, now, tiles } = ledger;
    const source = {
      origin,
      head,
      checkpoints,
      openings,
      tokens,
      keys,
      at: now,
      tiles: { read: (path: string) => Promise.resolve(tiles.get(path)) },
    };
    timed('export written', await startOf(() => writeExport(source, folder)));
    await writeFile(join(work, 'policy'), ledger.policyText);
    await writeFile(join(work, 'builds'), `${BUILD}\n`);
    const program = fileURLToPath(import.meta.resolve('@bonin/audit/main'));
    const words = [
      'export',
      folder,
      '--policy',
      join(work, 'policy'),
      '--builds',
      join(work, 'builds'),
    ];
    const start = performance.now();
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', SAYS_WHAT_IT_USED, program, ...words],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    console.log(
      `the whole audit, in a process of its own: ${((performance.now() - start) / 1000).toFixed(1)} s, exit ${status ?? 'by a signal'}`,
    );
    console.log(stdout);
  } finally {
    await rm(work, { recursive: true });
  }
}

async function startOf<T>(
  act: () => Promise<T>,
): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await act();
  return { value, ms: performance.now() - start };
}

function timed<T>(what: string, { value, ms }: { readonly value: T; readonly ms: number }): T {
  console.log(`${what} in ${(ms / 1000).toFixed(1)} s`);
  return value;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
