import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fakeBoothPool } from '@bonin/testkit';
import { joinAndConsent, requestAttempt } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';

describe('a service beside which something else is built', () => {
  let running: TestServer;
  before(async () => {
    running = await startTestServer({ booths: fakeBoothPool(3) });
  });
  after(() => running.stop());

  it('opens no attempt under a digest that no longer says what runs, and says so once', async () => {
    const changed = () => running.logLines.filter((line) => line.includes('"build-changed"'));
    const device = await joinAndConsent(running.url, await running.open());
    await requestAttempt(device);
    device.leave();
    assert.equal(changed().length, 0);

    const program = join(running.dataFolder, 'root/dist/booth/matcher.mjs');
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, '// another');
    for (const isPutBack of [false, true]) {
      if (isPutBack) rmSync(join(running.dataFolder, 'root/dist'), { recursive: true });
      const later = await joinAndConsent(running.url, await running.open());
      later.say({ kind: 'attempt-requested' });
      assert.equal(await later.refusal(), 'BOOTHS_EXHAUSTED');
      later.leave();
    }
    assert.equal(changed().length, 1);
  });
});
