/**
 * Tries what no booth may do, and reports which of it was possible.
 *
 * Run in a booth's place, with a booth's flags, before any booth serves. It is given a folder and a port
 * of the parent, never an input of an attempt.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { open as openInspector } from 'node:inspector';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const [folder = '', port = ''] = process.argv.slice(2);

function write(): void {
  writeFileSync(join(folder, 'written-by-a-booth'), 'x');
}

function reachParent(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

function startChild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('true');
    child.once('exit', () => {
      resolve();
    });
    child.once('error', reject);
  });
}

async function startWorker(): Promise<void> {
  await new Worker('', { eval: true }).terminate();
}

function evaluate(): void {
  // The point is to find out whether text can become code.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  Function('return 1')();
}

const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  'write-file': write,
  'read-outside': () => readFileSync('/etc/hostname'),
  'open-socket': reachParent,
  'start-child': startChild,
  'start-worker': startWorker,
  'open-inspector': () => {
    openInspector(0);
  },
  'evaluate-text': evaluate,
};

const possible: string[] = [];
for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  try {
    await attempt();
    possible.push(name);
  } catch {
    // Refused, as it should be.
  }
}
// Constants that the parent sets for its booths, and what a shell adds on the way.
const OWN_VARIABLES = /^(?:(?:MALLOC|ORT|UV|VIPS)_.*|PWD|OLDPWD|SHLVL|_)$/;
const inherited = Object.keys(process.env).filter((name) => !OWN_VARIABLES.test(name));
if (inherited.length > 0) possible.push('read-environment');
process.stdout.write(`${JSON.stringify(possible)}\n`);
// Stays until the parent has looked at it from outside and closes the input.
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
