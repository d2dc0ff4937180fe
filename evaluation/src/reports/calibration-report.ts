import type { ComparisonThreshold } from '@bonin/core';
import { writeFile } from 'node:fs/promises';
import type { ComparisonArguments } from '../arguments.ts';
import { TARGET_FMR, type Calibration } from '../comparison/calibrate.ts';
import type { ComparisonSeries } from '../comparison/series.ts';
import { errorsAt } from '../comparison/summarize-series.ts';
import { formatCount, formatCounts, formatScore, formatShare, table } from './format.ts';

interface CalibrationFindings {
  readonly calibration: Calibration;
  readonly threshold: ComparisonThreshold;
  readonly allSeries: readonly ComparisonSeries[];
  readonly args: ComparisonArguments;
}

/** Writes how a threshold was, and would now be, chosen; a policy names this page. */
export async function writeCalibrationReport(
  file: string,
  findings: CalibrationFindings,
): Promise<void> {
  await writeFile(file, presentCalibration(findings));
}

function presentCalibration(findings: CalibrationFindings): string {
  const { calibration, threshold, args } = findings;
  const { mostDemanding, halves } = calibration;
  const meets = (asked: number): string =>
    threshold.minimum >= asked ? 'meets' : '**does not meet**';
  return `${[
    `# Calibration ${threshold.calibration}`,
    '',
    'Written by `npm run evaluate -- comparison --calibrate`; see [protocol.md](protocol.md) and',
    '[comparison.md](comparison.md).',
    ...(args.limit === undefined ? [] : ['', '**A trial run: not a result.**']),
    '',
    `Model: \`${threshold.scale}\`. Threshold in the policy: **${threshold.minimum}**. Recommended by this run:`,
    `**${calibration.recommended}**, with a margin for chance. Without one the most demanding series asks for ${formatScore(mostDemanding.counted)} by`,
    `counting, which the policy ${meets(mostDemanding.counted)}, and for ${formatScore(mostDemanding.fitted)} by the fitted tail, which it ${meets(mostDemanding.fitted)}.`,
    '',
    '## What each cohort asks for',
    '',
    `Lowest threshold for FMR ${TARGET_FMR.toExponential(0)}: counted; by a generalised Pareto law fitted to the highest 2 % of`,
    'non-mated scores; and what 95 % of replicates stay under when persons are drawn with replacement.',
    '',
    table(
      ['cohort', 'reference', 'pairs', 'counted', 'fitted', '95 % by person', 'upper 95 %'],
      calibration.demands.map((demand) => [
        demand.cohort,
        demand.view,
        formatCount(demand.pairs),
        formatScore(demand.counted),
        formatScore(demand.fitted),
        `${formatScore(demand.fittedBounds.lower)} to ${formatScore(demand.fittedBounds.upper)}`,
        formatScore(demand.fittedUpper),
      ]),
    ),
    '',
    `Most demanding: ${mostDemanding.cohort}, ${mostDemanding.view}. The recommendation is its upper value, rounded up to 0.005. By`,
    `the fitted tail FMR there is ${formatShare(calibration.fittedRate)} at ${calibration.recommended}. The tail ends in few pairs of few persons: beyond one`,
    'expected false match the fit is an extrapolation.',
    '',
    '## Chosen on one half, confirmed on the other',
    '',
    `The persons of the most demanding series were halved ${halves.halvings} times at random; each half chose a threshold (the`,
    'stricter of counted and fitted, without the margin) and the other half counted, both ways.',
    '',
    table(
      ['', ''],
      [
        [
          'thresholds chosen, 95 %',
          `${formatScore(halves.chosen.lower)} to ${formatScore(halves.chosen.upper)}`,
        ],
        ['pairs of a half', formatCount(halves.pairsOfAHalf)],
        [
          'false matches in all confirmations',
          `${formatCount(halves.falseMatches)}/${formatCount(halves.trials)} = ${formatShare(halves.falseMatches / halves.trials)}`,
        ],
        [
          'confirmations with at most one false match',
          `${halves.confirmationsWithin}/${halves.confirmations}`,
        ],
        ['most false matches in one', String(halves.worstFalseMatches)],
      ],
    ),
    '',
    'The halvings draw on the same persons again and again: they show how much the choice moves, not how',
    'it would do on other people.',
    '',
    '## What a threshold costs',
    '',
    presentAround(findings),
    '',
    'Counts only. FNMR of a cohort with one portrait each would compare a photograph with its own drawing and is',
    'left out.',
  ].join('\n')}\n`;
}

function presentAround({ calibration, threshold, allSeries }: CalibrationFindings): string {
  const steps = [-0.06, -0.04, -0.02, 0, 0.02, 0.04].map((step) => threshold.minimum + step);
  const thresholds = [...new Set([...steps.map(toGrid), toGrid(calibration.recommended)])].sort(
    (a, b) => a - b,
  );
  const series = allSeries.filter(({ view }) => view === 'clean' || view === 'combined');
  const columns = series.flatMap((one) => {
    const name = `${one.cohort.name} ${one.view}`;
    const fmr = { name: `FMR ${name}`, at: (t: number) => formatCounts(errorsAt(one, t).fmr) };
    const fnmr = { name: `FNMR ${name}`, at: (t: number) => formatCounts(errorsAt(one, t).fnmr) };
    return one.isMatedBySamePhotograph ? [fmr] : [fmr, fnmr];
  });
  return table(
    ['threshold', ...columns.map(({ name }) => name)],
    thresholds.map((t) => [
      t === toGrid(threshold.minimum) ? `**${t}** (policy)` : String(t),
      ...columns.map(({ at }) => at(t)),
    ]),
  );
}

function toGrid(value: number): number {
  return Math.round(value * 1000) / 1000;
}
