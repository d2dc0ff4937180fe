import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { HAND_OVER_DESCRIPTOR } from './hand-over.ts';
import { launchConfined, type BoothPrograms, type LaunchOptions } from './launch.ts';

/**
 * Starts a reader and its matcher, and between them a way that goes from the one to the other alone.
 *
 * The way is a pair of sockets. This process holds the matcher's end for as long as it takes to start it: it is made one-way
 * by the kernel, whatever either booth tries, and given up, so that nobody but the matcher can read what the reader hands over.
 */
export function launchPair(
  programs: BoothPrograms,
  options: Omit<LaunchOptions, 'handOver'>,
): { readonly reader: ChildProcess; readonly matcher: ChildProcess } {
  const reader = launchConfined(programs.reader, { ...options, handOver: 'pipe' });
  // As the descriptor was asked for as a pipe, there is a socket at this end of it.
  const way = reader.stdio[HAND_OVER_DESCRIPTOR] as Socket;
  way.on('error', () => undefined);
  const matcher = launchConfined(programs.matcher, { ...options, handOver: way });
  way.end(() => way.destroy());
  return { reader, matcher };
}
