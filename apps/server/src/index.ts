/**
 * What another program of this repository may compose a service from. A build that ships does not come this way: it
 * starts at `main.ts`.
 */
export { startServer } from './compose.ts';
export { readConfig } from './config.ts';
export { entryOf } from './ledger/ledger-scribe.ts';
export { openLedger } from './ledger/open-ledger.ts';
export { readPolicyFile } from './policy/policy-shelf.ts';
