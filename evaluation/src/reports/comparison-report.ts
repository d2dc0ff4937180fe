import type { ComparisonThreshold } from '@bonin/core';
import type { Cohort } from '../cohorts/cohort.ts';
import type { FloorFindings } from '../comparison/floors.ts';
import type { GoalJudgement } from '../comparison/goals.ts';
import { GROUP_PAIRS_NEEDED, type GroupSummary } from '../comparison/groups.ts';
import type { PeerFindings } from '../comparison/peer-comparison.ts';
import type { RequiredFmrSummary, SeriesSummary } from '../comparison/summarize-series.ts';
import type { TimeSummary } from '../comparison/times.ts';
import {
  formatCount,
  formatCounts,
  formatMs,
  formatRate,
  formatScore,
  formatShare,
  table,
} from './format.ts';

/** Everything a run found out; rates over whole sets, nothing of one person or image. */
export interface ComparisonFindings {
  readonly threshold: ComparisonThreshold;
  readonly isLimited: boolean;
  readonly seed: number;
  readonly cohorts: readonly {
    readonly name: string;
    readonly layout: Cohort['layout'];
    readonly persons: number;
    readonly unusableRows: number;
  }[];
  readonly series: readonly SeriesSummary[];
  readonly floors: FloorFindings;
  readonly groups: readonly { readonly cohort: string; readonly groups: readonly GroupSummary[] }[];
  readonly peers: PeerFindings;
  readonly times: readonly TimeSummary[];
  readonly goals: readonly GoalJudgement[];
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
}

/** Writes the findings as a Markdown page. */
export function presentComparison(findings: ComparisonFindings): string {
  return `${[
    '# Comparison error rates',
    '',
    'Written by `npm run evaluate -- comparison`; how it is measured stands in [protocol.md](protocol.md).',
    'In brackets: errors/trials; 95 % bounds as if trials were independent; where a comparison errs, 95 %',
    'bounds by drawing persons again. The same figures as data: [comparison.json](comparison.json).',
    ...(findings.isLimited ? ['', '**A trial run on a part of the persons: not a result.**'] : []),
    '',
    `Model \`${findings.threshold.scale}\`, one threshold for everybody: **${findings.threshold.minimum}**, from`,
    `[${findings.threshold.calibration}](${findings.threshold.calibration}.md).`,
    '',
    '## Figures to hold',
    '',
    table(
      ['goal', 'measured', '95 % bound', 'state'],
      findings.goals.map(({ goal, measured, bound, state }) => [goal, measured, bound, state]),
    ),
    '',
    'The bound is the upper one of the two-sided 95 %, the wider of Clopper and Pearson’s and the one by person. A goal is',
    '“reached” only where the bound holds it too; a rate that was counted within it may well be over it.',
    '',
    '![Detection error trade-off](comparison.svg)',
    '',
    '## Data',
    '',
    table(
      ['cohort', 'persons', 'images of each', 'rows that could not be used'],
      findings.cohorts.map(({ name, layout, persons, unusableRows }) => [
        name,
        formatCount(persons),
        layout === 'one-portrait' ? 'one portrait' : 'two photographs',
        formatCount(unusableRows),
      ]),
    ),
    '',
    '## At the shipped threshold',
    '',
    'Every face that is found counts here, however small or dark: the policy’s quality floors are left out. What they',
    'do stands in the next section.',
    '',
    presentOperatingPoints(findings.series),
    '',
    'Mated pairs of a cohort with one portrait each are that portrait and its card-like drawing: the same',
    'photograph twice, which flatters FNMR. Non-mated pairs are not flattered. “Alike” are pairs of the',
    'same sex and a like age, as the cohort’s table lists them.',
    '',
    ...presentFloors(findings.floors),
    '## At a required FMR',
    '',
    'The threshold is found on the same pairs here. “–” means not enough data: not one false match would be',
    'expected at that rate.',
    '',
    presentRequiredFmr(findings.series),
    '',
    ...presentGroups(findings.groups),
    ...presentPeers(findings),
    '## Run',
    '',
    `Seed ${findings.seed}. ${findings.machine.cpu}, ${findings.machine.cores} cores, Node ${findings.machine.node}; load average`,
    `${findings.machine.loadBefore.toFixed(1)} before, ${findings.machine.loadAfter.toFixed(1)} after. One process for each recogniser, one image at a time.`,
  ].join('\n')}\n`;
}

function presentOperatingPoints(series: readonly SeriesSummary[]): string {
  return table(
    [
      'cohort',
      'reference',
      'FMR',
      'FMR, alike',
      'FNMR',
      'FNMR, failures counted',
      'failures to acquire',
    ],
    series.map(({ cohort, view, matedBySamePhotograph, operatingPoint, failuresToAcquire }) => [
      cohort,
      view === 'combined' ? '**combined (card-like)**' : view,
      formatRate(operatingPoint.fmr),
      formatRate(operatingPoint.fmrAlike),
      `${formatRate(operatingPoint.fnmr)}${matedBySamePhotograph && operatingPoint.fnmr.trials > 0 ? ' (same photograph)' : ''}`,
      formatCounts(operatingPoint.fnmrWithFailures),
      `references ${formatCounts(failuresToAcquire.references)}, probes ${formatCounts(failuresToAcquire.probes)}`,
    ]),
  );
}

function presentFloors({ acquired, errors }: FloorFindings): string[] {
  return [
    '## Under the policy’s quality floors',
    '',
    'The product refuses an image under the policy’s floors and says what to change; nothing is counted against the',
    'person, who takes another picture. Here nobody can: every image is tried once. A refusal of a small photograph',
    'with `come-nearer` says that it is smaller than a camera at arm’s length makes it, not that its person would be',
    'turned away; these shares are no failure to acquire of live captures.',
    '',
    table(
      ['cohort', 'images', 'acquired', 'refused', 'refused, by the word that is said'],
      acquired.map(({ cohort, images, failuresToAcquire, refusedWith }) => [
        cohort,
        images,
        formatCount(failuresToAcquire.trials - failuresToAcquire.errors),
        formatRate(failuresToAcquire),
        Object.entries(refusedWith)
          .toSorted(([, a], [, b]) => b - a)
          .map(([word, count]) => `\`${word}\` ${formatCount(count)}`)
          .join(', ') || '–',
      ]),
    ),
    '',
    'Errors at the shipped threshold among the pairs whose two images were acquired. One frame is put to the test here,',
    'several in an attempt:',
    '',
    table(
      ['cohort', 'reference', 'FMR', 'FNMR', 'FNMR, refusals counted'],
      errors.map(({ cohort, view, matedBySamePhotograph, fmr, fnmr, fnmrWithRefusals }) => [
        cohort,
        view === 'combined' ? '**combined (card-like)**' : view,
        formatRate(fmr),
        `${formatRate(fnmr)}${matedBySamePhotograph && fnmr.trials > 0 ? ' (same photograph)' : ''}`,
        formatCounts(fnmrWithRefusals),
      ]),
    ),
    '',
  ];
}

