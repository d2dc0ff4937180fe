import type { GuidanceSymbol } from '@bonin/core';
import {
  encodeSealInfo,
  openUnsealer,
  sealPortrait,
  SealingError,
  type BoothKey,
} from '@bonin/sealing';
import { BoothError } from '../../booth-error.ts';
import { encodeHandOver } from '../../hand-over.ts';
import type { PipeMessage } from '../../pipe.ts';
import { PipeClosed } from '../run-booth.ts';
import { parseReaderTerms } from '../terms.ts';

/** What a reader needs of an engine. */
export interface ReaderEngine {
  /** @returns the portrait as bytes that the matcher's engine understands */
  readPortrait(
    image: Uint8Array,
  ): Promise<
    | { readonly kind: 'read'; readonly portrait: Uint8Array }
    | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol }
  >;
}

export interface ServeCard {
  readonly engine: ReaderEngine;
  readonly key: BoothKey;
  readonly messages: AsyncIterator<PipeMessage, void>;
  readonly handOver: (sealed: Uint8Array) => Promise<void>;
}

/**
 * Serves the one attempt of a reader booth: a card, its portrait. Returns when the portrait, or why there is none, is handed
 * to the matcher.
 *
 * Personal data: the image of the card and its portrait. They stay in this process and are erased by its end; the portrait
 * leaves it sealed to the matcher's key.
 *
 * @throws {SealingError} when the capture is refused
 * @throws {PipeClosed} when the parent goes away
 */
export async function serveCard({ engine, key, messages, handOver }: ServeCard): Promise<void> {
  const opening = await nextOf(messages);
  if (opening.kind !== 'open') throw new BoothError('PIPE_MESSAGE_MALFORMED');
  const bound = parseReaderTerms(opening.body, key.publicKey);
  const unsealer = openUnsealer(key, encodeSealInfo(bound, 'card'));
  const message = await nextOf(messages);
  if (message.kind !== 'chunk') throw new BoothError('PIPE_MESSAGE_MALFORMED');
  const part = await unsealer.open(message.body);
  if (part.kind !== 'card') throw new SealingError('CHUNK_MALFORMED', { part: 'kind' });
  const found = await engine.readPortrait(part.payload);
  await handOver(await sealPortrait(encodeHandOver(found), key, bound));
}

async function nextOf(messages: AsyncIterator<PipeMessage, void>): Promise<PipeMessage> {
  const message = await messages.next();
  if (message.done === true) throw new PipeClosed();
  return message.value;
}
