/**
 * The auditor.
 *
 *   bonin-audit export <folder> --policy <file> (--builds <file> | --any-build)
 *               [--known <checkpoint>]… [--receipts <folder>] [--keys <JWK set>] [--fresh-within <hours>] [--json]
 *   bonin-audit receipt <file> --policy <file> [--token <file> --keys <JWK set>] [--json]
 *
 * Ends with 0 when everything holds, 1 when something is disproved, 2 when the command cannot be understood, 3 when
 * something could not be checked. Results go to standard output. Asks nothing of a network.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LedgerError, parseWitnessPolicy, verifyReceipt, type WitnessPolicy } from '@bonin/ledger';
import { auditExport, type AuditReport } from './audit.ts';
import { readJson } from './export-folder.ts';
import { FINDINGS } from './finding.ts';
import { checkToken, readResultKeys } from './tokens.ts';

const EXIT = { holds: 0, disproved: 1, usage: 2, 'could-not-check': 3 } as const;
const HOUR_MS = 3_600_000;

/** A command, or a file that it names, cannot be used. */
class UsageError extends Error {}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nSee docs/operations/audit.md.\n`);
  process.exitCode = EXIT.usage;
}

type Options = ReturnType<typeof readArguments>['values'];

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(words);
  const [command, path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new UsageError('Name one export or one receipt.');
  const policy = await readPolicy(values.policy);
  if (command === 'export') return auditFolder(path, policy, values);
  if (command === 'receipt') return auditReceipt(path, policy, values);
  throw new UsageError('The commands are export and receipt.');
}

async function auditFolder(
  folder: string,
  policy: WitnessPolicy,
  values: Options,
): Promise<number> {
  const hours = values['fresh-within'];
  if (hours !== undefined && !(Number(hours) > 0))
    throw new UsageError('--fresh-within is a number of hours.');
  if (values.builds !== undefined && values['any-build'])
    throw new UsageError('Either --builds or --any-build.');
  const report = await auditExport({
    folder,
    policy,
    builds: values['any-build'] ? 'any' : await readBuilds(values.builds),
    known: values.known,
    ...(values.receipts === undefined ? {} : { receiptFolder: values.receipts }),
    ...(values.keys === undefined ? {} : { keySet: await readKeySet(values.keys) }),
    ...(hours === undefined ? {} : { freshWithin: Number(hours) * HOUR_MS }),
    now: Date.now(),
  }).catch((error: unknown) => {
    // Only a path that was named on the command line can be missing here.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError('A file that was named is not there.');
    throw error;
  });
  if (values.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else process.stdout.write(proseOf(report));
  return EXIT[report.verdict];
}

async function auditReceipt(file: string, policy: WitnessPolicy, values: Options): Promise<number> {
  const verdict = await verifyReceipt({ receipt: await readText(file), policy, now: Date.now() });
  let said: Record<string, unknown> =
    verdict.kind === 'holds'
      ? {
          verdict: 'holds',
          statement: verdict.statement,
          origin: verdict.origin,
          index: verdict.index,
          size: verdict.size,
          witnesses: Object.fromEntries(verdict.witnesses),
        }
      : {
          verdict: verdict.kind,
          finding: verdict.kind === 'disproved' ? verdict.fault : verdict.code,
        };
  let exit: number = EXIT[verdict.kind];
  if (values.token !== undefined && verdict.kind === 'holds') {
    const keys = await readResultKeys(
      values.keys === undefined ? undefined : await readKeySet(values.keys),
    );
    if (keys === undefined) throw new UsageError('--token needs --keys with a JWK set.');
    if (verdict.statement.kind !== 'result') {
      said = { verdict: 'disproved', finding: 'token-unexpected' };
      exit = EXIT.disproved;
    } else {
      // Whether the key was in use is told by the whole ledger, not by one receipt.
      const token = (await readText(values.token)).trim();
      const wrong = await checkToken(token, verdict.statement, { keys, isInUse: () => true });
      if (wrong !== undefined) {
        said = { verdict: 'disproved', finding: wrong };
        exit = EXIT.disproved;
      } else said['token'] = 'holds';
    }
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify(said, undefined, 2)}\n`
      : Object.entries(said)
          .map(
            ([name, value]) =>
              `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}\n`,
          )
          .join(''),
  );
  return exit;
}

function proseOf({ verdict, findings, found, counts }: AuditReport): string {
  const lines = [`verdict: ${verdict}`];
  for (const [what, count] of Object.entries(counts)) lines.push(`  ${what}: ${count}`);
  for (const [name, count] of Object.entries(found)) {
    lines.push(`${name} (${count}): ${FINDINGS[name as keyof typeof FINDINGS][1]}`);
    for (const each of findings.filter((finding) => finding.name === name)) {
      const place = Object.entries(each.place).map(([what, value]) => `${what} ${value}`);
      if (place.length > 0) lines.push(`  at ${place.join(', ')}`);
    }
  }
  lines.push(
    'Not checked: whether statements are true; what never came into the ledger; what leaves stood for whose salt was destroyed.',
  );
  return `${lines.join('\n')}\n`;
}

function readArguments(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        policy: { type: 'string' },
        builds: { type: 'string' },
        'any-build': { type: 'boolean', default: false },
        known: { type: 'string', multiple: true, default: [] },
        receipts: { type: 'string' },
        keys: { type: 'string' },
        token: { type: 'string' },
        'fresh-within': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError('The command cannot be understood.');
    throw error;
  }
}

async function readPolicy(file: string | undefined): Promise<WitnessPolicy> {
  if (file === undefined) throw new UsageError('--policy says whom to trust, and must be given.');
  try {
    return parseWitnessPolicy(await readText(file));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new UsageError(
      `The policy cannot be read: ${error.code}, line ${error.details['line'] ?? 0}.`,
    );
  }
}

/** One digest a line; lines that begin with # are left out. */
async function readBuilds(file: string | undefined): Promise<ReadonlySet<string> | undefined> {
  if (file === undefined) return undefined;
  const lines = (await readText(file))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (!lines.every((line) => /^[0-9a-f]{64}$/.test(line)))
    throw new UsageError('--builds holds one digest a line.');
  return new Set(lines);
}

async function readKeySet(file: string): Promise<unknown> {
  const set = await readJson(file);
  // Never the export's in its place: whoever names a set of their own has a reason.
  if (set === undefined) throw new UsageError('The file of --keys cannot be read.');
  return set;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError('A file that was named cannot be read.');
  }
}
