/** Who is told how long a stage took, in milliseconds of wall time. */
export interface Timing {
  readonly onTiming: (stage: string, ms: number) => void;
}

/** Does some work and tells how long it took, also when it fails. */
export async function timed<T>(
  { onTiming }: Timing,
  stage: string,
  work: () => T | Promise<T>,
): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    onTiming(stage, performance.now() - start);
  }
}
