import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export const ROOT = join(import.meta.dirname, '..');

/** The real service with real booths, and the demonstration carrier, on free ports and an empty folder. */
export interface RunningService {
  readonly serviceUrl: string;
  readonly carrierUrl: string;
  /** Opens a registration through the carrier's own door; returns its capture link. */
  openRegistration(language?: 'ko' | 'en'): Promise<OpenedOrder>;
  /** How the carrier sees an order now. */
  look(orderId: string): Promise<OrderSeen>;
  stop(): Promise<void>;
}

export interface OpenedOrder {
  readonly orderId: string;
  readonly captureLink: string;
}

export interface OrderSeen {
  readonly state: string;
  readonly ground?: string;
  readonly answer?: 'Y' | 'N';
  readonly counted: number;
  readonly uncounted: number;
}

export async function startService(
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bonin-e2e-'));
  const apiKey = randomBytes(32).toString('base64url');
  const children: ChildProcess[] = [];
  const start = (program: string, more: Readonly<Record<string, string>>) =>
    startProgram(children, program, { BONIN_DEMONSTRATION_API_KEY: apiKey, ...more });

  async function stop(): Promise<void> {
    await Promise.all(children.map(end));
    rmSync(dataFolder, { recursive: true, force: true });
  }

  try {
    const serviceUrl = await start('apps/server/src/main.ts', {
      BONIN_DATA_FOLDER: dataFolder,
      BONIN_PORT: '0',
      BONIN_DEMONSTRATION: '1',
      ...environment,
    });
    const trustFile = join(dataFolder, 'trust.json');
    await writeTrustFile(trustFile, serviceUrl, environment);
    const carrierUrl = await start('apps/demo-carrier/src/main.ts', {
      DEMO_CARRIER_PORT: '0',
      DEMO_CARRIER_TRUST_FILE: trustFile,
      BONIN_URL: serviceUrl,
    });
    return { serviceUrl, carrierUrl, stop, ...carrierDoors(carrierUrl) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the carrier asks of results: of this checkout, its policy and the ledger of this service. */
async function writeTrustFile(
  file: string,
  serviceUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const ledgerKey = (await (await fetch(`${serviceUrl}/ledger/key`)).text()).trim();
  const pins = ['--issuer', serviceUrl, '--audience', 'demonstration-carrier'];
  const words = ['trust', 'policy', ...pins, '--ledger', ledgerKey];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'apps/server/src/main.ts'), ...words],
    { cwd: ROOT, env: { ...inherited(), ...environment } },
  );
  writeFileSync(file, stdout);
}

interface OrderAnswer {
  readonly order: { readonly id: string; readonly captureLink: string };
  readonly registration: {
    readonly state: string;
    readonly ground?: string;
    readonly attempts: { readonly counted: number; readonly uncounted: number };
    readonly result?: { readonly answer: 'Y' | 'N' };
  };
}

function carrierDoors(carrierUrl: string): Pick<RunningService, 'openRegistration' | 'look'> {
  return {
    async openRegistration(language = 'ko') {
      const response = await fetch(`${carrierUrl}/api/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'new-line', channel: 'online', language }),
      });
      if (!response.ok) throw new Error(`the order was answered with ${response.status}`);
      const { order } = (await response.json()) as OrderAnswer;
      return { orderId: order.id, captureLink: order.captureLink };
    },
    async look(orderId) {
      const response = await fetch(`${carrierUrl}/api/orders/${orderId}`);
      const { registration } = (await response.json()) as OrderAnswer;
      const { state, ground, attempts, result } = registration;
      return {
        state,
        ...attempts,
        ...(ground === undefined ? {} : { ground }),
        ...(result === undefined ? {} : { answer: result.answer }),
      };
    },
  };
}

/** What is set for these tests, or for another service of this machine, is not meant for this one. */
function inherited(): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(process.env).filter((name) => !name.startsWith('BONIN_'));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** Starts a program of this repository and returns the address of its ready line. */
function startProgram(
  children: ChildProcess[],
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, program)], {
    cwd: ROOT,
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The service's log names no person, so its last lines may stand in a test's report.
  let lastWords = '';
  child.stderr.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-2_000);
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { readonly ready?: boolean; readonly url?: string };
      if (message.ready === true && message.url !== undefined) resolve(message.url);
    });
    child.once('exit', (code) => {
      reject(new Error(`${program} ended with ${String(code)} before it was ready:\n${lastWords}`));
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
