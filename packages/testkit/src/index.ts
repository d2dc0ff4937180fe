export { fakeClock, type FakeClock } from './clock.ts';
export { seededIds } from './ids.ts';
export { plainScribe, type PlainScribe } from './plain-scribe.ts';
export { policyBook, testPolicy } from './policies.ts';
export { plainResultSigner, registration, tenantId } from './registrations.ts';
export {
  memoryRegistrationStore,
  type MemoryRegistrationStore,
} from './memory-registration-store.ts';
export { memoryExceptionBook, type MemoryExceptionBook } from './memory-exception-book.ts';
export { memoryLedgerStore, type MemoryLedgerStore } from './memory-ledger-store.ts';
export { describeLedgerStore } from './ledger-store-suite.ts';
export {
  SUITE_TENANTS,
  describeRegistrationStore,
  type OpenedRegistrationStore,
} from './registration-store-suite.ts';
export {
  fakeBoothPool,
  verdictOnLast,
  type FakeBooth,
  type FakeBoothPool,
  type FakeBoothScript,
} from './fake-booth-pool.ts';
export {
  memoryPolicyArchive,
  memoryRoutePolicyArchive,
  memoryStorage,
  memoryTenantBook,
  type MemoryStorage,
} from './memory-storage.ts';
export { describeExceptionBook, type OpenedExceptionBook } from './exception-book-suite.ts';
