import { memoryRegistrationStore } from './memory-registration-store.ts';
import { describeRegistrationStore } from './registration-store-suite.ts';

describeRegistrationStore('in memory', () =>
  Promise.resolve({ store: memoryRegistrationStore(), close: () => Promise.resolve() }),
);
