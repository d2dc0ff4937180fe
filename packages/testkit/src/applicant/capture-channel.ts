import { CAPTURE_PATH, type DeviceMessage, type ServerMessage } from '@bonin/protocol';
import { ApplicantError } from './applicant-error.ts';

type Kind = ServerMessage['kind'];
export type Heard<K extends Kind> = Extract<ServerMessage, { readonly kind: K }>;

/** One WebSocket of the capture channel, without a page around it. */
export interface CaptureChannel extends Disposable {
  say(message: DeviceMessage): void;
  send(chunk: Uint8Array<ArrayBuffer>): void;
  /**
   * The next message of one of these kinds; those of other kinds before it are passed over.
   *
   * A `refused` that is not waited for is an error.
   *
   * @throws {ApplicantError} `SERVICE_REFUSED`, `SERVICE_SILENT`, `CHANNEL_CLOSED`
   */
  hear<K extends Kind>(...kinds: readonly K[]): Promise<Heard<K>>;
}

/** Longest wait for any message of the service. */
const PATIENCE_MS = 40_000;

/** @throws {ApplicantError} `CHANNEL_CLOSED` when there is no service at this address */
export async function openCaptureChannel(serviceUrl: string): Promise<CaptureChannel> {
  const socket = new WebSocket(serviceUrl.replace(/^http/, 'ws') + CAPTURE_PATH);
  const heard: ServerMessage[] = [];
  let awake = Promise.withResolvers<undefined>();
  const state = { isClosed: false };
  const rouse = (): void => {
    awake.resolve(undefined);
    awake = Promise.withResolvers();
  };
  const close = (): void => {
    state.isClosed = true;
    rouse();
  };
  socket.addEventListener('message', ({ data }) => {
    heard.push(JSON.parse(String(data)) as ServerMessage);
    rouse();
  });
  socket.addEventListener('close', close);
  socket.addEventListener('error', close);
  socket.addEventListener('open', rouse);
  await awake.promise;
  if (state.isClosed) throw new ApplicantError('CHANNEL_CLOSED');

  async function hear<K extends Kind>(...kinds: readonly K[]): Promise<Heard<K>> {
    const wanted = new Set<Kind>(kinds);
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      for (let message = heard.shift(); message !== undefined; message = heard.shift()) {
        if (wanted.has(message.kind)) return message as Heard<K>;
        if (message.kind === 'refused') {
          throw new ApplicantError('SERVICE_REFUSED', { said: message.problem.code });
        }
      }
      if (state.isClosed) throw new ApplicantError('CHANNEL_CLOSED');
      if (performance.now() >= until) {
        throw new ApplicantError('SERVICE_SILENT', { awaited: kinds.join(' ') });
      }
      await withTimer(awake.promise, until - performance.now());
    }
  }

  return {
    say: (message) => socket.send(JSON.stringify(message)),
    send: (chunk) => socket.send(chunk),
    hear,
    [Symbol.dispose]: () => socket.close(),
  };
}

async function withTimer(awaited: Promise<unknown>, ms: number): Promise<void> {
  const rung = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => rung.resolve(undefined), ms);
  try {
    await Promise.race([awaited, rung.promise]);
  } finally {
    clearTimeout(timer);
  }
}
