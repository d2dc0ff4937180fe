import { fork, type ChildProcess } from 'node:child_process';
import { EvaluationError } from '../evaluation-error.ts';
import type {
  AcquisitionReport,
  ExtractionReport,
  Numbered,
  RecogniserDescription,
  RecogniserReply,
  RecogniserRequest,
  SampleRole,
} from './recogniser-protocol.ts';

/** Which of a recogniser's samples to compare, and how. */
export interface ComparisonRequest {
  readonly measure: string;
  readonly references: readonly string[];
  readonly probes: readonly string[];
}

/** A recogniser in a process of its own, used for one image at a time. */
export interface RecogniserProcess extends AsyncDisposable {
  readonly description: RecogniserDescription;
  extract(slot: string, role: SampleRole, bytes: Uint8Array): Promise<ExtractionReport>;
  /** Whether the policy's floors let the image pass; nothing of it is kept. */
  acquire(role: SampleRole, bytes: Uint8Array): Promise<AcquisitionReport>;
  /** Row by row, one row per reference; NaN where a side could not be acquired. */
  compare(request: ComparisonRequest): Promise<Float64Array>;
}

/**
 * Starts a recogniser's program and waits until it can describe itself.
 *
 * @throws {EvaluationError} `RECOGNISER_FAILED` when the program ends or reports a fault; `NETWORKS_UNUSABLE` when it
 *   cannot be opened with the networks it was given
 */
export async function startRecogniser(
  programFile: string,
  args: readonly string[] = [],
): Promise<RecogniserProcess> {
  const child = fork(programFile, args, {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ask = asker(child);
  const described = await ask({ kind: 'describe' });
  if (described.kind !== 'description') {
    child.disconnect();
    throw described.kind === 'not-opened'
      ? new EvaluationError('NETWORKS_UNUSABLE', { cause: described.code })
      : new EvaluationError('RECOGNISER_FAILED');
  }

  return {
    description: {
      name: described.name,
      scale: described.scale,
      tellsRolesApart: described.tellsRolesApart,
    },
    async extract(slot, role, bytes) {
      const reply = await ask({ kind: 'extract', slot, role, bytes });
      if (reply.kind !== 'extracted' && reply.kind !== 'failure-to-acquire') {
        throw new EvaluationError('RECOGNISER_FAILED', { recogniser: described.name });
      }
      return reply;
    },
    async acquire(role, bytes) {
      const reply = await ask({ kind: 'acquire', role, bytes });
      if (reply.kind !== 'acquired' && reply.kind !== 'refused') {
        throw new EvaluationError('RECOGNISER_FAILED', { recogniser: described.name });
      }
      return reply;
    },
    async compare(request) {
      const reply = await ask({ kind: 'compare', ...request });
      if (reply.kind !== 'scores') {
        throw new EvaluationError('RECOGNISER_FAILED', { recogniser: described.name });
      }
      return reply.values;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (child.connected) child.disconnect();
      else child.kill();
      await ended;
    },
  };
}

function asker(child: ChildProcess): (request: RecogniserRequest) => Promise<RecogniserReply> {
  const waiting = new Map<number, PromiseWithResolvers<RecogniserReply>>();
  let asked = 0;
  let hasEnded = false;

  child.on('message', (message: Numbered<RecogniserReply>) => {
    const promise = waiting.get(message.number);
    waiting.delete(message.number);
    if (message.body.kind === 'fault') {
      promise?.reject(new EvaluationError('RECOGNISER_FAILED', { fault: message.body.name }));
    } else {
      promise?.resolve(message.body);
    }
  });
  child.on('exit', () => {
    hasEnded = true;
    for (const promise of waiting.values()) {
      promise.reject(new EvaluationError('RECOGNISER_FAILED', { fault: 'ended' }));
    }
    waiting.clear();
  });

  return (body) => {
    const promise = Promise.withResolvers<RecogniserReply>();
    if (hasEnded) {
      promise.reject(new EvaluationError('RECOGNISER_FAILED', { fault: 'ended' }));
      return promise.promise;
    }
    const number = asked++;
    waiting.set(number, promise);
    child.send({ number, body } satisfies Numbered<RecogniserRequest>);
    return promise.promise;
  };
}
