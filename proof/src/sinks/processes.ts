import { readdirSync, readFileSync } from 'node:fs';

/** A process as the system shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** A process and all that it started, itself first; what ended meanwhile is left out. */
export function processTree(root: number): readonly SeenProcess[] {
  const all = everyProcess();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) {
    // Those found are looked at in their turn.
    tree.push(...all.filter(({ parent }) => parent === pid));
  }
  return tree;
}

/** Every process of this machine that can be seen. */
export function everyProcess(): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => seen(Number(name)));
}

function seen(pid: number): readonly SeenProcess[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // A name may hold blanks and brackets; what follows the last one does not.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || parent === undefined) return [];
    const commandLine = readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1').replaceAll(
      '\0',
      ' ',
    );
    return [{ pid, parent: Number(parent), commandLine }];
  } catch {
    return [];
  }
}
