/**
 * Returns what adds one after another while there is a shortage. It may be called at any time, and as often as
 * one likes: a shortage that arises while it ends is seen too.
 *
 * @param add - does not reject; waits by itself before the next try where one failed
 */
export function openRefill(isShort: () => boolean, add: () => Promise<void>): () => void {
  let isRefilling = false;

  async function fill(): Promise<void> {
    while (isShort()) await add();
  }

  return function refill(): void {
    if (isRefilling) return;
    isRefilling = true;
    void fill().finally(() => {
      isRefilling = false;
      // Something may have been taken between the last look and now, and its refill refused above.
      if (isShort()) refill();
    });
  };
}
