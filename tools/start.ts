/**
 * `npm start`: builds what is missing, starts the service and a demonstration carrier, and says where to click.
 *
 *   npm start                 this machine only
 *   npm start -- --phone      also for a phone in the same network, over HTTPS with a certificate made here
 *   npm start -- --phone --host 192.168.0.7      where the phone reaches this machine, if that is not found
 *   npm start -- --trust trust.json              what the carrier asks of results, in place of what is written for it
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { PARTS } from './build/all-parts.ts';
import { ROOT, build } from './build/parts.ts';
import { demonstrationRules } from './demonstration-rules.ts';
import { lanAddressOf } from './lan-address.ts';

interface ServerReady {
  readonly url: string;
  readonly storage: string;
  readonly policy: { readonly id: string; readonly version: number };
  readonly rules?: { readonly id: string; readonly version: number };
  readonly isolation: readonly string[];
  readonly isolationMissing?: readonly string[];
}

interface CarrierReady {
  readonly url: string;
}

/** Under which the service adds the demonstration. */
const DEMONSTRATION_TENANT = 'demonstration-carrier';
const SERVER = join(ROOT, 'apps/server/src/main.ts');
const NPM_SEEN_EVERY_MS = 500;

const started = performance.now();
const { values: options } = parseArgs({
  options: {
    phone: { type: 'boolean', default: false },
    host: { type: 'string' },
    port: { type: 'string', default: '8080' },
    trust: { type: 'string' },
    'data-folder': { type: 'string', default: join(ROOT, 'data') },
  },
});

// Taken before anything is built: a build sets NODE_ENV for itself.
const inherited = { ...process.env };
const dataFolder = resolve(options['data-folder']);
const logFile = join(dataFolder, 'service.log');
const children: ChildProcess[] = [];
const lifecycle = { isStopping: false };
process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));
endWithNpm();

await main().catch((error: unknown) => {
  if (!lifecycle.isStopping) console.error(error instanceof Error ? error.message : error);
  return stop(1);
});

async function main(): Promise<void> {
  await build(PARTS, (line) => console.log(`  ${line} …`));

  mkdirSync(dataFolder, { recursive: true });
  const port = await freePort(Number(options.port));
  const carrierPort = await freePort(port + 1);
  const host = options.phone ? phoneHost() : '127.0.0.1';
  const demonstrationKey = randomBytes(32).toString('base64url');

  const publicUrl = options.phone ? `https://${host}:${port}` : `http://localhost:${port}`;
  const installation = { BONIN_DATA_FOLDER: dataFolder, BONIN_PUBLIC_URL: publicUrl };
  const trustFile =
    options.trust === undefined
      ? writeTrustFile(publicUrl, installation)
      : Promise.resolve(resolve(options.trust));
  // Whoever waits for it is told; until then, that it failed is no reason to end without a word.
  trustFile.catch(() => undefined);
  const rules = demonstrationRules(dataFolder);
  rules.catch(() => undefined);
  const startServer = async () =>
    ready<ServerReady>('apps/server/src/main.ts', {
      ...installation,
      ...(await rules),
      BONIN_PORT: String(port),
      BONIN_DEMONSTRATION: '1',
      BONIN_DEMONSTRATION_API_KEY: demonstrationKey,
      ...(options.phone ? { BONIN_TLS: '1', BONIN_HOST: '0.0.0.0' } : {}),
    });
  const startCarrier = async () =>
    ready<CarrierReady>('apps/demo-carrier/src/main.ts', {
      DEMO_CARRIER_TRUST_FILE: await trustFile,
      DEMO_CARRIER_PORT: String(carrierPort),
      DEMO_CARRIER_HOST: '127.0.0.1',
      BONIN_URL: publicUrl,
      BONIN_DEMONSTRATION_API_KEY: demonstrationKey,
      BONIN_DATA_FOLDER: dataFolder,
    });
  // The carrier reads the certificate that the service makes at its first start over TLS.
  const [server, carrier] = options.phone
    ? [await startServer(), await startCarrier()]
    : await Promise.all([startServer(), startCarrier()]);
  announce(server, carrier, await trustFile);
}

