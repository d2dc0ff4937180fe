import type { OpenedRegistrationResource } from '@bonin/protocol';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { ProofError } from '../proof-error.ts';
import { processTree, type SeenProcess } from '../sinks/processes.ts';
import { openRecordingProxy, type RecordingProxy } from '../sinks/recording-proxy.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SERVICE_PROGRAM = path.join(ROOT, 'apps/server/src/main.ts');
const LEAKY_PROGRAM = path.join(import.meta.dirname, '../controls/leaky-service.ts');
const START_WITHIN_MS = 60_000;
const LEAKED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
const LEAKED = '{"leaked":true}\n';
const BOOTH_PROGRAM = /matcher\.mjs|reader\.mjs|leaky-booth/;

export interface ServiceSettings {
  readonly dataFolder: string;
  readonly policyFile: string;
  /** A PostgreSQL server instead of the embedded database. */
  readonly databaseUrl?: string;
  /** The build that leaks on purpose; what its canaries are, for the leaks that are made of pictures. */
  readonly leaky?: Readonly<Record<string, string>>;
}

/** The service as an installation runs it, behind a proxy that keeps all that it says. */
export interface RunningService extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Opens a registration as a mobile operator does. */
  open(): Promise<OpenedRegistrationResource>;
  /** Registrations that were opened. */
  registrations(): readonly string[];
  /** Asks as a mobile operator does; the body, whatever the status. */
  ask(path: string, options?: { readonly withKey?: boolean }): Promise<Buffer>;
  /** The service's process and all that it started. */
  processes(): readonly SeenProcess[];
  /** Booths, serving and waiting. */
  booths(): readonly SeenProcess[];
  /** All that it has written to its log and its standard output. */
  log(): Buffer;
  /** All bytes that it has sent over the network, connection by connection. */
  said(): readonly Buffer[];
  /**
   * Waits until the leaky build has put everything everywhere.
   *
   * @throws {ProofError} `SERVICE_UNUSABLE` when it never says so
   */
  leaked(): Promise<void>;
  /** Ends the service as a failure of the machine does, and starts it anew on the same data. */
  crash(): Promise<void>;
}

/**
 * Starts the real service, or the leaky build of it, in a process of its own.
 *
 * @throws {ProofError} `SERVICE_UNUSABLE`
 */
export async function startService(settings: ServiceSettings): Promise<RunningService> {
  const { dataFolder, policyFile, databaseUrl, leaky } = settings;
  const env = {
    PATH: process.env['PATH'],
    BONIN_DATA_FOLDER: dataFolder,
    BONIN_POLICY_FILE: policyFile,
    BONIN_PORT: '0',
    BONIN_METRICS_PUBLIC: '1',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...leaky,
  };
  const program = leaky === undefined ? SERVICE_PROGRAM : LEAKY_PROGRAM;
  const log: Buffer[] = [];
  const earlier: Buffer[] = [];
  const start = (file: string, ...words: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...words], {
      env,
      cwd: dataFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  // Another one each time, as the data of the run before may still be there.
  const tenant = `proof-${randomBytes(6).toString('hex')}`;
  const adding = start(SERVICE_PROGRAM, 'tenant', 'add', tenant, '--name', 'Proof');
  const { apiKey } = await firstLine<{ readonly apiKey?: string }>(adding);
  let child: ChildProcess;
  let proxy: RecordingProxy;
  await begin();
  const registrations: string[] = [];
  let opened = 0;

  async function begin(): Promise<void> {
    child = start(program);
    child.stderr?.on('data', (chunk: Buffer) => log.push(chunk));
    child.stdout?.on('data', (chunk: Buffer) => log.push(chunk));
    const { url } = await firstLine<{ readonly url?: string }>(child);
    if (apiKey === undefined || url === undefined) throw new ProofError('SERVICE_UNUSABLE');
    proxy = await openRecordingProxy(url);
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    earlier.push(...proxy.said());
    const { [Symbol.asyncDispose]: close } = proxy;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    await close();
  }

  const fetched = async (
    where: string,
    init: { readonly method?: string; readonly body?: string } = {},
    withKey = true,
  ): Promise<Response> =>
    fetch(`${proxy.url}${where}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        ...(withKey ? { authorization: `Bearer ${apiKey ?? ''}` } : {}),
        ...(init.method === 'POST' ? { 'idempotency-key': `proof-of-retention-${opened}` } : {}),
      },
    });

  return {
    get url() {
      return proxy.url;
    },
    get pid() {
      return child.pid ?? 0;
    },
    async open() {
      opened += 1;
      const body = JSON.stringify({
        kind: 'new-line',
        channel: 'online',
        documentTypes: ['resident-card'],
        orderReference: `proof-${opened}`,
      });
      const response = await fetched('/v1/registrations', { method: 'POST', body });
      if (!response.ok) throw new ProofError('SERVICE_UNUSABLE', { status: response.status });
      const registration = (await response.json()) as OpenedRegistrationResource;
      registrations.push(registration.id);
      return registration;
    },
    registrations: () => registrations,
    async ask(where, { withKey = true } = {}) {
      const response = await fetched(where, {}, withKey);
      return Buffer.from(await response.arrayBuffer());
    },
    processes: () => processTree(child.pid ?? 0),
    booths: () =>
      processTree(child.pid ?? 0).filter(({ commandLine }) => BOOTH_PROGRAM.test(commandLine)),
    log: () => Buffer.concat(log),
    said: () => [...earlier, ...proxy.said()],
    async leaked() {
      const until = performance.now() + LEAKED_WITHIN_MS;
      while (!Buffer.concat(log).includes(LEAKED)) {
        if (performance.now() > until) throw new ProofError('SERVICE_UNUSABLE', { step: 'leak' });
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    async crash() {
      await end('SIGKILL');
      await begin();
    },
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

/** @throws {ProofError} `SERVICE_UNUSABLE` when the program says nothing in time, or ends */
async function firstLine<Said>(child: ChildProcess): Promise<Said> {
  const said = Promise.withResolvers<Said>();
  const fail = (): void => said.reject(new ProofError('SERVICE_UNUSABLE', { step: 'start' }));
  const timer = setTimeout(fail, START_WITHIN_MS);
  if (child.stdout === null) throw new ProofError('SERVICE_UNUSABLE', { step: 'start' });
  const lines = createInterface({ input: child.stdout });
  lines.once('line', (line) => said.resolve(JSON.parse(line) as Said));
  child.once('exit', fail);
  try {
    return await said.promise;
  } finally {
    clearTimeout(timer);
    child.off('exit', fail);
  }
}
