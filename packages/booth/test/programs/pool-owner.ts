/** Owns two booths, one waiting and one serving, says their process ids, and waits to be killed. */
import { beginBooth, PLAIN_MATCHER, startBooth } from '../booth-testing.ts';

const serving = await beginBooth(PLAIN_MATCHER);
const waiting = startBooth(PLAIN_MATCHER);
await waiting.ready;
process.stdout.write(`${JSON.stringify([serving.pid, waiting.pid])}\n`);
