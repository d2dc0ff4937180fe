import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, it } from 'node:test';
import { lanAddressOf } from './lan-address.ts';

function at(address: string, internal = false): readonly NetworkInterfaceInfo[] {
  const netmask = '255.255.255.0';
  return [{ address, netmask, family: 'IPv4', mac: '00:00:00:00:00:00', internal, cidr: null }];
}

describe('lanAddressOf', () => {
  it('passes by what leads to containers, virtual machines and tunnels', () => {
    const interfaces = {
      lo: at('127.0.0.1', true),
      docker0: at('172.17.0.1'),
      'br-4f2a': at('172.18.0.1'),
      veth12: at('172.19.0.1'),
      virbr0: at('192.168.122.1'),
      tun0: at('10.8.0.2'),
      wg0: at('10.9.0.2'),
      wlan0: at('192.168.0.7'),
    };
    assert.equal(lanAddressOf(interfaces), '192.168.0.7');
  });

  it('finds none where there is only this machine', () => {
    assert.equal(lanAddressOf({ lo: at('127.0.0.1', true), docker0: at('172.17.0.1') }), undefined);
  });
});
