/**
 * Measures how quickly route policies decide, and how quickly recorded facts are decided anew under another policy.
 *
 *     npm run evaluate:policy [-- --facts 1000000] [--write docs/performance/policy.md]
 *
 * Facts are drawn from a seed: every situation, up to six tries, exceptions and conditions. They are nobody's.
 */
import {
  EXCEPTION_GROUNDS,
  ROUTE_OUTCOMES,
  allSituations,
  decideRoute,
  instant,
  openHistory,
  parseRouteId,
  type RouteFacts,
} from '@bonin/core';
import { encodeFacts, readUnverified } from '@bonin/policies';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const KOREA = join(ROOT, 'policies/korea');
const PLANNED = join(KOREA, '2-mandatory-2026-03-23.json');
const FILES = readdirSync(KOREA).map((name) => join(KOREA, name));
const ROUNDS = 3;
const FROM = Date.parse('2026-01-01T00:00:00+09:00');
const UNTIL = Date.parse('2026-06-30T00:00:00+09:00');

const { values } = parseArgs({
  options: { facts: { type: 'string', default: '1000000' }, write: { type: 'string' } },
});
const count = Number(values.facts);
if (!Number.isSafeInteger(count) || count < 1) {
  process.stderr.write('--facts must be a whole number above 0\n');
  process.exit(2);
}

const history = openHistory(FILES.map((file) => readUnverified(readFileSync(file, 'utf8')).policy));
const decisions = Array.from({ length: ROUNDS }, () => measureDecisions());
const replays = measureReplays();
const report = reportOf(decisions, replays);
process.stdout.write(report);
if (values.write !== undefined) writeFileSync(join(ROOT, values.write), report);

/** Seconds for so many decisions on one core, without the drawing of their facts. */
function measureDecisions(): number {
  const batch = Array.from(drawFacts(Math.min(count, 10_000)));
  const policies = batch.map(({ asOf }) => history.at(asOf));
  let left = count;
  const before = process.hrtime.bigint();
  while (left > 0) {
    for (let at = 0; at < batch.length && left > 0; at += 1, left -= 1) {
      const policy = policies[at];
      if (policy !== undefined) decideRoute(batch[at]!, policy);
    }
  }
  return Number(process.hrtime.bigint() - before) / 1e9;
}

/** Seconds of the whole command, its start and the reading of the file included. */
function measureReplays(): { readonly seconds: readonly number[]; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-replay-'));
  try {
    const file = join(folder, 'facts.jsonl');
    const out = openSync(file, 'w');
    let at = 0;
    let lines: string[] = [];
    for (const facts of drawFacts(count)) {
      at += 1;
      lines.push(encodeFacts({ registrationId: `r${String(at)}`, tenantId: 'operator', facts }));
      if (lines.length === 10_000) {
        writeSync(out, `${lines.join('\n')}\n`);
        lines = [];
      }
    }
    if (lines.length > 0) writeSync(out, `${lines.join('\n')}\n`);
    closeSync(out);
    let said = '';
    const seconds = Array.from({ length: ROUNDS }, () => {
      const before = process.hrtime.bigint();
      said = execFileSync(
        process.execPath,
        [
          ...[join(ROOT, 'apps/cli/bin/bonin.mjs'), 'policy', 'replay', '--facts', file],
          ...['--policy', PLANNED, '--json'],
          ...FILES.flatMap((policy) => ['--in-force', policy]),
        ],
        { encoding: 'utf8', maxBuffer: 1 << 26 },
      );
      return Number(process.hrtime.bigint() - before) / 1e9;
    });
    return { seconds, said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function* drawFacts(many: number): Generator<RouteFacts> {
  const draw = drawFrom(1);
  const situations = allSituations();
  const routes = ['face', 'mobile-id', 'resident-abstract'].map(parseRouteId);
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(draw() * all.length)]!;
  for (let at = 0; at < many; at += 1) {
    // In the order of time, as a record is.
    const asOf = FROM + Math.floor(((UNTIL - FROM) * at) / many);
    const trials = Array.from({ length: Math.floor(draw() * 7) }, (_, trial) => {
      const outcome = oneOf(ROUTE_OUTCOMES);
      return {
        route: oneOf(routes),
        at: instant(asOf - 600_000 + 60_000 * trial),
        outcome,
        ...(outcome === 'verified' && draw() < 0.9 ? { evidence: 'attempt' } : {}),
      };
    });
    yield {
      situation: oneOf(situations),
      asOf: instant(asOf),
      trials,
      lines:
        draw() < 0.5 ? { kind: 'not-counted' } : { kind: 'counted', lines: Math.floor(draw() * 4) },
      ...(draw() < 0.2
        ? { exception: { ground: oneOf(EXCEPTION_GROUNDS), at: instant(asOf), persons: 1 } }
        : {}),
      ...(draw() < 0.05 ? { conditionalSince: instant(asOf - 3_600_000) } : {}),
    };
  }
}

/** mulberry32: the same numbers everywhere. */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function reportOf(
  seconds: readonly number[],
  replayed: { readonly seconds: readonly number[]; readonly said: string },
): string {
  const { facts, unchanged, changes } = JSON.parse(replayed.said) as {
    readonly facts: number;
    readonly unchanged: number;
    readonly changes: readonly { readonly count: number }[];
  };
  const changed = changes.reduce((sum, one) => sum + one.count, 0);
  const row = (what: string, all: readonly number[], goal: string): string =>
    `| ${what} | ${String(count)} | ${median(all).toFixed(2)} s | ${all.map((one) => one.toFixed(2)).join(', ')} | ${goal} |`;
  return `# How quickly rules decide

Written by \`npm run evaluate:policy -- --write docs/performance/policy.md\` on ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, one core, Node ${process.versions.node}. Facts are
drawn from a seed and are nobody's. The decisions are those of ten thousand different facts, over and over; the replay's facts all differ.

| what | facts | median of ${String(ROUNDS)} | each | goal |
| --- | --- | --- | --- | --- |
${row('decisions', seconds, '5 s')}
${row('replay of a file, the command’s start and reading included', replayed.seconds, '60 s')}

The replay decided each fact twice, under the rule of its day and under the plan of 2026-03-23: ${String(facts)} facts, ${String(unchanged)} would
stand as they do, ${String(changed)} would not, in ${String(changes.length)} kinds of change.
`;
}

function median(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[all.length >> 1]!;
}
