/** Lets so many through at once, and so many a second after that. */
export interface TokenBucket {
  /** Takes one; false when there is none left. */
  take(): boolean;
  /** Whether there is none left; takes nothing. */
  isEmpty(): boolean;
  /** Whether it is full again, so that forgetting it changes nothing. */
  isFull(): boolean;
}

export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

/** @param nowMs - a clock that never runs backwards, in milliseconds */
export function tokenBucket({ burst, perSecond }: BucketSize, nowMs: () => number): TokenBucket {
  let level = burst;
  let at = nowMs();
  const refill = (): void => {
    const now = nowMs();
    level = Math.min(burst, level + ((now - at) / 1000) * perSecond);
    at = now;
  };
  return {
    take: () => {
      refill();
      if (level < 1) return false;
      level -= 1;
      return true;
    },
    isEmpty: () => {
      refill();
      return level < 1;
    },
    isFull: () => {
      refill();
      return level >= burst;
    },
  };
}

export interface KeyedBuckets {
  /** Takes one of the key's bucket; false when there is none left. */
  take(key: string): boolean;
  /** Whether the key's bucket has none left; takes nothing and remembers nothing. */
  isEmpty(key: string): boolean;
  /** Forgets every key whose bucket is full again: of those there is nothing to remember. */
  forgetFull(): void;
  /** How many keys are remembered. */
  readonly size: number;
}

/** One bucket for each key; at most `keysMax` keys, so that nobody can fill memory. */
export function keyedBuckets(
  size: BucketSize,
  nowMs: () => number,
  keysMax = 10_000,
): KeyedBuckets {
  const buckets = new Map<string, TokenBucket>();
  const forgetFull = (): void => {
    for (const [key, bucket] of buckets) if (bucket.isFull()) buckets.delete(key);
  };
  return {
    forgetFull,
    get size() {
      return buckets.size;
    },
    isEmpty: (key) => buckets.get(key)?.isEmpty() ?? false,
    take: (key) => {
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        if (buckets.size >= keysMax) forgetFull();
        if (buckets.size >= keysMax) return false;
        bucket = tokenBucket(size, nowMs);
        buckets.set(key, bucket);
      }
      return bucket.take();
    },
  };
}
