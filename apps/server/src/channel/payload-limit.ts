import type { WebSocket } from '@fastify/websocket';

/** How large a message a socket takes: a chunk during an attempt, little before and after. */
export interface PayloadLimit {
  /** An attempt begins: chunks may come. */
  raise(): void;
  /** The attempt is over: what was under way may still come in, then nothing large any more. */
  lowerSoon(): void;
  /** A chunk has come in. */
  chunkCame(): void;
  /** The socket is gone. */
  forget(): void;
}

export interface PayloadLimitOptions {
  readonly small: number;
  readonly large: number;
  readonly underWayMs: number;
  /** Called when the limit is lowered in the middle of a message that is over it already. */
  readonly overLimit: () => void;
}

/** Begins small: for that is how the library was told to accept the socket. */
export function payloadLimit(socket: WebSocket, options: PayloadLimitOptions): PayloadLimit {
  const { small, large, underWayMs, overLimit } = options;
  let lowering: NodeJS.Timeout | undefined;
  let isForgotten = false;

  const lower = (): void => {
    lowering = undefined;
    // Otherwise a message that is never finished could be held here for as long as the connection lasts.
    if (limitPayload(socket, small) > small) overLimit();
  };
  return {
    raise: () => {
      clearTimeout(lowering);
      lowering = undefined;
      limitPayload(socket, large);
    },
    lowerSoon: () => {
      clearTimeout(lowering);
      if (isForgotten) return;
      lowering = setTimeout(lower, underWayMs);
    },
    chunkCame: () => {
      lowering?.refresh();
    },
    forget: () => {
      isForgotten = true;
      clearTimeout(lowering);
    },
  };
}

/**
 * Changes how large a message a socket takes from now on; returns how much of a message it has announced
 * or taken already.
 *
 * Nobody must be able to make this process hold a whole card for each of many connections. The library fixes
 * the limit when it accepts a connection and has no public way to change it afterwards; its version is pinned,
 * and tests send the largest chunk and a message that is never finished.
 */
function limitPayload(socket: WebSocket, bytesMax: number): number {
  const receiver: unknown = Reflect.get(socket, '_receiver');
  if (typeof receiver !== 'object' || receiver === null || !('_maxPayload' in receiver)) return 0;
  receiver._maxPayload = bytesMax;
  const taken: unknown = Reflect.get(receiver, '_totalPayloadLength');
  return typeof taken === 'number' ? taken : 0;
}
