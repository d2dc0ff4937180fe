import { describeExceptionBook } from './exception-book-suite.ts';
import { describeLedgerStore } from './ledger-store-suite.ts';
import { memoryExceptionBook } from './memory-exception-book.ts';
import { memoryLedgerStore } from './memory-ledger-store.ts';
import { memoryRegistrationStore } from './memory-registration-store.ts';
import { describeRegistrationStore } from './registration-store-suite.ts';

for (const describeStore of [
  describeRegistrationStore,
  describeLedgerStore,
  describeExceptionBook,
]) {
  describeStore('in memory', () => {
    const ledger = memoryLedgerStore();
    const book = memoryExceptionBook(ledger);
    const store = memoryRegistrationStore(ledger, book);
    return Promise.resolve({
      store,
      registrations: store,
      book,
      ledger,
      close: () => Promise.resolve(),
    });
  });
}
