import { encodeHeader, isLastIndex, padPayload, type ChunkKind } from './chunk.ts';
import { keyFromText } from './key-text.ts';
import { encodeSealInfo, type SealInfo } from './seal-info.ts';
import { SealingError } from './sealing-error.ts';
import { makeSuite, PUBLIC_KEY_BYTES } from './suite.ts';

/**
 * One thing to seal. `last` closes what is sealed to that booth: a `card` is all that its reader gets, and always last; so is
 * an `end`, which carries nothing.
 */
export interface CapturePart {
  readonly kind: ChunkKind;
  readonly last: boolean;
  readonly payload: Uint8Array;
}

/** Seals one attempt's capture, chunk by chunk: a card to the reader, everything else to the matcher. */
export interface CaptureSealer {
  /**
   * Seals the next part. Calls may overlap; chunks get their place in the order of the calls and must
   * be sent in that order.
   *
   * Personal data: the payload. The chunk can be opened by its booth alone.
   *
   * @throws {SealingError} `PAYLOAD_TOO_LARGE`, `PAYLOAD_NOT_ALLOWED`, or `SEALER_CLOSED` after the last
   *   part. After any error nothing more is sealed.
   */
  seal(part: CapturePart): Promise<Uint8Array<ArrayBuffer>>;
}

const NOTHING = new Uint8Array();
const ALWAYS_LAST: ReadonlySet<ChunkKind> = new Set(['card', 'end']);

/**
 * Opens the device's side of a sealed capture, under the public keys of the two booths.
 *
 * Not verified: that the keys belong to booths. Whoever calls this has checked who vouches for them.
 *
 * @throws {SealingError} `BOOTH_KEY_MALFORMED` when a key is not an uncompressed P-256 point
 */
export async function openSealer(bound: SealInfo): Promise<CaptureSealer> {
  const [card, face] = await Promise.all([
    openStream(keyFromText(bound.readerKey), encodeSealInfo(bound, 'card')),
    openStream(keyFromText(bound.matcherKey), encodeSealInfo(bound, 'face')),
  ]);
  return { seal: (part) => (part.kind === 'card' ? card : face).seal(part) };
}

/** What is sealed to one booth: chunks in one order, under one context. */
async function openStream(
  boothPublicKey: Uint8Array,
  info: Uint8Array<ArrayBuffer>,
): Promise<CaptureSealer> {
  const suite = makeSuite();
  const sender = await openSender(boothPublicKey, info);
  let nextIndex = 0;
  let closed = false;
  let previous: Promise<unknown> = Promise.resolve();

  async function sealAt(index: number, part: CapturePart): Promise<Uint8Array<ArrayBuffer>> {
    const header = encodeHeader({ kind: part.kind, last: part.last, index });
    const aad = concatenate(header, index === 0 ? new Uint8Array(sender.enc) : NOTHING);
    const ciphertext = await sender.seal(padPayload(part.kind, part.payload), aad);
    return concatenate(aad, new Uint8Array(ciphertext));
  }

  function seal(part: CapturePart): Promise<Uint8Array<ArrayBuffer>> {
    const sealed = previous.then(async () => {
      if (closed) throw new SealingError('SEALER_CLOSED');
      const isFullEnd = part.kind === 'end' && part.payload.length > 0;
      if (isFullEnd || (ALWAYS_LAST.has(part.kind) && !part.last)) {
        throw new SealingError('PAYLOAD_NOT_ALLOWED', { kind: part.kind });
      }
      const index = nextIndex;
      nextIndex += 1;
      // Closed before sealing: a part that fails must not leave a gap that a later one fills.
      closed = true;
      const chunk = await sealAt(index, part);
      closed = part.last || isLastIndex(index);
      return chunk;
    });
    previous = sealed.catch(() => {
      closed = true;
    });
    return sealed;
  }

  async function openSender(publicKey: Uint8Array, bound: Uint8Array<ArrayBuffer>) {
    if (publicKey.length !== PUBLIC_KEY_BYTES) {
      throw new SealingError('BOOTH_KEY_MALFORMED', { length: publicKey.length });
    }
    try {
      const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(publicKey));
      return await suite.createSenderContext({ recipientPublicKey, info: bound });
    } catch {
      throw new SealingError('BOOTH_KEY_MALFORMED', { length: publicKey.length });
    }
  }

  return { seal };
}

function concatenate(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}
