/** Owns two pairs of booths, one waiting and one serving, says their process ids, and waits to be killed. */
import { beginPair, startPair } from '../booth-testing.ts';

const serving = await beginPair();
const waiting = startPair();
await waiting.ready;
process.stdout.write(`${JSON.stringify([...serving.pids, ...waiting.pids])}\n`);
