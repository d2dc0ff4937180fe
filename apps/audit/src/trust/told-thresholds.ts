/** Thresholds as results and the ledger tell them. */
export interface ToldThreshold {
  readonly decides: string;
  readonly scale: string;
  readonly minimum: string;
}

/** Those of the claims of a result; what has not their shape has a minimum that is no number, or is left out. */
export function thresholdsOfClaim(value: unknown): readonly ToldThreshold[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).flatMap((each) => {
    if (typeof each !== 'object' || each === null) return [];
    const { decides, scale, minimum } = each as Readonly<Record<string, unknown>>;
    if (typeof decides !== 'string' || typeof scale !== 'string') return [];
    return [{ decides, scale, minimum: typeof minimum === 'string' ? minimum : '' }];
  });
}

/** Whether two tell the same, in whatever order and however often. */
export function tellTheSame(
  one: readonly ToldThreshold[],
  other: readonly ToldThreshold[],
): boolean {
  // As the service writes both; only what is not like that is put in order.
  const areAlike = one.length === other.length && one.every((each, at) => isSame(each, other[at]!));
  return areAlike || spellingOf(one) === spellingOf(other);
}

function isSame(one: ToldThreshold, other: ToldThreshold): boolean {
  const { decides, scale, minimum } = one;
  return decides === other.decides && scale === other.scale && minimum === other.minimum;
}

// Both have the shortest decimal form, so the texts differ where the numbers do.
function spellingOf(told: readonly ToldThreshold[]): string {
  const spelled = told.map(({ decides, scale, minimum }) =>
    JSON.stringify([decides, scale, minimum]),
  );
  return [...new Set(spelled)].sort().join();
}
