/** One instruction of a container file, and the stage that it stands in. */
export interface Instruction {
  readonly stage: number;
  readonly name: string;
  readonly text: string;
}

/** Reads a container file: one instruction a line, `#` begins a comment, a backslash goes on in the next line. */
export function readContainerFile(text: string): readonly Instruction[] {
  let stage = 0;
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/.exec(line) ?? [];
      if (name.toUpperCase() === 'FROM') stage += 1;
      return { stage, name: name.toUpperCase(), text: rest };
    });
}

/** The instructions of the stage that is kept. */
export function lastStage(instructions: readonly Instruction[]): readonly Instruction[] {
  const last = instructions.at(-1)?.stage;
  return instructions.filter(({ stage }) => stage === last);
}

/** What `ENV` sets in the stage that is kept. */
export function environmentIn(
  instructions: readonly Instruction[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lastStage(instructions)
      .filter(({ name }) => name === 'ENV')
      .map(({ text }) => {
        const [name = '', ...value] = text.split('=');
        return [name, value.join('=')];
      }),
  );
}

/** Paths, relative to the installation, that the stage that is kept takes over from the one before. */
export function copiedInto(instructions: readonly Instruction[]): readonly string[] {
  return lastStage(instructions)
    .filter(({ name, text }) => name === 'COPY' && text.startsWith('--from=build '))
    .flatMap(({ text }) => text.split(' ').slice(1, -1))
    .map((path) => path.replace('/opt/bonin/', ''));
}
