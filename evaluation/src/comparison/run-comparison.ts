import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { ComparisonArguments } from '../arguments.ts';
import { limitCohort, type Cohort } from '../cohorts/cohort.ts';
import { readCohort } from '../cohorts/read-cohort.ts';
import { CARD_VIEWS } from '../degradation/index.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { readComparisonThreshold } from '../policy.ts';
import { installPeers, PEER_PROGRAMS } from '../recognisers/peers.ts';
import { startRecogniser, type RecogniserProcess } from '../recognisers/recogniser-process.ts';
import { writeCalibrationReport } from '../reports/calibration-report.ts';
import { presentComparison } from '../reports/comparison-report.ts';
import { presentDetPlot } from '../reports/series-plot.ts';
import { acquireCardSamples, acquireCleanSamples, type ReportProgress } from './acquire-samples.ts';
import { calibrate } from './calibrate.ts';
import { summarizeFloors, type Acquisitions } from './floors.ts';
import { judgeGoals } from './goals.ts';
import { summarizeGroups } from './groups.ts';
import { comparePeers, measurePeers } from './peer-comparison.ts';
import { compareSeries, type ComparisonSeries } from './series.ts';
import { summarizeSeries } from './summarize-series.ts';
import { TimeSheet } from './times.ts';

const ENGINE_PROGRAM = path.join(import.meta.dirname, '../recognisers/engine-program.ts');

/**
 * Measures the engine, and its peers when asked, on every cohort and writes the reports.
 *
 * Personal data: reads images and lets recognisers keep features in their own memory until the run
 * ends; writes rates over whole sets only.
 *
 * @throws {EvaluationError} when data, policy, peers or a recogniser cannot be used
 */
export async function runComparison(args: ComparisonArguments): Promise<void> {
  const threshold = await readComparisonThreshold(args.policyFile);
  const cohorts = distinguish(
    await Promise.all(args.dataFolders.map(async (folder) => readCohort(folder))),
  ).map((cohort) => (args.limit === undefined ? cohort : limitCohort(cohort, args.limit)));
  if (args.withPeers) await installPeers(say);

  await using processes = new AsyncDisposableStack();
  const engine = processes.use(
    await startRecogniser(ENGINE_PROGRAM, [args.manifestFile, args.modelFolder, args.policyFile]),
  );
  if (engine.description.scale !== threshold.scale) {
    throw new EvaluationError('POLICY_UNUSABLE', {
      policyModel: threshold.scale,
      engineModel: engine.description.scale,
    });
  }
  const peers: RecogniserProcess[] = [];
  for (const program of args.withPeers ? PEER_PROGRAMS : []) {
    peers.push(processes.use(await startRecogniser(program.file, program.args)));
  }

  const loadBefore = os.loadavg()[0] ?? 0;
  const times = new Map([engine, ...peers].map((one) => [one, new TimeSheet()]));
  const acquisitions: Acquisitions = new Map();
  const allSeries: ComparisonSeries[] = [];
  for (const cohort of cohorts) {
    const eyeDistances = await acquireCleanSamples({ engine, peers }, cohort, {
      times,
      acquisitions,
      report: showProgress,
    });
    await acquireCardSamples(engine, cohort, {
      eyeDistances,
      acquisitions,
      seed: args.seed,
      report: showProgress,
    });
    for (const view of ['clean', ...CARD_VIEWS] as const) {
      allSeries.push(await compareSeries(engine, cohort, { view, measure: 'cosine' }));
    }
  }

  say('Counting errors …');
  const point = { threshold: threshold.minimum, seed: args.seed };
  const summaries = allSeries.map((series) => summarizeSeries(series, point));
  const peerSeries = await measurePeers(peers, cohorts);
  const peerFindings = comparePeers(allSeries, peerSeries, point);
  const timeSummaries = [...times].flatMap(([one, sheet]) => sheet.summarize(one.description.name));
  const findings = {
    threshold,
    isLimited: args.limit !== undefined,
    seed: args.seed,
    cohorts: cohorts.map(({ name, layout, persons, unusableRows }) => ({
      name,
      layout,
      persons: persons.length,
      unusableRows,
    })),
    series: summaries,
    floors: summarizeFloors(allSeries, acquisitions, point),
    groups: allSeries
      .filter(({ view, cohort }) => view === 'clean' && cohort.layout === 'two-photographs')
      .map((series) => ({ cohort: series.cohort.name, groups: summarizeGroups(series, point) })),
    peers: peerFindings,
    times: timeSummaries,
    goals: judgeGoals(summaries, peerFindings, timeSummaries),
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.cpus().length,
      node: process.version,
      loadBefore,
      loadAfter: os.loadavg()[0] ?? 0,
    },
  };

  await mkdir(args.outFolder, { recursive: true });
  await writeFile(path.join(args.outFolder, 'comparison.md'), presentComparison(findings));
  await writeFile(
    path.join(args.outFolder, 'comparison.json'),
    `${JSON.stringify(findings, null, 2)}\n`,
  );
  await writeFile(
    path.join(args.outFolder, 'comparison.svg'),
    presentDetPlot(allSeries, peerSeries, threshold.minimum),
  );
  say(`Written: ${path.join(args.outFolder, 'comparison.md')}, .json, .svg`);

  if (args.withCalibration) {
    say('Calibrating …');
    const chosen = calibrate(
      allSeries.filter(({ view }) => view === 'clean' || view === 'combined'),
      { seed: args.seed },
    );
    const file = path.join(args.outFolder, `${threshold.calibration}.md`);
    await writeCalibrationReport(file, { calibration: chosen, threshold, allSeries, args });
    say(`Recommended threshold: ${chosen.recommended}; the policy has ${threshold.minimum}.`);
    say(`Written: ${file}`);
  }
}

/** Gives cohorts from folders of the same name names of their own. */
function distinguish(cohorts: readonly Cohort[]): readonly Cohort[] {
  return cohorts.map((cohort, place) => {
    const before = cohorts.slice(0, place).filter(({ name }) => name === cohort.name).length;
    return before === 0 ? cohort : { ...cohort, name: `${cohort.name}-${before + 1}` };
  });
}

const showProgress: ReportProgress = (what, done, of) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${what}: ${done}/${of}   `);
  if (done === of || (!process.stderr.isTTY && done % 50 === 0)) say(`${what}: ${done}/${of}`);
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
