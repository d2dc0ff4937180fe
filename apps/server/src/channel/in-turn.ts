/** Runs what it is given one after the other, in the order in which it was given. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // One that fails must not keep the next from running; its caller sees the failure.
    last = mine.catch(() => undefined);
    return mine;
  };
}
