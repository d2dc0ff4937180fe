/** How often a stage ran, and how long it took in all. */
export interface StageTiming {
  readonly stage: string;
  readonly ms: number;
}

/** Measures the laps of one command. */
export interface Stopwatch {
  lap(stage: string): void;
  laps(): readonly StageTiming[];
}

export function openStopwatch(): Stopwatch {
  const laps: StageTiming[] = [];
  let since = performance.now();
  return {
    lap: (stage) => {
      const now = performance.now();
      laps.push({ stage, ms: now - since });
      since = now;
    },
    laps: () => laps,
  };
}

/** A line of a booth that was started to be measured; anything else in it is left out. */
export function parseTimingLine(line: string): readonly StageTiming[] {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return [];
    const { stage, ms } = parsed as Record<string, unknown>;
    if (typeof stage !== 'string' || typeof ms !== 'number') return [];
    return [{ stage: `in the booth: ${stage}`, ms }];
  } catch {
    return [];
  }
}

/** One row a stage, in the order of their first time: name, times run, milliseconds in all. */
export function tabulate(timings: readonly StageTiming[]): readonly string[] {
  const stages = Map.groupBy(timings, ({ stage }) => stage);
  return Array.from(stages, ([stage, laps]) => {
    const ms = laps.reduce((sum, lap) => sum + lap.ms, 0);
    return `${stage.padEnd(28)} ${String(laps.length).padStart(3)} × ${ms.toFixed(1).padStart(8)} ms`;
  });
}
