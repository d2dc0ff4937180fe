import { fork, type ChildProcess } from 'node:child_process';
import { EvaluationError, type EvaluationErrorCode } from '../evaluation-error.ts';
import type { PlannedReplays } from './blind-replay.ts';
import type { PlannedSession, SessionRecord } from './session-record.ts';

/** What every process of the laboratory works with. */
export interface LaboratorySettings {
  readonly policyFile: string;
  readonly manifestFile: string;
  readonly modelFolder: string;
  readonly portraits: readonly string[];
  readonly seed: string;
}

export type LaboratoryRequest =
  | { readonly kind: 'open'; readonly settings: LaboratorySettings }
  | { readonly kind: 'hold'; readonly planned: PlannedSession; readonly goesBeyond: boolean }
  | { readonly kind: 'replay'; readonly planned: PlannedReplays };

export type LaboratoryReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'held'; readonly records: readonly SessionRecord[] }
  | { readonly kind: 'fault'; readonly code: EvaluationErrorCode };

/** A process that holds sessions, one at a time. */
export interface LaboratoryWorker extends AsyncDisposable {
  hold(planned: PlannedSession, options: { readonly goesBeyond: boolean }): Promise<SessionRecord>;
  replay(planned: PlannedReplays): Promise<readonly SessionRecord[]>;
}

/**
 * Starts a process that holds sessions.
 *
 * @throws {EvaluationError} what the process reports, or `LABORATORY_FAILED` when it ends
 */
export async function startWorker(settings: LaboratorySettings): Promise<LaboratoryWorker> {
  const child = fork(`${import.meta.dirname}/laboratory-worker.ts`, [], {
    // NaN and Infinity are findings too.
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await ask(child, { kind: 'open', settings });
  const held = async (request: LaboratoryRequest): Promise<readonly SessionRecord[]> => {
    const reply = await ask(child, request);
    if (reply.kind !== 'held') throw new EvaluationError('LABORATORY_FAILED');
    return reply.records;
  };
  return {
    async hold(planned, { goesBeyond }) {
      const [record] = await held({ kind: 'hold', planned, goesBeyond });
      if (record === undefined) throw new EvaluationError('LABORATORY_FAILED');
      return record;
    },
    replay: (planned) => held({ kind: 'replay', planned }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (child.connected) child.disconnect();
      else child.kill();
      await ended;
    },
  };
}

function ask(child: ChildProcess, request: LaboratoryRequest): Promise<LaboratoryReply> {
  const { promise, resolve, reject } = Promise.withResolvers<LaboratoryReply>();
  const onExit = (): void => reject(new EvaluationError('LABORATORY_FAILED'));
  child.once('exit', onExit);
  child.once('message', (reply: LaboratoryReply) => {
    child.off('exit', onExit);
    if (reply.kind === 'fault') reject(new EvaluationError(reply.code));
    else resolve(reply);
  });
  if (child.connected) child.send(request);
  else onExit();
  return promise;
}
