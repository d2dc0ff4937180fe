import { writeSync } from 'node:fs';

const STANDARD_ERROR = 2;

/** Says how long a stage took, as a line of JSON on standard error. Only for measuring; see `--timings`. */
export function toTimingLines(stage: string, ms: number): void {
  writeSync(STANDARD_ERROR, `${JSON.stringify({ stage, ms: Math.round(ms * 10) / 10 })}\n`);
}
