import type { RateSummary } from '../comparison/summarize-series.ts';
import type { RateBounds } from '../metrics/rate-bounds.ts';

/** A whole number with commas between thousands. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A share in a form that keeps two digits: per cent where that is readable, else a power of ten. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share === 0) return '0';
  if (share >= 0.001) return `${trim((share * 100).toPrecision(3))} %`;
  return share.toExponential(1);
}

export function formatBounds({ lower, upper }: RateBounds): string {
  return `${formatShare(lower)} to ${formatShare(upper)}`;
}

/** Errors and trials. */
export function formatCounts({ errors, trials }: RateSummary): string {
  return trials === 0 ? 'no pairs' : `${formatCount(errors)}/${formatCount(trials)}`;
}

/** A rate with its counts and bounds; the bootstrap by person where there is one. */
export function formatRate(summary: RateSummary): string {
  if (summary.rate === null) return 'no pairs';
  const byPerson =
    summary.boundsByPerson === null ? '' : `; by person ${formatBounds(summary.boundsByPerson)}`;
  return `${formatShare(summary.rate)} (${formatCounts(summary)}; ${formatBounds(summary.bounds)}${byPerson})`;
}

export function formatScore(score: number): string {
  return score.toFixed(3);
}

export function formatMs(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function trim(digits: string): string {
  return digits.includes('e') ? String(Number(digits)) : digits.replace(/\.0+$|(\.\d*?)0+$/, '$1');
}
