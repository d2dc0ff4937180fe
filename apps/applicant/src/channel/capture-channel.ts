import { CAPTURE_PATH, type DeviceMessage, type ServerMessage } from '@bonin/protocol/channel';
import { readServerMessage } from './read-server-message.ts';

/** One WebSocket to the server. After `close` it reports nothing more. */
export interface CaptureChannel {
  send(message: DeviceMessage): void;
  sendChunk(chunk: Uint8Array<ArrayBuffer>): void;
  /** Bytes handed over and not yet on their way. */
  readonly bufferedBytes: number;
  close(): void;
}

export interface CaptureChannelListeners {
  readonly onMessage: (message: ServerMessage) => void;
  /** Once, when the connection could not be made or has ended without `close`. */
  readonly onLost: () => void;
}

/**
 * Opens the channel and joins with the token of the capture link.
 *
 * Personal data: passes on sealed chunks, which it cannot open. The token goes into the first message,
 * never into an address.
 */
export function openCaptureChannel(
  captureToken: string,
  { onMessage, onLost }: CaptureChannelListeners,
): CaptureChannel {
  const address = new URL(CAPTURE_PATH, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  address.search = '';
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  let ended = false;

  function end(): boolean {
    if (ended) return false;
    ended = true;
    socket.close();
    return true;
  }

  function send(message: DeviceMessage): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  socket.addEventListener('open', () => {
    send({ kind: 'capture-joined', captureToken });
  });
  socket.addEventListener('message', ({ data }) => {
    if (ended) return;
    const message = typeof data === 'string' ? readServerMessage(data) : undefined;
    if (message !== undefined) onMessage(message);
  });
  socket.addEventListener('close', () => {
    if (end()) onLost();
  });

  return {
    send,
    sendChunk(chunk) {
      if (socket.readyState === WebSocket.OPEN) socket.send(chunk);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close() {
      end();
    },
  };
}