function presentRequiredFmr(series: readonly SeriesSummary[]): string {
  const measured = series.filter(({ equalErrorRate }) => equalErrorRate !== null);
  const cell = (found: RequiredFmrSummary): string =>
    found.kind === 'not-enough-data'
      ? '–'
      : `${formatShare(found.fnmr.rate ?? Number.NaN)} (${formatCounts(found.fnmr)}) from ${formatScore(found.threshold)}`;
  const targets = measured[0]?.atRequiredFmr.map(({ target }) => target.toExponential(0)) ?? [];
  return table(
    ['cohort', 'reference', 'EER', ...targets.map((target) => `FNMR at FMR ${target}`)],
    measured.map((one) => [
      one.cohort,
      `${one.view}${one.matedBySamePhotograph ? ' (same photograph)' : ''}`,
      formatShare(one.equalErrorRate ?? Number.NaN),
      ...one.atRequiredFmr.map(cell),
    ]),
  );
}

function presentGroups(cohorts: ComparisonFindings['groups']): string[] {
  return cohorts.flatMap(({ cohort, groups }) => [
    `## Groups, ${cohort}, clean, at the shipped threshold`,
    '',
    `To see a gap of a quarter between two groups at FNMR 1 %, each needs ${formatCount(GROUP_PAIRS_NEEDED)} mated pairs.`,
    '',
    table(
      ['group', 'persons', 'FNMR', 'FMR within the group', 'failures to acquire', 'ratio to all'],
      groups.map((group) => [
        group.group,
        formatCount(group.persons),
        formatRate(group.fnmr),
        formatRate(group.fmr),
        formatCounts(group.failuresToAcquire),
        group.hasEnoughData ? 'see FNMR' : 'not enough data',
      ]),
    ),
    '',
  ]);
}

function presentPeers({ peers, times }: ComparisonFindings): string[] {
  const isAlone = new Set(times.map(({ recogniser }) => recogniser)).size < 2;
  return [
    isAlone ? '## Time' : '## Beside what JavaScript users have today',
    '',
    'Time of one image from encoded bytes to features, the first images left out. Each image went to every',
    'recogniser in turn, so all met the same noise; all decode with the same library. Bonin looks for a portrait',
    'anywhere and in any direction in a reference, for one near and upright face in a probe; the others know no such',
    'difference, so the probes are what compares like with like. Bonin’s times include its assessment of quality,',
    'which the others do not make.',
    '',
    table(
      ['recogniser', 'taken in as', 'images', 'median ms', '95th percentile ms', 'median CPU ms'],
      times.map((one) => [
        one.recogniser,
        one.role,
        formatCount(one.images),
        formatMs(one.wallMedianMs),
        formatMs(one.wall95Ms),
        formatMs(one.cpuMedianMs),
      ]),
    ),
    '',
    ...(isAlone ? [] : presentPeerErrors(peers)),
  ];
}

function presentPeerErrors(peers: PeerFindings): string[] {
  return [
    'Errors as each is used, same images and pairs, clean references:',
    '',
    table(
      ['recogniser', 'decision', 'cohort', 'FMR', 'FNMR', 'failures to acquire'],
      peers.atDefault.map((one) => [
        one.recogniser,
        one.decision,
        one.cohort,
        formatRate(one.fmr),
        formatRate(one.fnmr),
        formatCounts(one.failuresToAcquire),
      ]),
    ),
    '',
    'FNMR at equal FMR, with the threshold set on the named cohort:',
    '',
    table(
      ['recogniser', 'measure', 'FMR', 'threshold set on', 'mated pairs of', 'FNMR'],
      peers.atEqualFmr.map((one) => [
        one.recogniser,
        one.measure,
        one.target.toExponential(0),
        one.thresholdFrom,
        one.cohort,
        one.fnmr === null ? 'not enough data' : formatRate(one.fnmr),
      ]),
    ),
    '',
  ];
}
