import {
  BoothError,
  boothPrograms,
  ISOLATION_MEASURES,
  networksOf,
  openBoothPool,
  type BoothAccount,
  type PooledPair,
} from '@bonin/booth';
import {
  isVerdict,
  type BoothSymbol,
  type FacePolicy,
  type GuidanceSymbol,
  type VerdictSymbol,
} from '@bonin/core';
import { keyToText, openSealer } from '@bonin/sealing';
import type { CaptureBinding } from '@bonin/workflows';
import { randomUUID } from 'node:crypto';
import type { VerifyCommand } from './arguments.ts';
import { captureErrorCode } from './capture-error-code.ts';
import { CliError, type CliErrorCode } from './cli-error.ts';
import { readImageFile } from './input/image-file.ts';
import { readProbeFrames, type ProbeFrames } from './input/probe-frames.ts';
import { ensureBoothPrograms, INSTALLATION } from './installation.ts';
import { forFrames, readFacePolicy } from './policy-file.ts';
import { openStopwatch, parseTimingLine, type StageTiming } from './timings.ts';

/** What booths said of the pictures, and what they took. */
export interface Verification {
  readonly verdict: Exclude<VerdictSymbol, 'capture-unusable'>;
  readonly frames: { readonly used: number; readonly found: number };
  readonly isolation: { readonly applied: readonly string[]; readonly measures: number };
  readonly account: BoothAccount;
  readonly timings: readonly StageTiming[];
}

/**
 * Puts one probe to the test against one card, in two booths, sealed to their keys as a device would.
 *
 * Personal data: reads the pictures from their files and seals them; does not decode them, writes nothing.
 *
 * @throws {CliError} when there is neither Y nor N
 */
export async function verify(command: VerifyCommand): Promise<Verification> {
  const stopwatch = openStopwatch();
  const policy = await readFacePolicy(command.policyFile ?? INSTALLATION.policy);
  const card = await readImageFile(command.reference, { role: 'reference', place: 1 });
  const probe = await readProbeFrames(command.probes);
  stopwatch.lap('read files');

  const stages: StageTiming[] = [];
  await using pool = await openPool(command, policy, stages);
  await using booths = await pool.take();
  if (booths === undefined) throw new CliError('BOOTH_NOT_STARTED');
  stopwatch.lap('start booth');

  const bound = {
    registrationId: 'command-line',
    attemptId: randomUUID(),
    challenge: randomUUID(),
    buildDigest: 'local',
  };
  booths.begin({ bound, facePolicy: forFrames(policy, probe.frames.length) });
  const saying = hear(booths.symbols);
  await sealTo(booths, bound, card, probe);
  stopwatch.lap('seal and deliver');
  const said = await saying;
  const ending = await booths.ended;
  stopwatch.lap('booth');

  if (ending.kind === 'stopped') {
    if (ending.cause === 'policy-unsuitable') throw new CliError('POLICY_UNUSABLE');
    throw new CliError('BOOTH_STOPPED', { cause: ending.cause });
  }
  if (ending.verdict === 'capture-unusable') throw unusable(said);
  return {
    verdict: ending.verdict,
    frames: { used: probe.frames.length, found: probe.found },
    isolation: { applied: booths.isolation, measures: ISOLATION_MEASURES.length },
    account: ending.account,
    timings: [...stopwatch.laps(), ...stages],
  };
}

async function openPool(command: VerifyCommand, policy: FacePolicy, stages: StageTiming[]) {
  try {
    await ensureBoothPrograms();
    return await openBoothPool({
      programs: boothPrograms({
        programFolder: INSTALLATION.boothPrograms,
        manifestFile: INSTALLATION.manifest,
        modelFolder: INSTALLATION.models,
        networks: networksOf(policy),
        timings: command.withTimings,
      }),
      size: 1,
      servingMax: 1,
      takeWaitMs: 1_000,
      isRefilled: false,
      ...(command.withTimings && {
        onUncountedLine: (line: string) => stages.push(...parseTimingLine(line)),
      }),
    });
  } catch (error) {
    throw new CliError(startFailure(error, command));
  }
}

function startFailure(error: unknown, { policyFile }: VerifyCommand): CliErrorCode {
  const code = error instanceof BoothError ? error.code : undefined;
  if (code === 'BOOTH_PROGRAM_MISSING') return 'PROGRAM_MISSING';
  if (code !== 'BOOTH_NETWORKS_UNUSABLE') return 'BOOTH_NOT_STARTED';
  return policyFile === undefined ? 'NETWORKS_NOT_INSTALLED' : 'POLICY_NETWORKS_UNUSABLE';
}

async function sealTo(
  booths: PooledPair,
  bound: CaptureBinding,
  card: Uint8Array,
  probe: ProbeFrames,
): Promise<void> {
  const { reader, matcher } = booths.keys;
  const keys = { readerKey: keyToText(reader), matcherKey: keyToText(matcher) };
  const sealer = await openSealer({ ...bound, ...keys });
  await booths.deliver(await sealer.seal({ kind: 'card', last: true, payload: card }));
  for (const payload of probe.frames) {
    await booths.deliver(await sealer.seal({ kind: 'frame', last: false, payload }));
  }
  const nothing = new Uint8Array();
  await booths.deliver(await sealer.seal({ kind: 'end', last: true, payload: nothing }));
}

async function hear(symbols: AsyncIterable<BoothSymbol>): Promise<readonly BoothSymbol[]> {
  const said: BoothSymbol[] = [];
  for await (const symbol of symbols) said.push(symbol);
  return said;
}

/** Why nothing was compared: the booth's last word of guidance, and whether it spoke of the card. */
function unusable(said: readonly BoothSymbol[]): CliError {
  const role = said.includes('reference-acquired') ? 'probe' : 'reference';
  const guidance = said.findLast((symbol): symbol is GuidanceSymbol => !isVerdict(symbol));
  const isReason = guidance !== undefined && !ALL_WELL.has(guidance);
  const code = captureErrorCode(role, isReason ? guidance : undefined);
  return new CliError(code, { role, ...(isReason && { guidance }) });
}

const ALL_WELL: ReadonlySet<GuidanceSymbol> = new Set([
  'reference-acquired',
  'step-done',
  'capture-sufficient',
] as const);
