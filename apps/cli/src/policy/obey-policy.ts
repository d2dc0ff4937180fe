import {
  CodedError,
  compilePolicy,
  decideRoute,
  openHistory,
  type CompiledPolicy,
  type Instant,
  type PolicyHistory,
  type RoutePolicy,
} from '@bonin/core';
import { makeSigningKey, openNoteSigner } from '@bonin/ledger/log';
import {
  explainDecision,
  parseFacts,
  parseOperators,
  readSignedPolicy,
  readUnverified,
  replayFacts,
  type ReplayCounts,
} from '@bonin/policies';
import { accessSync, constants, createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CliError } from '../cli-error.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { PolicyCommand } from './policy-arguments.ts';

/** What to print, and what to tell the shell. */
export interface PolicyReport {
  readonly output: string;
  readonly exitCode: number;
}

const HELP = `bonin policy: rules as data

  check FILE…                         read documents, lay their tables out, put them in the order of time
  keys NAME --out FILE                a key of a policy operator: the secret into FILE, the public one on standard output
  sign FILE --key FILE --out NOTE     put a signature under a document, or under one that others signed
  verify NOTE… --operators FILE       whether enough operators signed (--persons 2)
  explain REGISTRATION --facts FILE --in-force FILE…   why it stands as it does (--lang ko)
  replay --facts FILE --policy FILE   what would change under another policy
         [--in-force FILE…] [--from 2026-07-06] [--until 2026-08-01] [--json]

Facts are an export of recorded registrations, a line each; see docs/formats/route-policy.md.
Exit codes: 0 as asked · 1 refused · 2 something given cannot be used · 3 something of ours broke.
`;

/** Carries out what `bonin policy` was asked. @throws {CliError} `FILE_MISSING`, `ARGUMENTS_UNUSABLE` */
export async function obeyPolicy(command: PolicyCommand): Promise<PolicyReport> {
  try {
    return await carryOut(command);
  } catch (error) {
    // A refusal that has a code is an answer.
    if (!(error instanceof CodedError) || error instanceof CliError) throw error;
    const details = Object.entries(error.details as Readonly<Record<string, unknown>>)
      .map(([name, value]) => ` ${name}=${String(value)}`)
      .join('');
    return { output: `refused [${String(error.code)}]${details}`, exitCode: EXIT_CODE.no };
  }
}

async function carryOut(command: PolicyCommand): Promise<PolicyReport> {
  switch (command.kind) {
    case 'help':
      return said(HELP.trimEnd());
    case 'check':
      return said(check(command.files.map(readPolicy)));
    case 'keys': {
      const { signerKey, verifierKey } = makeSigningKey(command.name);
      // Never over a key that is there.
      write(command.out, `${signerKey}\n`, { mode: 0o600, flag: 'wx' });
      return said(verifierKey);
    }
    case 'sign':
      return said(sign(command));
    case 'verify':
      return verify(command);
    case 'explain':
      return explain(command);
    case 'replay':
      return replay(command);
  }
}

async function verify({
  files,
  operators: file,
  persons,
}: Extract<PolicyCommand, { kind: 'verify' }>): Promise<PolicyReport> {
  const operators = parseOperators(read(file), persons);
  const lines: string[] = [];
  for (const note of files) {
    const { policy, digest, signers } = await readSignedPolicy(read(note), operators);
    lines.push(`${nameOf(policy)}  signed by ${signers.join(', ')}  sha256 ${digest}`);
  }
  return said(lines.join('\n'));
}

function check(policies: readonly RoutePolicy[]): string {
  const lines = policies.map((policy) => {
    compilePolicy(policy);
    const { standing, from, until, rules } = policy;
    const time = `from ${momentOf(from)}${until === undefined ? '' : ` until ${momentOf(until)}`}`;
    return `${nameOf(policy)}  ${standing}  ${time}  ${String(rules.length)} rules`;
  });
  openHistory(policies);
  return lines.join('\n');
}

