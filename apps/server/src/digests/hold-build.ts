import type { BoothPool } from '@bonin/workflows';

/**
 * Booths for as long as what was built is what it was at the start. Booths read their programs when they begin, the service read
 * its digest when it started: after a build beside a running service, results would name a build that no longer runs.
 *
 * Once it was seen to be another it stays so until the next start, whatever is put back: booths of the other one may be waiting.
 *
 * Not noticed: what was changed and put back between two attempts.
 *
 * @param isSame - looks at what was built
 * @param onChanged - is told once
 */
export function boothsOfOneBuild(
  booths: BoothPool,
  isSame: () => boolean,
  onChanged: () => void,
): BoothPool {
  let isChanged = false;
  return {
    get isolation() {
      return booths.isolation;
    },
    take: async () => {
      if (!isChanged && !isSame()) {
        isChanged = true;
        onChanged();
      }
      return isChanged ? undefined : booths.take();
    },
    close: () => booths.close(),
  };
}
