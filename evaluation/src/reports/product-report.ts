import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { quantile } from '../metrics/person-bootstrap.ts';
import type { AttemptFigures } from '../product/measure-attempts.ts';
import type { ServiceFigures } from '../product/measure-service.ts';
import { downloadSizes, folderBytes, pageSizes, pinnedBytes } from '../product/sizes.ts';
import { formatMs, table } from './format.ts';

/** Everything a measurement of the product found out; times and sizes only. */
export interface ProductFindings {
  readonly throughService: readonly ServiceFigures[];
  readonly inBooths: readonly AttemptFigures[];
  readonly stages: ReadonlyMap<string, { readonly times: number; readonly ms: number }>;
  /** As {@link presentSizes} writes them. */
  readonly sizes: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
}

/** Writes the findings as a Markdown page. */
export function presentProduct({
  throughService,
  inBooths,
  stages,
  sizes,
  machine,
}: ProductFindings): string {
  return [
    '# The product, measured',
    '',
    'Written by `npm run measure`: attempts with the sample applicant, one after another. How to read it:',
    '[protocol.md](protocol.md), “The product”.',
    '',
    '## Through the service',
    '',
    'Registration, WebSocket, challenge, sealed frames, booth, database, signed result; the service refills its booths',
    'while it serves. Before the camera is a simulated person, drawn on the same machine. Goals are judged on the 95th',
    'percentile, that of the challenge on the median.',
    '',
    presentService(throughService),
    '',
    '## A booth by itself',
    '',
    'A recording of the sample applicant without a challenge, as the command line examines it: no service, and no other',
    'booth starts meanwhile. Live frames every 200 ms until the booth has enough.',
    '',
    presentBooths(inBooths),
    '',
    'Where the time of one attempt goes inside the booth (wall time, one attempt, started to be timed):',
    '',
    table(
      ['stage', 'times', 'ms in all'],
      [...stages].map(([stage, { times, ms: spent }]) => [stage, String(times), formatMs(spent)]),
    ),
    '',
    '## Sizes',
    '',
    sizes,
    '',
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; load average ${machine.loadBefore.toFixed(1)} before,`,
    `${machine.loadAfter.toFixed(1)} after: other work on the machine lengthens the times, CPU time less so.`,
    '',
  ].join('\n');
}

/** A figure of every attempt, and what 95 of 100 attempts have to stay within. */
interface Row<Figures> {
  readonly what: string;
  readonly of: (attempt: Figures) => number;
  readonly show: (value: number) => string;
  readonly goal?: { readonly text: string; readonly most: number; readonly at?: number };
}

function presentService(figures: readonly ServiceFigures[]): string {
  return presentRows(
    figures,
    [
      {
        what: 'last frame sealed to answer heard',
        of: (a) => a.lastFrameToAnswerMs,
        show: ms,
        goal: { text: '95 % within 1,000 ms', most: 1000 },
      },
      {
        what: 'challenge, from its first step to its last word',
        of: (a) => a.challengeMs,
        show: ms,
        goal: { text: 'half within 8,000 ms', most: 8000, at: 0.5 },
      },
      {
        what: 'CPU of one attempt: service, and both booths with their start',
        of: (a) => a.serviceCpuMs + a.boothCpuMs,
        show: ms,
        goal: { text: '95 % within 2,500 ms', most: 2500 },
      },
      { what: '– of it the service', of: (a) => a.serviceCpuMs, show: ms },
      { what: '– of it both booths, their whole lives', of: (a) => a.boothCpuMs, show: ms },
      { what: 'live frames used', of: (a) => a.frames, show: whole },
    ],
    ({ outcome }) => outcome,
  );
}

function presentBooths(figures: readonly AttemptFigures[]): string {
  return presentRows(
    figures,
    [
      { what: 'last frame to verdict, booths gone', of: (a) => a.lastFrameToVerdictMs, show: ms },
      { what: 'CPU of the start of both booths', of: (a) => a.startCpuMs, show: ms },
      {
        what: 'CPU of both booths from card to verdict',
        of: (a) => a.boothCpuMs - a.startCpuMs,
        show: ms,
      },
      { what: 'CPU of sealing and handing over', of: (a) => a.parentCpuMs, show: ms },
      {
        what: 'resident memory of a waiting matcher',
        of: (a) => a.waitingMatcherBytes,
        show: megabytes,
        goal: { text: '95 % within 150 MB', most: 150e6 },
      },
      {
        what: 'resident memory of a waiting reader',
        of: (a) => a.waitingReaderBytes,
        show: megabytes,
        goal: { text: '95 % within 150 MB', most: 150e6 },
      },
      {
        what: 'highest resident memory of both booths, each at its most',
        of: (a) => a.peakResidentBytes,
        show: megabytes,
      },
      { what: 'spawn to ready, at low priority', of: (a) => a.spawnToReadyMs, show: ms },
      { what: 'live frames used', of: (a) => a.frames, show: whole },
    ],
    ({ verdict }) => verdict,
  );
}

function presentRows<Figures>(
  figures: readonly Figures[],
  rows: readonly Row<Figures>[],
  answerOf: (attempt: Figures) => string,
): string {
  const answers = [...Map.groupBy(figures, answerOf)];
  return [
    table(
      ['figure', 'median', '95th percentile', 'n', 'goal'],
      rows.map(({ what, of, show, goal }) => {
        const ascending = figures.map(of).sort((a, b) => a - b);
        const high = quantile(ascending, 0.95);
        const judged =
          goal === undefined
            ? ''
            : `${goal.text}: ${quantile(ascending, goal.at ?? 0.95) <= goal.most ? 'reached' : 'missed'}`;
        return [what, show(quantile(ascending, 0.5)), show(high), String(figures.length), judged];
      }),
    ),
    '',
    `Answers: ${answers.map(([answer, of]) => `${of.length} × ${answer}`).join(', ')}.`,
  ].join('\n');
}

/** Writes what is on the disk and what had to be fetched, as a table. */
export function presentSizes(root: string): string {
  const at = (...parts: string[]): string => path.join(root, ...parts);
  const page = pageSizes(at('dist/applicant'));
  const cache = npmCache();
  const downloads = cache === undefined ? undefined : downloadSizes(root, cache);
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

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function whole(value: number): string {
  return String(Math.round(value));
}
