import type { NetworkInterfaceInfo } from 'node:os';

/** Interfaces that lead to containers, virtual machines and tunnels: no phone in the room is behind them. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|tun|tap|wg|tailscale|zt|utun)/;

/** The address of this machine in the network that a phone could be in too, or `undefined` without one. */
export function lanAddressOf(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string | undefined {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, list]) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
