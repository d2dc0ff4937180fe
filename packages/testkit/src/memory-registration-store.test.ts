import { describeLedgerStore } from './ledger-store-suite.ts';
import { memoryLedgerStore } from './memory-ledger-store.ts';
import { memoryRegistrationStore } from './memory-registration-store.ts';
import { describeRegistrationStore } from './registration-store-suite.ts';

for (const describeStore of [describeRegistrationStore, describeLedgerStore]) {
  describeStore('in memory', () => {
    const ledger = memoryLedgerStore();
    return Promise.resolve({
      store: memoryRegistrationStore(ledger),
      ledger,
      close: () => Promise.resolve(),
    });
  });
}
