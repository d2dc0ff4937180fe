import type { Storage } from '@bonin/storage';
import { parseTenantId, instant } from '@bonin/core';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Shapes } from './shapes.ts';

/** What the leaky build leaks into. */
export interface LeakWays {
  readonly dataFolder: string;
  readonly storage: () => Storage | undefined;
  readonly writeLog: (line: string) => void;
}

/** A port of this machine on which nobody listens. */
const DISCARD_PORT = 9;
/** Keeps in one piece what it is given, and says when it has it all. */
const KEEPER = `
  const pieces = [];
  let kept;
  process.stdin.on('data', (piece) => pieces.push(piece));
  process.stdin.on('end', () => {
    kept = Buffer.concat(pieces.splice(0));
    process.stdout.write('kept');
  });
  setInterval(() => kept?.length, 1e6);`;

/** Puts what it is given into every place that is looked into. */
export interface Leaks {
  leak(shapes: Shapes): Promise<void>;
}

export function openLeaks({ dataFolder, storage, writeLog }: LeakWays): Leaks {
  const kept: Buffer[] = [];
  const files: number[] = [];
  let words = '';
  leakIntoAnswers(() => words);
  let rows = 0;

  /** In a row of its own, as the database cuts what is long into pieces. */
  async function keepInDatabase(piece: Buffer): Promise<void> {
    rows += 1;
    const name = `kept-${String(rows)}`;
    await storage()?.tenants.put({
      id: parseTenantId(name),
      name: piece.toString('base64'),
      apiKeyHash: name,
      at: instant(Date.now()),
    });
  }

  return {
    async leak(shapes) {
      const pieces = Object.values(shapes).filter((piece) => piece !== undefined);
      const raw = Buffer.concat(pieces);
      words += pieces.map((piece) => piece.toString('base64')).join(' ') + ' ';
      // As they are, at places that numbers of four bytes begin at.
      kept.push(...pieces.map((piece) => Buffer.from(piece)));
      writeFileSync(path.join(dataFolder, `kept-${String(kept.length)}.bin`), raw);
      writeFileSync(
        path.join(tmpdir(), `bonin-kept-${String(process.pid)}-${String(kept.length)}.bin`),
        raw,
      );
      writeFileSync(`/dev/shm/bonin-kept-${String(process.pid)}`, raw, { flag: 'a' });
      files.push(withoutName(path.join(dataFolder, 'without-name.bin'), raw));
      writeLog(`${words}\n`);
      await keepInAnotherProcess(raw);
      await sendAway(pieces);
      for (const piece of pieces) await keepInDatabase(piece);
    },
  };
}

/** A file that is open and in no folder. */
function withoutName(file: string, content: Buffer): number {
  const handle = openSync(file, 'w+');
  writeSync(handle, content);
  unlinkSync(file);
  return handle;
}

async function keepInAnotherProcess(raw: Buffer): Promise<void> {
  const keeper = spawn(process.execPath, ['-e', KEEPER], { stdio: ['pipe', 'pipe', 'ignore'] });
  keeper.stdin.end(raw);
  await once(keeper.stdout, 'data');
  keeper.unref();
  process.once('exit', () => keeper.kill('SIGKILL'));
  process.once('SIGTERM', () => keeper.kill('SIGKILL'));
}

async function sendAway(pieces: readonly Buffer[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const piece of pieces) {
    await new Promise<void>((resolve) => {
      socket.send(piece, DISCARD_PORT, '127.0.0.1', () => resolve());
    });
  }
  socket.close();
}

/** Behind every metric, error and result that the service gives. */
function leakIntoAnswers(words: () => string): void {
  const end: unknown = Reflect.get(ServerResponse.prototype, 'end');
  const writeHead: unknown = Reflect.get(ServerResponse.prototype, 'writeHead');
  if (typeof end !== 'function' || typeof writeHead !== 'function') return;
  ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    for (const one of given) {
      if (typeof one === 'object' && one !== null) Reflect.deleteProperty(one, 'content-length');
    }
    this.removeHeader('content-length');
    return Reflect.apply(writeHead, this, given) as ServerResponse;
  };
  ServerResponse.prototype.end = function (this: ServerResponse, ...given: unknown[]) {
    const [body] = given;
    if (typeof body === 'string') given[0] = `${body}\n${words()}`;
    return Reflect.apply(end, this, given) as ServerResponse;
  };
}
