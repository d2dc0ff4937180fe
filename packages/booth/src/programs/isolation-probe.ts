/**
 * Tries what no booth may do, and reports what came of each deed.
 *
 * Run in a booth's place, with a booth's flags, before any booth serves. It is given a folder of the parent
 * with a private file in it, a port of the parent and further folders, never an input of an attempt.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { open as openInspector } from 'node:inspector';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const [folder = '', port = '', ...otherFolders] = process.argv.slice(2);
const privateFile = join(folder, 'private');

function write(): void {
  writeFileSync(join(folder, 'written-by-a-booth'), 'x');
}

/** A name is enough to carry something out; no limit on the size of files keeps anybody from making one. */
function makeFolder(): void {
  const made = [folder, ...otherFolders].filter((place) => {
    const path = join(place, `made-by-a-booth-${process.pid}`);
    try {
      mkdirSync(path);
      rmdirSync(path);
      return true;
    } catch {
      return false;
    }
  });
  if (made.length === 0) throw new Error('no folder could be made');
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

/** Fails only where the program is there and says so. */
function makeNamespace(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', ['--user', 'true'], { stdio: 'ignore' });
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('no namespace could be made'));
    });
    // Without the program it is not known, and counts as possible.
    child.once('error', () => {
      resolve();
    });
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

type Deed = 'possible' | 'denied' | 'failed';

const DEEDS: Readonly<Record<string, () => unknown>> = {
  'write-file': write,
  'read-private': () => readFileSync(privateFile),
  'make-folder': makeFolder,
  'open-socket': reachParent,
  'start-child': startChild,
  'make-namespace': makeNamespace,
  'start-worker': startWorker,
  'open-inspector': () => {
    openInspector(0);
  },
  'evaluate-text': evaluate,
  'remove-private': () => {
    unlinkSync(privateFile);
  },
};

/** The runtime's own word for no; anything else may have failed by chance. */
function isDenial(error: unknown): boolean {
  if (error instanceof EvalError) return true;
  return error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED';
}

const came: Record<string, Deed> = {};
for (const [name, deed] of Object.entries(DEEDS)) {
  try {
    await deed();
    came[name] = 'possible';
  } catch (error) {
    came[name] = isDenial(error) ? 'denied' : 'failed';
  }
}
// Constants that the parent sets for its booths, and what a shell adds on the way.
const OWN_VARIABLES = /^(?:(?:MALLOC|ORT|UV|VIPS)_.*|PWD|OLDPWD|SHLVL|_)$/;
const inherited = Object.keys(process.env).filter((name) => !OWN_VARIABLES.test(name));
came['read-environment'] = inherited.length > 0 ? 'possible' : 'failed';
process.stdout.write(`${JSON.stringify(came)}\n`);
// Stays until the parent has looked at it from outside and closes the input.
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