/**
 * Writes what the carrier asks of results: of this checkout, this policy and this ledger, each time anew. A mobile operator
 * writes its own, and keeps it where the service cannot change it.
 */
async function writeTrustFile(
  issuer: string,
  installation: Readonly<Record<string, string>>,
): Promise<string> {
  const tell = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [SERVER, ...words], {
      cwd: ROOT,
      env: { ...inherited, ...installation },
    });
    return stdout;
  };
  const ledgerKey = (await tell('ledger', 'key')).trim();
  const pins = ['--issuer', issuer, '--audience', DEMONSTRATION_TENANT, '--ledger', ledgerKey];
  const file = join(dataFolder, 'demonstration-trust.json');
  writeFileSync(file, await tell('trust', 'policy', ...pins));
  return file;
}

function announce(server: ServerReady, carrier: CarrierReady, trustFile: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const missing = server.isolationMissing ?? [];
  const lines = [
    '',
    `  Bonin is running (ready after ${seconds} s)`,
    '',
    `    try it     ${carrier.url}   order page of a demonstration carrier`,
    `    service    ${server.url}   API: ${server.url}/openapi.json`,
    `    storage    ${server.storage}, policy ${server.policy.id} version ${server.policy.version}`,
    `    rule       ${ruleOf(server)}   docs/operations/rules.md`,
    `    booths     isolated by: ${server.isolation.join(', ')}`,
    ...(missing.length > 0 ? [`               not available here: ${missing.join(', ')}`] : []),
    `    trust      ${trustFile}   what the carrier asks of a result`,
    `    logs       ${logFile}`,
    '',
    ...(options.phone
      ? [
          '    The certificate was made on this machine; your phone will warn about it once.',
          '    Not tried on an iPhone, which may refuse the connection behind the page all the same.',
        ]
      : ['    On a phone in the same network: npm start -- --phone']),
    '    Demonstration only: attack detection was measured on simulated people and attacks. Stop with Ctrl+C.',
    '',
  ];
  console.log(lines.join('\n'));
}

function ruleOf({ rules }: ServerReady): string {
  return rules === undefined ? 'none' : `${rules.id} version ${String(rules.version)}`;
}

/** Starts a program of this repository and waits for the line in which it says that it is ready. */
function ready<Ready>(program: string, environment: Record<string, string>): Promise<Ready> {
  // Into a file, so that the first lines on the screen are those that a person needs.
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [join(ROOT, program)], {
    cwd: ROOT,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  children.push(child);
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error(`${program} has no output to listen to`);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parsedLine(line);
      if (message !== undefined) resolve(message as Ready);
    });
    child.once('exit', (code) => {
      if (!lifecycle.isStopping) {
        console.error(`${program} has ended (${String(code)}). The last lines of ${logFile}:`);
        console.error(lastLines(logFile));
      }
      reject(new Error(`${program} ended`));
      void stop(code ?? 1);
    });
  });
}

function parsedLine(line: string): unknown {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null && 'ready' in message
      ? message
      : undefined;
  } catch {
    return undefined;
  }
}

/** The first port from `wanted` on that nobody listens on. */
async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 20; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + 19}; choose one with --port`);
}

function phoneHost(): string {
  const host = options.host ?? lanAddressOf(networkInterfaces());
  if (host === undefined) {
    throw new Error('no network found that a phone could be in; name this machine with --host');
  }
  return host;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}

/** npm passes no signal on when it is ended itself, and leaves what it started to nobody. */
function endWithNpm(): void {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) void stop(0);
  }, NPM_SEEN_EVERY_MS).unref();
}

async function stop(code: number): Promise<void> {
  if (lifecycle.isStopping) return;
  lifecycle.isStopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(
    running.map((child) => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return gone;
    }),
  );
  process.exit(code);
}
