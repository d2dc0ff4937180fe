/**
 * The real service in a process of its own, with fake booths that match, to be killed by a test.
 * Configuration comes from the environment, as for the real one.
 */
import { fakeBoothPool, verdictOnLast } from '@bonin/testkit';
import { startServer } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const server = await startServer(readConfig(process.env), {
  openBooths: () => Promise.resolve(fakeBoothPool(16, verdictOnLast('match'))),
  writeLog: () => undefined,
});
process.stdout.write(`${JSON.stringify(server.facts)}\n`);
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