function sign({ file, key, out }: Extract<PolicyCommand, { kind: 'sign' }>): string {
  const given = read(file);
  const { policy } = readUnverified(given);
  compilePolicy(policy);
  const signer = openNoteSigner(read(key).trim());
  const split = given.lastIndexOf('\n\n\u2014 ');
  const text = split < 0 ? `${given.trimEnd()}\n` : given.slice(0, split + 1);
  const others = split < 0 ? '' : given.slice(split + 2);
  write(out, `${text}\n${others}${signer.sign(text, 0)}`);
  return `${nameOf(policy)}  signed by ${signer.verifierKey.name}`;
}

async function explain({
  registrationId,
  facts,
  inForce,
  language,
}: Extract<PolicyCommand, { kind: 'explain' }>): Promise<PolicyReport> {
  const history = historyOf(inForce);
  for await (const line of linesOf(facts)) {
    if (!line.includes(registrationId)) continue;
    const recorded = parseFacts(line);
    if (recorded?.registrationId !== registrationId) continue;
    const policy = history.at(recorded.facts.asOf);
    if (policy === undefined) return { output: 'no rule was in force', exitCode: EXIT_CODE.no };
    const decision = decideRoute(recorded.facts, policy);
    const words = explainDecision(recorded.facts, decision, language);
    return said([nameOf(policy.policy), ...words].join('\n'));
  }
  return { output: 'no such registration in these facts', exitCode: EXIT_CODE.no };
}

async function replay({
  facts,
  inForce,
  policy,
  from,
  until,
  asJson,
}: Extract<PolicyCommand, { kind: 'replay' }>): Promise<PolicyReport> {
  const history = historyOf(inForce);
  const other = compilePolicy(readPolicy(policy));
  const then = rememberLatest((at) => history.at(at));
  const replayed = replayFacts(then, other);
  let unreadable = 0;
  for await (const line of linesOf(facts)) {
    const recorded = parseFacts(line);
    if (recorded === undefined) unreadable += 1;
    else if (recorded.facts.asOf >= from && recorded.facts.asOf < until) replayed.take(recorded);
  }
  const counts = replayed.counts();
  const exitCode = unreadable === 0 ? EXIT_CODE.yes : EXIT_CODE.inputUnusable;
  if (asJson) return { output: JSON.stringify({ ...counts, unreadable }), exitCode };
  return { output: tableOf(counts, unreadable, other.policy), exitCode };
}

function tableOf(
  { facts, unchanged, changes }: ReplayCounts,
  unreadable: number,
  policy: RoutePolicy,
): string {
  const rows = changes.map(
    ({ from, to, cause, channel, tenantId, count }) =>
      `${String(count).padStart(9)}  ${from} → ${to}  ${cause}  ${channel}  ${tenantId}`,
  );
  return [
    `${String(facts)} registrations under ${nameOf(policy)}: ${String(unchanged)} would stand as they do, ${String(facts - unchanged)} would not`,
    ...(unreadable === 0
      ? []
      : [`${String(unreadable)} lines could not be read and are in no count`]),
    ...(rows.length === 0 ? [] : ['    count  change  cause  channel  operator', ...rows]),
  ].join('\n');
}

/** Recorded facts come in the order of time: the same rule answers for many of them. */
function rememberLatest(at: PolicyHistory['at']): (when: Instant) => CompiledPolicy | undefined {
  let known: { readonly when: number; readonly policy: CompiledPolicy | undefined } | undefined;
  return (when) => {
    if (known?.when !== when) known = { when, policy: at(when) };
    return known.policy;
  };
}

function historyOf(files: readonly string[]): PolicyHistory {
  return openHistory(files.map(readPolicy));
}

function readPolicy(file: string): RoutePolicy {
  return readUnverified(read(file)).policy;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CliError('FILE_MISSING', { role: 'policy' });
  }
}

function write(file: string, text: string, options: { mode?: number; flag?: string } = {}): void {
  try {
    writeFileSync(file, text, options);
  } catch {
    throw new CliError('FILE_NOT_WRITTEN');
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  // Looked at first: a stream that fails later would end as a fault of ours.
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new CliError('FILE_MISSING', { role: 'facts' });
  }
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line !== '') yield line;
  }
}

function nameOf({ id, version }: Pick<RoutePolicy, 'id' | 'version'>): string {
  return `${id} ${String(version)}`;
}

function momentOf(at: number): string {
  return new Date(at).toISOString();
}

function said(output: string): PolicyReport {
  return { output, exitCode: EXIT_CODE.yes };
}
