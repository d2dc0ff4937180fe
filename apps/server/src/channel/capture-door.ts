/**
 * The WebSocket of the capture channel: sockets, limits and keep-alive.
 *
 * @see docs/formats/capture-channel.md
 */
import websocket, { type WebSocket } from '@fastify/websocket';
import {
  CAPTURE_PATH,
  CHUNK_BYTES_MAX,
  DEVICE_TEXT_BYTES_MAX,
  parseDeviceMessage,
  type PublicErrorCode,
  type ServerMessage,
} from '@bonin/protocol';
import type { RegistrationId } from '@bonin/core';
import type { FastifyInstance } from 'fastify';
import { tokenBucket } from '../auth/token-bucket.ts';
import { presentProblem, publicCodeOf } from '../http/problem.ts';
import { Refusal } from '../http/refusal.ts';
import { faultFields } from '../observability/log.ts';
import type { Service } from '../service.ts';
import { openSession, type CaptureSession } from './capture-session.ts';
import { inTurn } from './in-turn.ts';
import { openCaptures, type OpenCaptures } from './open-captures.ts';
import { requireJoinable } from './join-window.ts';
import { payloadLimit } from './payload-limit.ts';
import { countStrangers } from './strangers.ts';

declare module 'fastify' {
  interface FastifyInstance {
    captures: OpenCaptures;
  }
}

const STRANGERS = { most: 500, mostOfOneAddress: 32 };
const TEXTS = { burst: 40, perSecond: 10 };
const CHUNKS = { burst: 240, perSecond: 60 };
/** Refusals after which a device may go on; whoever needs more than these means no capture. */
const REFUSALS = { burst: 60, perSecond: 1 };

/** How long a device may take to close after it was told why; then its socket is taken away. */
const FAREWELL_MS = 2_000;

const CLOSE = { stopping: 1001, idle: 1001, refused: 1008, tooLarge: 1009, fault: 1011 } as const;

/** After these nothing more is taken on this socket, and what is running for it is left at once. */
const FATAL: ReadonlySet<PublicErrorCode> = new Set([
  'CAPTURE_NOT_JOINED',
  'CAPTURE_TOKEN_INVALID',
  'CAPTURE_ALREADY_OPEN',
  'MESSAGE_MALFORMED',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'NOT_READY',
  'INTERNAL',
]);

export async function serveCapture(app: FastifyInstance, service: Service): Promise<void> {
  const { captureLimits: limits } = service;
  const captures = openCaptures(limits.joinedMax);
  const strangers = countStrangers(STRANGERS);
  app.decorate('captures', captures);
  await app.register(websocket, {
    options: { maxPayload: limits.messageBytesMax, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      // A protocol violation: the library is closing already and says so with a code of its own.
      service.log('info', 'capture-failed', faultFields(error));
      if (socket.readyState === socket.OPEN) socket.terminate();
    },
  });
  await app.register(async (scope) => {
    scope.route({
      method: 'GET',
      url: CAPTURE_PATH,
      handler: () => {
        throw new Refusal('NOT_FOUND');
      },
      wsHandler: (socket, request) => {
        const { id: correlationId, ip } = request;
        let turnOut = (): void => undefined;
        const strangerGone = strangers.admit(ip, () => {
          turnOut();
        });
        if (strangerGone === undefined) {
          turnAway(service, socket, correlationId);
        } else {
          ({ turnOut } = serveSocket(service, captures, socket, correlationId, strangerGone));
        }
      },
    });
    await Promise.resolve();
  });
}

