import type { LedgerStore } from '@bonin/workflows';
import type { LogKey } from './log-key.ts';
import { openLedger } from './open-ledger.ts';

const PAUSE_MS = 300;

/** Gives a place to all that waits for one. A node that is at it already is given the time for it. */
export async function publishAll(store: LedgerStore, logKey: LogKey): Promise<void> {
  const ledger = openLedger(store, logKey);
  for (let idle = 0; idle < 2;) {
    const placed = await ledger.publish();
    idle = placed === 0 ? idle + 1 : 0;
    if (idle === 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
