/** Something that happens at a moment of a clock that nobody has to wait for. */
export type Happening = (atMs: number) => void | Promise<void>;

/** What is going to happen, in order of time. */
export interface Timetable {
  /** At the same moment, what was planned first comes first; what would be past comes next. */
  at(atMs: number, happens: Happening): void;
  /** Lets everything happen, and what comes of it, until nothing is planned any more. */
  run(): Promise<void>;
}

export function openTimetable(): Timetable {
  const planned: { readonly atMs: number; readonly happens: Happening }[] = [];
  let nowMs = 0;
  return {
    at(atMs, happens) {
      const moment = Math.max(nowMs, atMs);
      const after = planned.findIndex((other) => other.atMs > moment);
      planned.splice(after === -1 ? planned.length : after, 0, { atMs: moment, happens });
    },
    async run() {
      for (let next = planned.shift(); next !== undefined; next = planned.shift()) {
        nowMs = next.atMs;
        await next.happens(nowMs);
      }
    },
  };
}
