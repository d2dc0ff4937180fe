/** Real witnesses, each in a process of its own, and what may stand between them and a service. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVerifierKey, type VerifierKey } from '@bonin/ledger';
import { makeCosigningKey } from '@bonin/ledger/log';

const PROGRAM = join(import.meta.dirname, '../../witness/bin/bonin-witness.mjs');

export interface WitnessProcess {
  readonly key: VerifierKey;
  readonly url: string;
  /** What it has said on standard error. */
  readonly said: () => string;
  /** Kills it; `start` begins it again on the same state, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Kills it for good. */
  remove(): Promise<void>;
}

/** @param log - text of the key of the log that it follows */
export async function startWitness(name: string, log: string): Promise<WitnessProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-witness-'));
  const keyFile = join(folder, 'key');
  const { signerKey, verifierKey } = makeCosigningKey(name);
  writeFileSync(keyFile, `${signerKey}\n`, { mode: 0o600 });
  let child: ChildProcess | undefined;
  let port = 0;
  let said = '';

  const start = async (): Promise<void> => {
    const state = join(folder, 'state');
    const listen = `127.0.0.1:${String(port)}`;
    const words = ['run', '--key', keyFile, '--log', log, '--state', state, '--listen', listen];
    const begun = spawn(process.execPath, [PROGRAM, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = begun;
    begun.stderr.on('data', (part: Buffer) => {
      said += part.toString();
    });
    const [ready] = (await once(begun.stdout, 'data')) as [Buffer];
    ({ port } = JSON.parse(ready.toString()) as { port: number });
  };
  const kill = async (): Promise<void> => {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    child = undefined;
  };
  await start();
  return {
    key: parseVerifierKey(verifierKey),
    url: `http://127.0.0.1:${String(port)}`,
    said: () => said,
    start,
    kill,
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A way to a witness on which every request takes so long; for ever when nothing is said. */
export async function slowWayTo(
  url: string,
  delayMs?: number,
): Promise<{ readonly url: string; readonly asked: () => number; close(): void }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (delayMs === undefined) return;
      setTimeout(() => {
        void fetch(`${url}${request.url ?? ''}`, { method: 'POST', body: Buffer.concat(parts) })
          .then(async (answer) => {
            const type = answer.headers.get('content-type') ?? '';
            response.writeHead(answer.status, { 'content-type': type });
            response.end(await answer.text());
          })
          .catch(() => response.destroy());
      }, delayMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked: () => asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
