/**
 * The command that prints the figures of the product as it is shipped: times, memory, sizes.
 *
 * `npm run measure -- [--attempts 30] [--out <file>]`; needs `npm run build` before it.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { EvaluationError } from './evaluation-error.ts';
import { quantile } from './metrics/person-bootstrap.ts';
import { readFacePolicy } from './policy.ts';
import {
  measureAttempts,
  measureStages,
  type AttemptFigures,
  type MeasuredProduct,
} from './product/measure-attempts.ts';
import { downloadSizes, folderBytes, pageSizes, pinnedBytes } from './product/sizes.ts';
import { formatMs, table } from './reports/format.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const at = (...parts: string[]): string => path.join(ROOT, ...parts);
const NEEDED = ['dist/booth/matcher.mjs', 'dist/samples/index.json', 'models/files'] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { attempts: { type: 'string', default: '30' }, out: { type: 'string' } },
  });
  const attempts = Number(values.attempts);
  const missing = NEEDED.filter((file) => !existsSync(at(file)));
  if (!Number.isInteger(attempts) || attempts < 1 || missing.length > 0) {
    process.stderr.write(
      missing.length > 0
        ? `Not there: ${missing.join(', ')}. Run npm ci and npm run build first.\n`
        : '--attempts takes a whole number of at least 1.\n',
    );
    return 2;
  }

  const product: MeasuredProduct = {
    programFile: at('dist/booth/matcher.mjs'),
    manifestFile: at('models/manifest.json'),
    modelFolder: at('models/files'),
    facePolicy: await readFacePolicy(at('policies/default.json')),
    pictures: await readSampleAttempt(),
  };
  process.stderr.write(`Running ${attempts} attempts of a few seconds each …\n`);
  const loadBefore = os.loadavg()[0] ?? 0;
  const figures = await measureAttempts(product, attempts);
  const stages = await measureStages(product);
  const page = [
    '# The product, measured',
    '',
    'Written by `npm run measure`: attempts with the sample applicant, one after another, live frames every',
    '200 ms until the booth has enough. How to read it: [protocol.md](protocol.md), “The product”.',
    '',
    presentAttempts(figures),
    '',
    'Where the time of one attempt goes inside the booth (wall time, one attempt, started to be timed):',
    '',
    table(
      ['stage', 'times', 'ms in all'],
      [...stages].map(([stage, { times, ms }]) => [stage, String(times), formatMs(ms)]),
    ),
    '',
    presentSizes(),
    '',
    `${os.cpus()[0]?.model ?? 'unknown'}, ${os.cpus().length} cores, Node ${process.version}; load average ${loadBefore.toFixed(1)} before,`,
    `${(os.loadavg()[0] ?? 0).toFixed(1)} after: other work on the machine lengthens the times, CPU time less so.`,
    '',
  ].join('\n');
  process.stdout.write(page);
  if (values.out !== undefined) await writeFile(values.out, page);
  return 0;
}

async function readSampleAttempt(): Promise<MeasuredProduct['pictures']> {
  const index: unknown = JSON.parse(await readFile(at('dist/samples/index.json'), 'utf8'));
  const samples = index as readonly { expect: string; card: string; frames: readonly string[] }[];
  const sample = samples.find(({ expect }) => expect === 'Y');
  if (sample === undefined) throw new EvaluationError('SAMPLE_MISSING');
  const read = async (file: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(at('dist/samples', file)));
  return { card: await read(sample.card), frames: await Promise.all(sample.frames.map(read)) };
}

function presentAttempts(figures: readonly AttemptFigures[]): string {
  const n = figures.length;
  const row = (
    what: string,
    of: (attempt: AttemptFigures) => number,
    show: (value: number) => string,
    goal: { readonly text: string; readonly most: number; readonly share: number } | undefined,
  ): string[] => {
    const ascending = figures.map(of).sort((a, b) => a - b);
    const isReached = goal !== undefined && quantile(ascending, goal.share) <= goal.most;
    return [
      what,
      show(quantile(ascending, 0.5)),
      show(quantile(ascending, 0.95)),
      String(n),
      goal === undefined ? '' : `${goal.text}: ${isReached ? 'reached' : 'missed'}`,
    ];
  };
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const verdicts = Map.groupBy(figures, ({ verdict }) => verdict);
  return [
    table(
      ['figure', 'median', '95th percentile', 'n', 'goal'],
      [
        row('last frame to answer', (a) => a.lastFrameToAnswerMs, ms, {
          text: '95 % within 1,000 ms',
          most: 1000,
          share: 0.95,
        }),
        row(
          'CPU of one attempt, booth start and sealing included',
          (a) => a.boothCpuMs + a.parentCpuMs,
          ms,
          { text: 'at most 2,000 ms (median)', most: 2000, share: 0.5 },
        ),
        row('– of it the start of the booth', (a) => a.startCpuMs, ms, undefined),
        row(
          '– of it the booth from card to verdict',
          (a) => a.boothCpuMs - a.startCpuMs,
          ms,
          undefined,
        ),
        row('– of it sealing and handing over', (a) => a.parentCpuMs, ms, undefined),
        row('resident memory of a waiting booth', (a) => a.waitingResidentBytes, megabytes, {
          text: 'at most 150 MB (95 %)',
          most: 150e6,
          share: 0.95,
        }),
        row('highest resident memory of a booth', (a) => a.peakResidentBytes, megabytes, undefined),
        row('spawn to ready, at low priority', (a) => a.spawnToReadyMs, ms, undefined),
        row(
          'live frames used',
          (a) => a.frames,
          (value) => String(Math.round(value)),
          undefined,
        ),
      ],
    ),
    '',
    `Answers: ${[...verdicts].map(([verdict, of]) => `${of.length} × ${verdict}`).join(', ')}.`,
  ].join('\n');
}

function presentSizes(): string {
  const page = pageSizes(at('dist/applicant'));
  const cache = npmCache();
  const downloads = cache === undefined ? undefined : downloadSizes(ROOT, cache);
  return table(
    ['size', ''],
    [
      ['node_modules', megabytes(folderBytes(at('node_modules')))],
      [
        'npm packages as downloaded',
        downloads === undefined || downloads.known === 0
          ? 'not in npm’s cache here'
          : `${megabytes(downloads.bytes)} (${downloads.known} of ${downloads.packages} packages found in npm’s cache)`,
      ],
      ['archives with networks, as downloaded', megabytes(pinnedBytes(at('models/manifest.json')))],
      ['archives with samples, as downloaded', megabytes(pinnedBytes(at('samples/manifest.json')))],
      ['networks on disk', megabytes(folderBytes(at('models/files')))],
      [
        `applicant page (${page.files} files)`,
        `${kilobytes(page.plain)}; gzip ${kilobytes(page.gzip)}; brotli ${kilobytes(page.brotli)} (goal: at most 120 KB compressed)`,
      ],
    ],
  );
}

function npmCache(): string | undefined {
  try {
    return execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  } catch {
    // Without npm there is no cache to ask; the table says so.
    return undefined;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1e3).toFixed(1)} KB`;
}

process.exitCode = await main();
