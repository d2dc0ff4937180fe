import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const PROGRAMS = ['/usr/bin/tcpdump', '/usr/sbin/tcpdump'];
const START_WITHIN_MS = 5_000;
/** What a busy machine cannot take in at once must not be lost. */
const KERNEL_BUFFER_KIB = '65536';

/** Disposing of it ends it, if it has not been ended. */
export interface PacketCapture extends Disposable {
  /** Ends the capture; every packet that went over any interface meanwhile, as it was. */
  end(): Promise<Buffer>;
}

/**
 * Captures the packets of every interface, where this machine has `tcpdump` and allows it.
 *
 * @returns `undefined` when it cannot be done here: then nothing may be said of packets
 */
export async function capturePackets(file: string): Promise<PacketCapture | undefined> {
  const program = PROGRAMS.find((one) => existsSync(one));
  if (program === undefined) return undefined;
  const child = spawn(
    program,
    ['-i', 'any', '-s', '0', '-B', KERNEL_BUFFER_KIB, '-U', '-w', file],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const isListening = await Promise.race([
    once(child.stderr, 'data').then(() => true),
    once(child, 'exit').then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), START_WITHIN_MS)),
  ]);
  if (!isListening) {
    child.kill('SIGKILL');
    return undefined;
  }
  return {
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      const packets = readFileSync(file);
      rmSync(file, { force: true });
      return packets;
    },
    [Symbol.dispose]() {
      child.kill('SIGKILL');
    },
  };
}
