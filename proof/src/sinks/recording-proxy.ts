import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before the service and keeps all that comes out of it. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  /** All bytes that the service has sent, connection by connection. */
  said(): readonly Buffer[];
}

/** Keeps what a service sends, byte by byte, and passes everything on. Binds to loopback. */
export async function openRecordingProxy(serviceUrl: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(serviceUrl);
  const recordings: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const service = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    const recording: Buffer[] = [];
    recordings.push(recording);
    service.on('data', (chunk: Buffer) => recording.push(chunk));
    for (const [from, to] of [
      [client, service],
      [service, client],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(own)}`,
    said: () => recordings.map((recording) => Buffer.concat(recording)),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
