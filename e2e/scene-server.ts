import type {
  BoothOffer,
  CaptureView,
  DeviceMessage,
  ServerMessage,
} from '@bonin/protocol/channel';
import { keyToText, makeBoothKey } from '@bonin/sealing';
import type { Page, WebSocketRoute } from 'playwright-core';

/** A server that says what a scene needs: for looking at screens, never for judging journeys. */
export interface SceneServer {
  say(message: ServerMessage): void;
  hangUp(): void;
  /** Says no more that a registration is there; every new connection is cut off. */
  goAway(): void;
}

export interface SceneAnswers {
  readonly view: CaptureView;
  /** What it says to a message; `undefined` leaves it to the ordinary answers. */
  readonly answer?: ((message: DeviceMessage) => readonly ServerMessage[] | undefined) | undefined;
  /** Whether the signature of the booth's offer is that of another key. */
  readonly forged?: boolean | undefined;
  /** Whether the keys that vouch for the booth cannot be had. */
  readonly withoutKeys?: boolean | undefined;
}

export async function playServer(page: Page, answers: SceneAnswers): Promise<SceneServer> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const shown =
    answers.forged === true
      ? await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
      : keys;
  const jwk = { ...(await crypto.subtle.exportKey('jwk', shown.publicKey)), kid: 'scene' };
  let socket: WebSocketRoute | undefined;
  let gone = false;

  await page.route('**/.well-known/jwks.json', (route) =>
    answers.withoutKeys === true
      ? route.fulfill({ status: 503, body: '' })
      : route.fulfill({ json: { keys: [jwk] } }),
  );
  await page.routeWebSocket('**/v1/capture', (opened) => {
    socket = opened;
    if (gone) void opened.close();
    opened.onMessage((data) => {
      if (typeof data !== 'string') return;
      const message = JSON.parse(data) as DeviceMessage;
      const said = answers.answer?.(message);
      if (said === undefined) void answerOrdinarily(message);
      else for (const one of said) say(one);
    });
  });

  function say(message: ServerMessage): void {
    socket?.send(JSON.stringify(message));
  }

  async function answerOrdinarily(message: DeviceMessage): Promise<void> {
    const { view } = answers;
    switch (message.kind) {
      case 'capture-joined': {
        say({ kind: 'registration-loaded', view });
        return;
      }
      case 'consent-given': {
        say({ kind: 'registration-loaded', view: { ...view, state: 'awaiting-capture' } });
        return;
      }
      case 'attempt-requested': {
        say({ kind: 'booth-offered', offer: await offerOf(view, keys.privateKey) });
        return;
      }
      case 'attempt-abandoned':
      case 'consent-withdrawn':
      case 'face-route-left':
        return;
    }
  }

  return {
    say,
    hangUp: () => void socket?.close(),
    goAway: () => {
      gone = true;
      void socket?.close();
    },
  };
}

async function offerOf(view: CaptureView, privateKey: CryptoKey): Promise<BoothOffer> {
  const [reader, matcher] = await Promise.all([makeBoothKey(), makeBoothKey()]);
  const members = {
    registrationId: view.registrationId,
    attemptId: `att_${'a'.repeat(32)}`,
    challenge: 'c'.repeat(43),
    readerKey: keyToText(reader.publicKey),
    matcherKey: keyToText(matcher.publicKey),
    buildDigest: 'd'.repeat(64),
  };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({ alg: 'ES256', typ: 'booth-offer+jwt', kid: 'scene' });
  const claims = encode({ ...members, exp: Math.floor(Date.now() / 1000) + 60 });
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    new TextEncoder().encode(`${header}.${claims}`),
  );
  return {
    ...members,
    signature: `${header}.${claims}.${Buffer.from(signature).toString('base64url')}`,
  };
}
