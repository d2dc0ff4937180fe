/** One line of what became of what was tried at a door. */
export interface TriedLine {
  readonly instrument: string;
  /** What the one who tried was told. */
  readonly told: string;
  /** What the mobile operator has. */
  readonly answer: string;
}

/**
 * Puts what was tried at one door into a small table, for the report of the tests.
 *
 * @param control - what has to come through, as otherwise nothing is shown
 */
export function tableOf(
  door: string,
  instruments: readonly TriedLine[],
  control: TriedLine | undefined,
): string {
  const lines = control === undefined ? instruments : [...instruments, control];
  const wide = Math.max(...lines.map(({ instrument }) => instrument.length));
  const told = Math.max(...lines.map((line) => line.told.length));
  return [
    `${door}: ${instruments.length} instruments${control === undefined ? '' : ', and the control in the last line'}`,
    ...lines.map(
      (line) => `  ${line.instrument.padEnd(wide)}  ${line.told.padEnd(told)}  ${line.answer}`,
    ),
  ].join('\n');
}
