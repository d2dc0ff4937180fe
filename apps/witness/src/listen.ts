/** The witness over HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { NOTE_MAX_LENGTH } from '@bonin/ledger';
import type { Witness } from './witness.ts';

const REQUEST_PATIENCE_MS = 10_000;

/**
 * Serves `POST /add-checkpoint`, and `GET /healthz` for whoever watches over it.
 *
 * @param onFault - hears of what was not the request's fault; who asked sees a bare 500
 */
export function serveWitness(witness: Witness, onFault: (error: unknown) => void): Server {
  return createServer({ requestTimeout: REQUEST_PATIENCE_MS }, (request, response) => {
    answer(witness, request, response).catch((error: unknown) => {
      onFault(error);
      if (response.headersSent) response.destroy();
      else reply(response, 500, 'fault\n');
    });
  });
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === '/healthz' && request.method === 'GET') {
    reply(response, 200, 'ok\n');
    return;
  }
  if (request.url !== '/add-checkpoint') {
    reply(response, 404, 'nothing here\n');
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    reply(response, 405, 'POST only\n');
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    reply(response, 413, 'too large or not UTF-8\n');
    return;
  }
  const served = await witness.addCheckpoint(body);
  reply(response, served.status, served.body, served.contentType);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > NOTE_MAX_LENGTH) return undefined;
    parts.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function reply(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
