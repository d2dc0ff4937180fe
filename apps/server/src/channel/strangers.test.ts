import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CAPTURE_PATH } from '@bonin/protocol';
import WebSocket from 'ws';
import { connectDevice, joinCapture, type TestDevice } from '../../test/test-device.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { countStrangers, networkOf } from './strangers.ts';

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

  it('are told so in the close frame too', async () => {
    const strangers: TestDevice[] = [];
    for (let at = 0; at < OF_ONE_ADDRESS; at += 1) strangers.push(await connectDevice(service.url));
    const tooMany = await connectDevice(service.url);
    assert.deepEqual(await tooMany.closed, { code: 1008, reason: 'TOO_MANY_REQUESTS' });
    for (const device of strangers) device.leave();
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

describe('the count of strangers', () => {
  const newcomers = (limits: { most: number; mostOfOneAddress: number }) => {
    const strangers = countStrangers(limits);
    const turnedOut: string[] = [];
    const admit = (address: string, name = address) =>
      strangers.admit(address, () => turnedOut.push(name));
    return { admit, turnedOut };
  };

  it('has a limit for each address, and forgets once who has gone', () => {
    const { admit } = newcomers({ most: 10, mostOfOneAddress: 2 });
    const gone = admit('192.0.2.1');
    assert.ok(gone !== undefined && admit('192.0.2.1') !== undefined);
    assert.equal(admit('192.0.2.1'), undefined);
    gone();
    gone();
    assert.ok(admit('192.0.2.1') !== undefined);
    assert.equal(admit('192.0.2.1'), undefined);
  });

  it('makes room by turning out the oldest of the busiest address', () => {
    const { admit, turnedOut } = newcomers({ most: 4, mostOfOneAddress: 3 });
    for (const name of ['first', 'second', 'third']) admit('192.0.2.1', name);
    admit('192.0.2.2');
    assert.ok(admit('192.0.2.3') !== undefined);
    assert.deepEqual(turnedOut, ['first']);
    assert.ok(admit('192.0.2.4') !== undefined);
    assert.deepEqual(turnedOut, ['first', 'second']);
  });

  it('turns nobody out for an address that is the busiest itself', () => {
    const { admit, turnedOut } = newcomers({ most: 2, mostOfOneAddress: 3 });
    admit('192.0.2.1');
    admit('192.0.2.2');
    assert.equal(admit('192.0.2.1'), undefined);
    assert.deepEqual(turnedOut, []);
  });

  it('takes an IPv6 network of 64 bits for one address', () => {
    const { admit } = newcomers({ most: 10, mostOfOneAddress: 1 });
    assert.ok(admit('2001:db8:1:2::1') !== undefined);
    assert.equal(admit('2001:db8:1:2:ffff::9'), undefined);
    assert.ok(admit('2001:db8:1:3::1') !== undefined);
  });

  it('knows a network in each way of writing it', () => {
    for (const address of ['2001:DB8:0:0:1::', '2001:db8::1:2:3:4', '2001:0db8::1.2.3.4']) {
      assert.equal(networkOf(address), '2001:db8:0:0::/64', address);
    }
    assert.equal(networkOf('::1'), '0:0:0:0::/64');
    assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7');
    assert.equal(networkOf('192.0.2.7'), '192.0.2.7');
  });
});
