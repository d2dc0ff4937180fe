/** As many frames as a matcher booth keeps waiting, so that none of those handed in is dropped. */
export const PROBE_FRAMES_MAX = 8;

/** At most `most` of the items, from the first to the last at even distances. */
export function chooseEvenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]).filter(
    (item) => item !== undefined,
  );
}
