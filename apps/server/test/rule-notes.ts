import { makeSigningKey, openNoteSigner } from '@bonin/ledger/log';
import { parseOperators } from '@bonin/policies';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../src/config.ts';

const KEYS = ['kim', 'lee'].map((name) => makeSigningKey(name));

/** Two people who may publish. */
export const OPERATORS_TEXT = KEYS.map(({ verifierKey }) => `${verifierKey}\n`).join('');
export const OPERATORS = parseOperators(OPERATORS_TEXT);

type Json = Record<string, unknown>;

/** The rule of 2026-07-06, changed as a test needs it, signed by as many of the two. */
export function ruleNote(change: Json = {}, signers = 2): string {
  const file = join(REPOSITORY_ROOT, 'policies/korea/4-choice-2026-07-06.json');
  const document = { ...(JSON.parse(readFileSync(file, 'utf8')) as Json), ...change };
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  const lines = KEYS.slice(0, signers).map(({ signerKey }) =>
    openNoteSigner(signerKey).sign(text, 0),
  );
  return `${text}\n${lines.join('')}`;
}

/** What an installation is told so that it runs under these rules. */
export function rulesEnvironment(
  folder: string,
  notes: readonly string[],
): Readonly<Record<string, string>> {
  const rules = join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  writeFileSync(join(folder, 'operators'), OPERATORS_TEXT);
  notes.forEach((note, at) => {
    writeFileSync(join(rules, `${String(at)}.note`), note);
  });
  return {
    BONIN_POLICY_OPERATORS_FILE: join(folder, 'operators'),
    BONIN_ROUTE_POLICY_FOLDER: rules,
  };
}