function serveSocket(
  service: Service,
  captures: OpenCaptures,
  socket: WebSocket,
  correlationId: string,
  strangerGone: () => void,
): { readonly turnOut: () => void } {
  const { log, ticks, captureLimits: limits } = service;
  const texts = tokenBucket(TEXTS, ticks);
  const chunks = tokenBucket(CHUNKS, ticks);
  const refusals = tokenBucket(REFUSALS, ticks);
  const textInTurn = inTurn();
  const chunkInTurn = inTurn();
  let session: CaptureSession | undefined;
  let claimed: RegistrationId | undefined;
  let textsWaiting = 0;
  let chunksWaiting = 0;
  let chunkBytesWaiting = 0;
  let isInAttempt = false;
  let isAlive = true;
  /** From here on nothing that comes in is looked at. */
  let isOver = false;
  let farewell: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  // The library waits half a minute for the other side to close, and hands on what comes meanwhile.
  const shut = (code: number, reason: string): void => {
    isOver = true;
    socket.close(code, reason);
    if (socket.isPaused) socket.resume();
    farewell ??= setTimeout(() => {
      socket.terminate();
    }, FAREWELL_MS);
  };

  const send = (message: ServerMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const refuse = (refused: unknown): void => {
    if (isOver) return;
    const error =
      FATAL.has(publicCodeOf(refused)) || refusals.take()
        ? refused
        : new Refusal('TOO_MANY_REQUESTS');
    const code = publicCodeOf(error);
    const level = code === 'INTERNAL' ? 'error' : 'info';
    const fields = code === 'INTERNAL' ? faultFields(error) : {};
    log(level, 'capture-refused', { correlationId, code, ...fields });
    send({ kind: 'refused', problem: presentProblem(error, correlationId) });
    // Whoever is not let in has nothing to do here.
    if (!FATAL.has(code) && session !== undefined) return;
    shut(closeCodeOf(code), code);
    session?.leave('connection-lost').catch((fault: unknown) => {
      log('error', 'capture-failed', { correlationId, ...faultFields(fault) });
    });
  };
  const refuseOversize = (): void => {
    refuse(new Refusal('PAYLOAD_TOO_LARGE'));
  };
  announceOversize(socket, refuseOversize);
  const payload = payloadLimit(socket, {
    small: limits.messageBytesMax,
    large: CHUNK_BYTES_MAX,
    underWayMs: limits.chunksUnderWayMs,
    overLimit: refuseOversize,
  });

  const attemptRuns = (doesRun: boolean): void => {
    isInAttempt = doesRun;
    idle?.refresh();
    if (doesRun) payload.raise();
    else payload.lowerSoon();
  };
  const watchIdle = (): void => {
    idle = setTimeout(() => {
      if (isInAttempt) idle?.refresh();
      else shut(CLOSE.idle, 'IDLE');
    }, limits.idleMs);
  };

  const join = async (captureToken: string): Promise<void> => {
    const id = service.secrets.readCaptureToken(captureToken);
    if (id === undefined) throw new Refusal('CAPTURE_TOKEN_INVALID');
    if (!captures.claim(id)) throw new Refusal('CAPTURE_ALREADY_OPEN');
    claimed = id;
    const registration = await service.storage.registrations.loadForCapture(id);
    if (registration === undefined) throw new Refusal('CAPTURE_TOKEN_INVALID');
    await requireJoinable(service, registration);
    if (!captures.admit(id, registration.tenantId)) throw new Refusal('TOO_MANY_REQUESTS');
    const tenant = await service.storage.tenants.load(registration.tenantId);
    if (isOver) return;
    session = openSession(service, {
      registration,
      mobileOperatorName: tenant?.name ?? registration.tenantId,
      correlationId,
      send,
      attemptRuns,
    });
    clearTimeout(joinTimer);
    strangerGone();
    watchIdle();
    log('info', 'capture-joined', { correlationId, tenantId: registration.tenantId });
    session.sendView();
  };

  const takeText = async (text: string): Promise<void> => {
    if (isOver || socket.readyState !== socket.OPEN) return;
    const message = parseDeviceMessage(text);
    if (session !== undefined) return session.take(message);
    if (message.kind !== 'capture-joined') throw new Refusal('CAPTURE_NOT_JOINED');
    return join(message.captureToken);
  };

  const takeChunk = async (chunk: Uint8Array): Promise<void> => {
    if (isOver) return;
    if (session === undefined) throw new Refusal('CAPTURE_NOT_JOINED');
    await session.takeChunk(chunk);
  };

  const queueChunk = (chunk: Buffer): void => {
    chunksWaiting += 1;
    chunkBytesWaiting += chunk.length;
    const areTooMany = () =>
      chunksWaiting >= limits.chunksWaitingMax || chunkBytesWaiting >= limits.chunkBytesWaitingMax;
    if (areTooMany()) socket.pause();
    payload.chunkCame();
    void chunkInTurn(() => takeChunk(chunk))
      .catch(refuse)
      .finally(() => {
        chunksWaiting -= 1;
        chunkBytesWaiting -= chunk.length;
        if (socket.isPaused && !areTooMany()) socket.resume();
      });
  };

  const queueText = (text: Buffer): void => {
    // Before it waits: what cannot be a message must not be held until its turn comes.
    if (text.length > DEVICE_TEXT_BYTES_MAX) throw new Refusal('MESSAGE_MALFORMED');
    if (textsWaiting >= limits.textsWaitingMax) throw new Refusal('TOO_MANY_REQUESTS');
    textsWaiting += 1;
    void textInTurn(() => takeText(text.toString('utf8')))
      .catch(refuse)
      .finally(() => {
        textsWaiting -= 1;
      });
  };

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isOver) return;
    idle?.refresh();
    try {
      if (!(isBinary ? chunks : texts).take()) throw new Refusal('TOO_MANY_REQUESTS');
      if (isBinary) queueChunk(data);
      else queueText(data);
    } catch (error) {
      refuse(error);
    }
  });
  socket.on('pong', () => {
    isAlive = true;
  });

  const joinTimer = setTimeout(() => {
    refuse(new Refusal('CAPTURE_NOT_JOINED'));
  }, limits.joinWithinMs);
  const ping = setInterval(() => {
    // A paused socket hears no pong; what it waits for has a time limit of its own.
    if (!isAlive && !socket.isPaused) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, limits.pingEveryMs);

  const capture = {
    stop: async () => {
      isOver = true;
      await session?.leave('server-stopped');
      send({ kind: 'refused', problem: presentProblem(new Refusal('NOT_READY'), correlationId) });
      shut(CLOSE.stopping, 'NOT_READY');
    },
  };
  captures.add(capture);
  service.metrics.captureSockets.inc();

  socket.on('close', () => {
    strangerGone();
    payload.forget();
    clearTimeout(joinTimer);
    clearTimeout(idle);
    clearTimeout(farewell);
    clearInterval(ping);
    service.metrics.captureSockets.dec();
    // In turn, so that a join or an attempt that is being opened is complete before it is left.
    void textInTurn(async () => {
      try {
        // What came before the end counts as having come: the last chunk may be among it.
        await chunkInTurn(() => Promise.resolve());
        await session?.leave('connection-lost');
      } finally {
        if (claimed !== undefined) captures.release(claimed);
        captures.remove(capture);
        log('info', 'capture-left', { correlationId });
      }
    }).catch((error: unknown) => {
      log('error', 'capture-failed', { correlationId, ...faultFields(error) });
    });
  });

  if (service.lifecycle.phase !== 'ready') refuse(new Refusal('NOT_READY'));
  return {
    turnOut: () => {
      refuse(new Refusal('TOO_MANY_REQUESTS'));
    },
  };
}

