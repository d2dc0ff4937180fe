import { Socket } from 'node:net';
import { HAND_OVER_DESCRIPTOR } from '../../hand-over.ts';
import { runBooth } from '../run-booth.ts';
import { serveCard, type ReaderEngine } from './serve-card.ts';

/** Runs a reader in this process, and ends the process. */
export function runReader(openEngine: () => Promise<ReaderEngine>): Promise<never> {
  return runBooth(openEngine, (engine, key, messages) =>
    serveCard({ engine, key, messages, handOver }),
  );
}

/** Resolves when all of it is on its way; the matcher need not have read it. */
function handOver(sealed: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const way = new Socket({ fd: HAND_OVER_DESCRIPTOR, readable: false, writable: true });
    way.on('error', reject);
    way.end(sealed, () => {
      resolve();
    });
  });
}
