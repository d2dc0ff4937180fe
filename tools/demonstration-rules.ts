import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './build/parts.ts';

const BONIN = join(ROOT, 'apps/cli/bin/bonin.mjs');
/** What is in force in Korea. */
const RULE = join(ROOT, 'policies/korea/4-choice-2026-07-06.json');
const OPERATORS = ['demonstration-operator-1', 'demonstration-operator-2'] as const;

/**
 * Puts the demonstration under a rule, on the way that operators go: two keys, two signatures, published at the start. Here both keys lie
 * in one folder, which in earnest is what two persons are for.
 *
 * @returns what the service is told of them
 */
export async function demonstrationRules(
  dataFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const folder = join(dataFolder, 'demonstration-rules');
  const notes = join(folder, 'published');
  const operators = join(folder, 'operators');
  const note = join(notes, '4-choice.note');
  const bonin = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [BONIN, 'policy', ...words]);
    return stdout;
  };
  if (!existsSync(note) || !isSigned(note)) {
    // Keys without the list of them are what an interrupted first start left; nothing was published with them.
    if (!existsSync(operators)) rmSync(folder, { recursive: true, force: true });
    mkdirSync(notes, { recursive: true, mode: 0o700 });
    if (!existsSync(operators)) {
      const keys: string[] = [];
      for (const name of OPERATORS) {
        keys.push(await bonin('keys', name, '--out', join(folder, `${name}.key`)));
      }
      writeFileSync(operators, keys.join(''));
    }
    const [first, second] = OPERATORS.map((name) => join(folder, `${name}.key`));
    const once = join(folder, 'once.note');
    await bonin('sign', RULE, '--key', String(first), '--out', once);
    await bonin('sign', once, '--key', String(second), '--out', note);
  }
  return { BONIN_POLICY_OPERATORS_FILE: operators, BONIN_ROUTE_POLICY_FOLDER: notes };
}

/** Whether the signed document is the one of this checkout: whose version changes with every change of it. */
function isSigned(note: string): boolean {
  return readFileSync(note, 'utf8').startsWith(readFileSync(RULE, 'utf8'));
}
