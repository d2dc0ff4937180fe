import type { BoothKey } from './booth-key.ts';
import { parseChunk, unpadPayload, type ChunkKind, type ParsedChunk } from './chunk.ts';
import { SealingError } from './sealing-error.ts';
import { makeSuite } from './suite.ts';

/** One opened part of a capture. */
export interface OpenedPart {
  readonly kind: ChunkKind;
  readonly last: boolean;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Opens one attempt's capture, chunk by chunk, in the order in which it was sealed. */
export interface CaptureUnsealer {
  /**
   * Opens the next chunk.
   *
   * Personal data: the payload, in the clear. Only a booth calls this.
   *
   * @throws {SealingError} `CHUNK_MALFORMED`, `CHUNK_OUT_OF_ORDER` (reordered, dropped or repeated),
   *   `CHUNK_NOT_AUTHENTIC` (altered, or sealed for another booth or attempt), `CHUNK_AFTER_LAST`. After
   *   any error nothing more is opened: `UNSEALER_CLOSED`.
   */
  open(chunk: Uint8Array): Promise<OpenedPart>;

  /**
   * Says that no more chunks will come.
   *
   * @throws {SealingError} `STREAM_TRUNCATED` when the last part was not among those opened
   */
  finish(): void;
}

type Recipient = Awaited<ReturnType<ReturnType<typeof makeSuite>['createRecipientContext']>>;

/** Opens the booth's side of a sealed capture. `info` must be the bytes that the device sealed under. */
export function openUnsealer(key: BoothKey, info: Uint8Array<ArrayBuffer>): CaptureUnsealer {
  let recipient: Recipient | undefined;
  let nextIndex = 0;
  let state: 'open' | 'complete' | 'failed' = 'open';
  let previous: Promise<unknown> = Promise.resolve();

  async function openNext(chunk: Uint8Array): Promise<OpenedPart> {
    if (state === 'failed') throw new SealingError('UNSEALER_CLOSED');
    if (state === 'complete') throw new SealingError('CHUNK_AFTER_LAST');
    const parsed = parseChunk(chunk);
    if (parsed.index !== nextIndex) {
      throw new SealingError('CHUNK_OUT_OF_ORDER', { index: parsed.index, expected: nextIndex });
    }
    const payload = unpadPayload(parsed.kind, await decrypt(parsed));
    nextIndex += 1;
    if (parsed.last) state = 'complete';
    return { kind: parsed.kind, last: parsed.last, payload };
  }

  async function decrypt(chunk: ParsedChunk): Promise<Uint8Array<ArrayBuffer>> {
    try {
      recipient ??= await openRecipient(chunk.encapsulatedKey);
      return new Uint8Array(await recipient.open(chunk.ciphertext, chunk.aad));
    } catch {
      throw new SealingError('CHUNK_NOT_AUTHENTIC', { index: chunk.index });
    }
  }

  function openRecipient(encapsulatedKey: Uint8Array | undefined): Promise<Recipient> {
    if (encapsulatedKey === undefined) throw new SealingError('CHUNK_OUT_OF_ORDER');
    const enc = new Uint8Array(encapsulatedKey);
    return makeSuite().createRecipientContext({ recipientKey: key.keyPair, enc, info });
  }

  function open(chunk: Uint8Array): Promise<OpenedPart> {
    const opened = previous.then(() => openNext(chunk));
    previous = opened.catch(() => {
      state = 'failed';
    });
    return opened;
  }

  function finish(): void {
    if (state !== 'complete') throw new SealingError('STREAM_TRUNCATED', { opened: nextIndex });
  }

  return { open, finish };
}
