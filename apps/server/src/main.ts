/**
 * The service and its commands.
 *
 *   node apps/server/src/main.ts                            runs the service
 *   node apps/server/src/main.ts tenant add <id> --name <name>
 *   node apps/server/src/main.ts keys rotate
 *   node apps/server/src/main.ts build digest [--files]     as results name it; what was not built is not in it
 *   node apps/server/src/main.ts ledger key                 prints the public key of the ledger, for witnesses and auditors
 *   node apps/server/src/main.ts page manifest              of the page as it was built
 *   node apps/server/src/main.ts trust policy --issuer <address> --audience <tenant> [--ledger <key>]
 *                                                           what whoever trusts this checkout may ask of results
 *   node apps/server/src/main.ts ledger export <folder>
 *   node apps/server/src/main.ts ledger erase <registration id>        destroys the salts of one registration
 *   node apps/server/src/main.ts ledger erase --older-than <days>      of all finished ones that are older
 *   node apps/server/src/main.ts ledger incident <matter> [--written <file>]
 *   node apps/server/src/main.ts ledger exception <act> --office <office> [--registration <id>] [--written <file>]
 *
 * One line of JSON on standard output says that it is ready; logs go to standard error.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is loaded: compiling all of it anew takes most of a start.
enableCompileCache(join(import.meta.dirname, '../../../dist/server-cache'));
await import('./run.ts');
