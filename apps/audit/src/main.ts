/**
 * The auditor.
 *
 *   bonin-audit result <token> --keys <JWK set> <what is trusted> [--receipt <file>] [--any-age] [--json]
 *   bonin-audit export <folder> <what is trusted>
 *               [--known <checkpoint>]… [--receipts <folder>] [--keys <JWK set>] [--fresh-within <hours>] [--json]
 *   bonin-audit page <address> <what is trusted> [--manifest <file>] [--json]
 *   bonin-audit receipt <file> --policy <file> [--token <file> --keys <JWK set>] [--json]
 *
 * What is trusted: --trust <file>, or --policy <file> with --build <digest>…, --builds <file> or --any-build.
 *
 * Ends with 0 when everything holds, 1 when something is disproved, 2 when the command cannot be understood, 3 when
 * something could not be checked, 4 when a build or something else is not trusted, 5 when a Y was given below the floor.
 * Results go to standard output. Only `page` asks a network, and only the service that it is given.
 */
import { parseArgs } from 'node:util';
import { verifyReceipt, type WitnessPolicy } from '@bonin/ledger';
import { auditResult } from './audit-result.ts';
import { auditExport, type AuditReport } from './audit.ts';
import { FINDINGS } from './finding.ts';
import {
  UsageError,
  readKeySet,
  readNamedKeys,
  readText,
  readTrusted,
  type Trusted,
} from './named-files.ts';
import { auditPage } from './page/audit-page.ts';
import { checkToken } from './tokens.ts';
import { ASK_NOTHING } from './trust/trust-policy.ts';

const EXIT = {
  holds: 0,
  disproved: 1,
  usage: 2,
  'could-not-check': 3,
  'not-trusted': 4,
  'below-floor': 5,
} as const;
const HOUR_MS = 3_600_000;
const NOT_CHECKED_OF_RESULT =
  'Not checked: whether it belongs to your order (txn, registrationId), and whether you acted on it before (jti).';

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
    throw new UsageError('Name one export, one receipt, one token or one service.');
  const trusted = await readTrusted(values);
  if (command === 'result') return auditToken(path, trusted, values);
  if (command === 'page') return auditServed(path, trusted, values);
  if (command === 'export') return auditFolder(path, trusted, values);
  if (command === 'receipt') return auditReceipt(path, policyOf(trusted), values);
  throw new UsageError('The commands are result, page, export and receipt.');
}

function policyOf({ policy }: Trusted): WitnessPolicy {
  if (policy !== undefined) return policy;
  throw new UsageError('--policy or the ledger of --trust says whom to trust, and must be given.');
}

async function auditToken(file: string, trusted: Trusted, values: Options): Promise<number> {
  const { builds, trust } = trusted;
  if (builds === undefined) throw new UsageError('Say by --trust or --build what is trusted.');
  const report = await auditResult({
    token: (await readText(file)).trim(),
    keys: await readNamedKeys(values.keys),
    trust: trust ?? { ...ASK_NOTHING, builds: builds === 'any' ? undefined : builds },
    ...(values.receipt === undefined
      ? {}
      : { receipt: { text: await readText(values.receipt), policy: policyOf(trusted) } }),
    isOfAnyAge: values['any-age'],
    now: Date.now(),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else {
    const said = Object.entries(report.claims ?? {}).map(
      ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    const found = report.findings.map(({ name }) => `${name}: ${FINDINGS[name][1]}`);
    const lines = [`verdict: ${report.verdict}`, ...said, ...found, NOT_CHECKED_OF_RESULT];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return EXIT[report.verdict];
}

async function auditServed(address: string, trusted: Trusted, values: Options): Promise<number> {
  if (!/^https?:\/\/[^/?#]+\/?$/.test(address))
    throw new UsageError('Name the service by https://.');
  const report = await auditPage({
    address: address.replace(/\/$/, ''),
    policy: policyOf(trusted),
    builds: trusted.builds,
    ...(values.manifest === undefined ? {} : { expected: await readText(values.manifest) }),
    now: Date.now(),
  });
  const { verdict, findings, ...said } = report;
  const lines = [
    `verdict: ${verdict}`,
    ...Object.entries(said).map(([name, value]) => `  ${name}: ${value}`),
    ...findings.map(
      ({ name, place }) =>
        `${name}: ${FINDINGS[name][1]}${place['file'] === undefined ? '' : ` (${place['file']})`}`,
    ),
    'Not checked: whether others are served the same page.',
  ];
  const text = values.json ? JSON.stringify(report, undefined, 2) : lines.join('\n');
  process.stdout.write(`${text}\n`);
  return EXIT[verdict];
}

async function auditFolder(folder: string, trusted: Trusted, values: Options): Promise<number> {
  const hours = values['fresh-within'];
  if (hours !== undefined && !(Number(hours) > 0))
    throw new UsageError('--fresh-within is a number of hours.');
  const report = await auditExport({
    folder,
    policy: policyOf(trusted),
    builds: trusted.builds,
    ...(trusted.trust === undefined ? {} : { trust: trusted.trust }),
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
    const keys = await readNamedKeys(values.keys);
    if (verdict.statement.kind !== 'result') {
      said = { verdict: 'disproved', finding: 'token-unexpected' };
      exit = EXIT.disproved;
    } else {
      // Whether the key was in use is told by the whole ledger, not by one receipt.
      const token = (await readText(values.token)).trim();
      const read = await checkToken(token, verdict.statement, { keys, isInUse: () => true });
      if (read.kind === 'wrong') {
        said = { verdict: 'disproved', finding: read.name };
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
        trust: { type: 'string' },
        policy: { type: 'string' },
        build: { type: 'string', multiple: true, default: [] },
        builds: { type: 'string' },
        'any-build': { type: 'boolean', default: false },
        known: { type: 'string', multiple: true, default: [] },
        receipts: { type: 'string' },
        keys: { type: 'string' },
        token: { type: 'string' },
        receipt: { type: 'string' },
        manifest: { type: 'string' },
        'any-age': { type: 'boolean', default: false },
        'fresh-within': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError('The command cannot be understood.');
    throw error;
  }
}
