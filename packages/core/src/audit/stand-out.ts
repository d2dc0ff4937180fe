/** One of many that do the same: a store, or a member of its staff. */
export interface Group {
  readonly id: string;
  /** How often it happened. */
  readonly events: number;
  /** How often it could have. */
  readonly trials: number;
}

/** What a group came to beside all others together. */
export interface GroupStanding extends Group {
  /**
   * `stands-out`: so many events, or more, would be too unlikely if the group did as the others do. `too-few`: it could not stand
   * out even if every trial had been an event, so that nothing can be told; it is not fine.
   */
  readonly standing: 'stands-out' | 'as-others' | 'too-few';
  readonly others: { readonly events: number; readonly trials: number };
  /** The chance of so many events or more, were the group as the others; by itself, not corrected. */
  readonly chance: number;
}

/**
 * Finds the groups whose events are too many to be chance: an exact test of each against all others together, and not
 * against a number that somebody has set.
 *
 * One-sided test of Fisher: given how many events there are in all, how likely is it that so many or more fall on this group's
 * trials. Corrected for how many groups are looked at by the method of Holm, so that with no difference at all the chance
 * that any group is named is at most `falseAlarms`. Groups that can never stand out are no part of the correction.
 *
 * Not told: why. A store for people with disabilities stands out rightly.
 *
 * @param falseAlarms - the chance of naming anybody wrongly that one is ready to bear, 0…1
 * @returns in the order of the chance, the least likely first
 * @see Fisher, R. A.: exact test of a fourfold table; Holm, S. (1979): a simple sequentially rejective multiple test procedure
 */
export function standOut(groups: readonly Group[], falseAlarms: number): readonly GroupStanding[] {
  const all = {
    events: sum(groups.map(({ events }) => events)),
    trials: sum(groups.map(({ trials }) => trials)),
  };
  const tested = groups.map((group) => ({
    group,
    chance: tailChance(group, all),
    // Had every trial of it been an event, the others as they are: tried is the most telling case.
    least: tailChance(
      { ...group, events: group.trials },
      { trials: all.trials, events: all.events - group.events + group.trials },
    ),
  }));
  const able = tested.filter(({ least }) => least <= falseAlarms).length;
  let isEnded = false;
  return tested
    .toSorted((one, other) => one.chance - other.chance)
    .map(({ group, chance, least }, rank): GroupStanding => {
      const others = { events: all.events - group.events, trials: all.trials - group.trials };
      if (!(least <= falseAlarms)) return { ...group, standing: 'too-few', others, chance };
      // The first that is likely enough ends it: whoever comes after is likelier still.
      isEnded ||= !(chance <= falseAlarms / Math.max(1, able - rank));
      return { ...group, standing: isEnded ? 'as-others' : 'stands-out', others, chance };
    });
}

/** P(X ≥ events) where `all.events` events fall at random on `all.trials` trials, of which the group has some. */
function tailChance({ events, trials }: Omit<Group, 'id'>, all: Omit<Group, 'id'>): number {
  const most = Math.min(trials, all.events);
  const least = Math.max(0, all.events - (all.trials - trials));
  if (events <= least) return 1;
  if (events > most) return 0;
  // From the observed count on each term follows from the one before; the first in logarithms, so that it does not vanish.
  const first =
    logChoose(trials, events) +
    logChoose(all.trials - trials, all.events - events) -
    logChoose(all.trials, all.events);
  let term = 1;
  let total = 1;
  for (let at = events; at < most; at += 1) {
    const others = all.trials - trials - all.events + at + 1;
    term *= ((trials - at) * (all.events - at)) / ((at + 1) * others);
    total += term;
    // So small a term comes behind the largest one: what follows is smaller still.
    if (term < total * Number.EPSILON) break;
  }
  return Math.min(1, Math.exp(first + Math.log(total)));
}

function logChoose(of: number, some: number): number {
  return logFactorial(of) - logFactorial(some) - logFactorial(of - some);
}

const EXACT = 256;
const LOG_FACTORIALS = Array.from({ length: EXACT }, () => 0);
for (let at = 2; at < EXACT; at += 1) LOG_FACTORIALS[at] = LOG_FACTORIALS[at - 1]! + Math.log(at);

/** Stirling's series beyond the table; its error is under 1e-17 there. */
function logFactorial(n: number): number {
  const known = LOG_FACTORIALS[n];
  if (known !== undefined) return known;
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
