import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { OpenedRegistrationResource } from '@bonin/protocol';
import { EvaluationError } from '../evaluation-error.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SERVICE_PROGRAM = path.join(ROOT, 'apps/server/src/main.ts');
const START_WITHIN_MS = 60_000;

/** The service as an installation runs it, in a process of its own with a data folder of its own. */
export interface RunningService extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Opens a registration as a mobile operator does. */
  open(): Promise<OpenedRegistrationResource>;
}

/**
 * Starts the service with its defaults and the embedded database, and one mobile operator.
 *
 * Disposing stops it and removes its data folder.
 *
 * @throws {EvaluationError} `SERVICE_UNUSABLE`
 */
export async function startService(): Promise<RunningService> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'bonin-measurement-'));
  // Nothing of this shell's own settings: what is measured is the service as it comes.
  const env = {
    PATH: process.env['PATH'],
    BONIN_DATA_FOLDER: dataFolder,
    BONIN_PORT: '0',
  };
  const start = (...words: readonly string[]) =>
    spawn(process.execPath, [SERVICE_PROGRAM, ...words], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  const adding = start('tenant', 'add', 'measurement', '--name', 'Measurement');
  const { apiKey } = await firstLine<{ apiKey?: string }>(adding.stdout);
  const child = start();
  const hasEnded = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await hasEnded;
    await rm(dataFolder, { recursive: true, force: true });
  };
  const { url } = await firstLine<{ url?: string }>(child.stdout).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (apiKey === undefined || url === undefined || child.pid === undefined) {
    await stop();
    throw new EvaluationError('SERVICE_UNUSABLE', { step: 'start' });
  }
  let opened = 0;
  return {
    url,
    pid: child.pid,
    async open() {
      const response = await fetch(`${url}/v1/registrations`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${apiKey}`,
          'idempotency-key': `measurement-of-the-product-${opened++}`,
        },
        body: JSON.stringify({
          kind: 'new-line',
          channel: 'online',
          documentTypes: ['resident-card'],
          orderReference: `measurement-${opened}`,
        }),
      });
      if (!response.ok) throw new EvaluationError('SERVICE_UNUSABLE', { status: response.status });
      return (await response.json()) as OpenedRegistrationResource;
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** @throws {EvaluationError} `SERVICE_UNUSABLE` when the output ends or stays silent */
async function firstLine<Said>(output: NodeJS.ReadableStream): Promise<Said> {
  const said = Promise.withResolvers<Said>();
  const fail = (): void => said.reject(new EvaluationError('SERVICE_UNUSABLE', { step: 'start' }));
  const timer = setTimeout(fail, START_WITHIN_MS);
  const lines = createInterface({ input: output });
  lines.once('line', (line) => said.resolve(JSON.parse(line) as Said));
  lines.once('close', fail);
  try {
    return await said.promise;
  } finally {
    clearTimeout(timer);
  }
}
