import type {
  BoothOffer,
  CaptureView,
  DeviceMessage,
  ServerMessage,
} from '@bonin/protocol/channel';
import { keyToText, makeBoothKey } from '@bonin/sealing';
import type { Page, Route, WebSocketRoute } from 'playwright-core';

/** A server that says what a scene needs: for looking at screens, never for judging journeys. */
export interface SceneServer {
  say(message: ServerMessage): void;
  hangUp(): void;
  /** From now on it stands so with the receipt. */
  giveReceipt(receipt: SceneReceipt): void;
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
  /** How it stands with the receipt; there is none where this is not said. */
  readonly receipt?: SceneReceipt | undefined;
}

export type SceneReceipt = 'none' | 'there' | 'late' | 'unreachable' | 'gone';

export const RECEIPT_CODE = '1048213-7QXM-4T0Z-9KWB-VH2E';

/** What the door for receipts says; the receipts in it are none, as these pages do not verify any. */
function receiptAnswer(receipt: SceneReceipt): Parameters<Route['fulfill']>[0] {
  const ofKinds = (...kinds: readonly string[]) => ({
    logKey: 'scene',
    receipts: kinds.map((kind) => ({ kind, receipt: '' })),
  });
  switch (receipt) {
    case 'none':
      return { json: { ...ofKinds(), complete: true } };
    case 'there':
      return {
        json: { code: RECEIPT_CODE, ...ofKinds('attempt-opened', 'deletion'), complete: true },
      };
    case 'late':
      return { json: { code: RECEIPT_CODE, ...ofKinds('attempt-opened'), complete: false } };
    case 'unreachable':
      return { status: 503, body: '' };
    case 'gone':
      return { status: 410, body: '' };
  }
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
  let receipt = answers.receipt ?? 'none';

  await page.route('**/.well-known/jwks.json', (route) =>
    answers.withoutKeys === true
      ? route.fulfill({ status: 503, body: '' })
      : route.fulfill({ json: { keys: [jwk] } }),
  );
  await page.route('**/v1/receipt', (route) => route.fulfill(receiptAnswer(receipt)));
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
    giveReceipt: (given) => {
      receipt = given;
    },
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
