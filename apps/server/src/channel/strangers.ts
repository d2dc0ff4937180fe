import { isIPv6 } from 'node:net';

/** Connections that have not shown a capture token yet. */
export interface Strangers {
  /**
   * Counts one more. When all places are taken, the oldest of the busiest address is turned out for it, so that
   * whoever comes from few places cannot keep everybody else away.
   *
   * @param turnOut - called when this one has to make room; it is forgotten already
   * @returns what to call when it has joined or is gone; `undefined` when there are too many of its address
   */
  admit(address: string, turnOut: () => void): (() => void) | undefined;
}

export interface StrangerLimits {
  readonly most: number;
  readonly mostOfOneAddress: number;
}

interface Stranger {
  readonly turnOut: () => void;
}

/** Counts strangers apart from applicants, so that strangers take no applicant's place. */
export function countStrangers({ most, mostOfOneAddress }: StrangerLimits): Strangers {
  /** By address, each in the order in which they came. */
  const ofAddress = new Map<string, Set<Stranger>>();
  let count = 0;

  const forget = (key: string, stranger: Stranger): boolean => {
    const group = ofAddress.get(key);
    if (group?.delete(stranger) !== true) return false;
    if (group.size === 0) ofAddress.delete(key);
    count -= 1;
    return true;
  };

  /** False when none has more than the newcomer's own address has already. */
  const makeRoom = (already: number): boolean => {
    const [key, group] = [...ofAddress].reduce((busiest, each) =>
      each[1].size > busiest[1].size ? each : busiest,
    );
    const [oldest] = group;
    if (group.size <= already || oldest === undefined) return false;
    forget(key, oldest);
    oldest.turnOut();
    return true;
  };

  return {
    admit: (address, turnOut) => {
      const key = networkOf(address);
      const already = ofAddress.get(key)?.size ?? 0;
      if (already >= mostOfOneAddress) return undefined;
      if (count >= most && !makeRoom(already)) return undefined;
      const stranger: Stranger = { turnOut };
      const group = ofAddress.get(key) ?? new Set();
      group.add(stranger);
      ofAddress.set(key, group);
      count += 1;
      return () => {
        forget(key, stranger);
      };
    },
  };
}

const GROUPS_OF_A_NETWORK = 4;

/** An IPv4 address itself; of an IPv6 address the /64, all of which one subscriber has at his disposal. */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(bare)) return address;
  const [head = '', tail] = bare.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const behind = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0);
    while (groups.length + behind < 8) groups.push('0');
    groups.push(...(tail === '' ? [] : tail.split(':')));
  }
  const network = groups.slice(0, GROUPS_OF_A_NETWORK);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
