import type { WebSocket } from '@fastify/websocket';

/**
 * Changes how large a message a socket takes from now on.
 *
 * A stranger who has not joined must not be able to make this process hold a whole card for each of many
 * connections. The library fixes the limit when it accepts a connection and has no public way to raise it
 * afterwards; its version is pinned, and a test sends the largest chunk.
 */
export function limitPayload(socket: WebSocket, bytesMax: number): void {
  const receiver: unknown = Reflect.get(socket, '_receiver');
  if (typeof receiver === 'object' && receiver !== null && '_maxPayload' in receiver) {
    receiver._maxPayload = bytesMax;
  }
}
