import { SEALED_HAND_OVER_BYTES } from '@bonin/booth';
import path from 'node:path';
import process from 'node:process';
import { ProofError } from '../proof-error.ts';
import type { RunningService } from '../service/running-service.ts';
import { readBoothCalls, type BoothCalls } from './booth-calls.ts';
import { traceBooths } from './trace-booths.ts';

const BOOTHS_WAIT_WITHIN_MS = 30_000;
const MATCHER = 'matcher.mjs';

/** What the booths that wait, of which one serves, ask the system for meanwhile. */
export async function watchBooths(
  service: RunningService,
  folder: string,
  act: () => Promise<void>,
): Promise<BoothCalls | undefined> {
  const pids = await boothsThatWait(service);
  const trace = await traceBooths(pids, path.join(folder, 'booth-calls'));
  await act();
  return trace === undefined
    ? undefined
    : readBoothCalls(await trace.end(), (pids.length / 2) * SEALED_HAND_OVER_BYTES);
}

/** Both booths of each pair, once the system has confined them all: what does that starts the program of the booth last. */
async function boothsThatWait(service: RunningService): Promise<readonly number[]> {
  const until = performance.now() + BOOTHS_WAIT_WITHIN_MS;
  for (;;) {
    const booths = service.booths();
    const confined = booths.filter(({ commandLine }) =>
      commandLine.startsWith(`${process.execPath} `),
    );
    const matchers = confined.filter(({ commandLine }) => commandLine.includes(MATCHER)).length;
    if (matchers > 0 && 2 * matchers === confined.length) return confined.map(({ pid }) => pid);
    if (performance.now() > until) throw new ProofError('SERVICE_UNUSABLE', { step: 'booths' });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