/** Says why and closes; nobody is waited for long who is one too many. */
function turnAway(service: Service, socket: WebSocket, correlationId: string): void {
  const refusal = new Refusal('TOO_MANY_REQUESTS');
  service.log('info', 'capture-refused', { correlationId, code: 'TOO_MANY_REQUESTS' });
  const message: ServerMessage = {
    kind: 'refused',
    problem: presentProblem(refusal, correlationId),
  };
  socket.send(JSON.stringify(message));
  socket.close(CLOSE.refused, 'TOO_MANY_REQUESTS');
  const farewell = setTimeout(() => {
    socket.terminate();
  }, FAREWELL_MS);
  socket.once('close', () => {
    clearTimeout(farewell);
  });
}

function closeCodeOf(code: PublicErrorCode): number {
  if (code === 'NOT_READY') return CLOSE.stopping;
  if (code === 'PAYLOAD_TOO_LARGE') return CLOSE.tooLarge;
  return code === 'INTERNAL' ? CLOSE.fault : CLOSE.refused;
}

/** The library closes a socket by itself when a message is too large; the problem goes out before that. */
function announceOversize(socket: WebSocket, announce: () => void): void {
  const close = socket.close.bind(socket);
  let isAnnounced = false;
  socket.close = (code, reason) => {
    if (code === CLOSE.tooLarge && !isAnnounced) {
      isAnnounced = true;
      announce();
    }
    close(code, reason);
  };
}
