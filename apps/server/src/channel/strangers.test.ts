import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CAPTURE_PATH } from '@bonin/protocol';
import WebSocket from 'ws';
import { connectDevice, joinCapture, type TestDevice } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { countStrangers } from './strangers.ts';

const OF_ONE_ADDRESS = 32;

describe('strangers on the capture channel', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer({ environment: { BONIN_TRUST_PROXY: '127.0.0.1' } });
  });
  after(() => service.stop());

  it('take no place of those who have joined, nor of other addresses', async () => {
    const joined: TestDevice[] = [];
    for (let at = 0; at < 3; at += 1) {
      joined.push(await joinCapture(service.url, await service.open()));
    }
    const strangers: TestDevice[] = [];
    for (let at = 0; at < OF_ONE_ADDRESS; at += 1) {
      strangers.push(await connectDevice(service.url));
    }
    const tooMany = await connectDevice(service.url);
    assert.equal(await tooMany.refusal(), 'TOO_MANY_REQUESTS');
    await tooMany.closed;

    const elsewhere = await codeOf('203.0.113.7');
    assert.equal(elsewhere, 'MESSAGE_MALFORMED');

    strangers[0]?.leave();
    await strangers[0]?.closed;
    const next = await joinCapture(service.url, await service.open());
    for (const device of [...joined, ...strangers, next]) device.leave();
  });

  it('are counted in all and by address', () => {
    const strangers = countStrangers({ most: 3, mostOfOneAddress: 2 });
    assert.deepEqual(
      ['a', 'a', 'a', 'b', 'c'].map((address) => strangers.admit(address)),
      [true, true, false, true, false],
    );
    strangers.forget('a');
    assert.ok(strangers.admit('c'));
  });

  function codeOf(forwardedFor: string): Promise<string> {
    const socket = new WebSocket(service.url.replace(/^http/, 'ws') + CAPTURE_PATH, {
      headers: { 'x-forwarded-for': forwardedFor },
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        socket.send('hello');
      });
      socket.once('message', (data: Buffer) => {
        const { problem } = JSON.parse(data.toString('utf8')) as { problem: { code: string } };
        socket.terminate();
        resolve(problem.code);
      });
      socket.once('error', reject);
    });
  }
});
