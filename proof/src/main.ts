/**
 * `npm run prove:zero-retention`: plants canaries into attempts at the real service and looks for them everywhere.
 *
 * Exit: 0 nothing was found and every planted leak was; 1 something was found; 2 the search was blind or could not be made.
 */
import { CodedError } from '@bonin/core';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { PARTS, build } from '@bonin/tools/build';
import { ensureChromium } from '@bonin/tools/chromium';
import { judgeProof } from './judge-proof.ts';
import { STORAGE_KINDS } from './findings.ts';
import { prove } from './prove.ts';
import type { ProofTerms } from './run.ts';
import { reportProof } from './report-proof.ts';

const USAGE = `npm run prove:zero-retention -- [options]

  --attempts <n>     attempts with each storage (16: each ending twice; 3000 and more for the long form)
  --side-by-side <n> attempts at the same time, each time of one ending (2)
  --storage <kind>   embedded or postgresql (both, one after the other)
  --out <folder>     where the report goes (docs/performance)

PostgreSQL is a server that is started for this, on an empty folder. Reading the memory of other processes needs the
right to it: root, or the same user where the system allows that.
`;
const EXIT = { holds: 0, disproved: 1, blind: 2 } as const;
const USAGE_EXIT = 64;
/** As many booths as the service lets serve at once. */
const SIDE_BY_SIDE_MOST = 8;
const REPORT = 'zero-retention.md';

const terms = readTerms(process.argv.slice(2));
if (terms === undefined) {
  process.stderr.write(USAGE);
  process.exit(USAGE_EXIT);
}
try {
  await build(PARTS, () => undefined);
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A library that starts servers ends this process at once, and so what others have started goes on.
    process.removeAllListeners(signal);
    process.once(signal, () => ended.abort());
  }
  const findings = await prove({
    ...terms,
    chromium: chromiumIfAny(),
    signal: ended.signal,
    onProgress: showProgress,
  });
  const report = reportProof(findings, new Date().toISOString().slice(0, 10));
  mkdirSync(terms.outFolder, { recursive: true });
  writeFileSync(path.join(terms.outFolder, REPORT), report);
  process.stdout.write(`\n${report}`);
  process.exit(EXIT[judgeProof(findings)]);
} catch (error) {
  const code = error instanceof CodedError ? String(error.code) : 'FAULT';
  const details = error instanceof CodedError ? JSON.stringify(error.details) : '';
  process.stderr.write(`\nthe proof could not be made: ${code} ${details}\n`);
  if (!(error instanceof CodedError)) process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  process.exit(EXIT.blind);
}

/** Fetched where there is none; a machine without a network may do without. */
function chromiumIfAny(): string | undefined {
  try {
    return ensureChromium();
  } catch {
    return undefined;
  }
}

type Terms = Omit<ProofTerms, 'chromium' | 'onProgress' | 'signal'>;

function readTerms(args: readonly string[]): Terms | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        attempts: { type: 'string', default: '16' },
        'side-by-side': { type: 'string', default: '2' },
        storage: { type: 'string' },
        out: { type: 'string', default: path.join(import.meta.dirname, '../../docs/performance') },
      },
    });
    const attempts = Number(values.attempts);
    const sideBySide = Number(values['side-by-side']);
    const storages = STORAGE_KINDS.filter((kind) => (values.storage ?? kind) === kind);
    if (![attempts, sideBySide].every((one) => Number.isSafeInteger(one) && one >= 1)) {
      return undefined;
    }
    if (sideBySide > SIDE_BY_SIDE_MOST || storages.length === 0) return undefined;
    return { attempts, sideBySide, storages, outFolder: path.resolve(values.out) };
  } catch {
    return undefined;
  }
}

function showProgress(done: number, of: number, what: string): void {
  const width = 30;
  const bar = '#'.repeat(Math.round((width * done) / of)).padEnd(width, '.');
  process.stderr.write(`\r[${bar}] ${done}/${of} ${what}          `);
}
