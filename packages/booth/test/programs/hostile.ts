/**
 * A booth program that does what no booth program may. Its first argument names the deed.
 *
 * It imports nothing of this project, as a taken-over booth would keep none of its promises.
 */
import { closeSync, writeSync } from 'node:fs';

const [deed = ''] = process.argv.slice(2);
const KEY = new Uint8Array(65).fill(4);
const NO_FACE = 2;
const MATCH = 11;
const HOLD_STILL = 8;

function write(bytes: readonly number[] | Uint8Array): void {
  writeSync(1, Uint8Array.from(bytes));
}

function writeToOtherDescriptors(): void {
  for (const descriptor of [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    try {
      writeSync(descriptor, 'a face in full');
    } catch {
      // Closed, or not for writing.
    }
  }
}

const BEFORE_INPUT: Readonly<Record<string, () => void>> = {
  'second-key': () => {
    write([...KEY, ...KEY]);
  },
  'output-before-input': () => {
    write(KEY);
    setTimeout(write, 50, [NO_FACE]);
  },
  'not-a-key': () => {
    write(new Uint8Array(65).fill(5));
  },
  'no-key': () => undefined,
  'exit-at-once': () => process.exit(0),
  'spin-before-key': () => {
    for (;;) writeToNowhere();
  },
};

const AFTER_INPUT: Readonly<Record<string, () => void>> = {
  'long-message': () => {
    write(new Uint8Array(4096).fill(NO_FACE));
  },
  'seventeenth-symbol': () => {
    let said = 0;
    const timer = setInterval(() => {
      write([NO_FACE]);
      said += 1;
      if (said === 17) clearInterval(timer);
    }, 20);
  },
  'bad-byte': () => {
    write([HOLD_STILL, 16]);
  },
  'write-after-verdict': () => {
    write([MATCH]);
    setTimeout(write, 50, [NO_FACE]);
  },
  'two-verdicts': () => {
    write([MATCH, MATCH]);
  },
  'stay-after-verdict': () => {
    write([MATCH]);
  },
  'verdict-then-failure': () => {
    write([MATCH]);
    setTimeout(() => process.exit(5), 20);
  },
  'verdict-then-kill': () => {
    write([MATCH]);
    process.kill(process.pid, 'SIGKILL');
  },
  'other-descriptors': () => {
    writeToOtherDescriptors();
    write([MATCH]);
    process.exit(0);
  },
  'close-output': () => {
    closeSync(1);
  },
  'exit-without-verdict': () => process.exit(0),
  'say-all-at-once': () => {
    write([...new Uint8Array(3).fill(NO_FACE), MATCH]);
    process.exit(0);
  },
  'hand-over-garbage': () => {
    for (let left = 7; left > 0; left -= 1) handOver(new Uint8Array(200_000).fill(7));
    process.exit(0);
  },
  fail: () => process.exit(5),
  spin: () => {
    for (;;) writeToNowhere();
  },
  'fill-memory': () => {
    const held: Uint8Array[] = [];
    setInterval(() => held.push(new Uint8Array(32 * 1024 * 1024).fill(held.length)), 20);
  },
  'never-answer': () => undefined,
};

/** Waits while the other side has not read what came before. */
function handOver(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(3, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
    }
  }
}

function writeToNowhere(): void {
  Math.hypot(performance.now(), 1);
}

const before = BEFORE_INPUT[deed];
if (before !== undefined) {
  before();
} else {
  write(KEY);
}
process.stdin.once('data', () => AFTER_INPUT[deed]?.());
process.stdin.once('end', () => process.exit(3));
// Keeps the process when its input is not read.
setInterval(() => undefined, 1_000);
