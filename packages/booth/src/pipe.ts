import { CHUNK_MAX_BYTES } from '@bonin/sealing';
import { BoothError } from './booth-error.ts';

/** What the parent says to a booth. The order is the code on the pipe, counted from 1. */
export const PIPE_MESSAGE_KINDS = ['open', 'chunk', 'step'] as const;

export type PipeMessageKind = (typeof PIPE_MESSAGE_KINDS)[number];

export interface PipeMessage {
  readonly kind: PipeMessageKind;
  readonly body: Uint8Array;
}

/** Length of the raw public key: the first and only thing a booth says before its first input. */
export const KEY_BYTES = 65;

const HEAD_BYTES = 5;

/** Head of a message: length of the body, then the code of its kind. See docs/formats/booth-pipe.md. */
export function encodeMessageHead(kind: PipeMessageKind, bodyLength: number): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, bodyLength);
  view.setUint8(4, PIPE_MESSAGE_KINDS.indexOf(kind) + 1);
  return head;
}

/**
 * Cuts a byte stream into messages.
 *
 * Ends with the stream; a stream that ends inside a message ends the reading too, as its writer died.
 *
 * @throws {BoothError} `PIPE_MESSAGE_MALFORMED` for an unknown kind or a length over the largest chunk
 */
export async function* readMessages(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<PipeMessage, void> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  let wanted = HEAD_BYTES;
  let kind: PipeMessageKind | undefined;

  for await (const piece of stream) {
    pieces.push(piece);
    held += piece.length;
    while (held >= wanted) {
      const joined = join(pieces, held);
      const part = joined.subarray(0, wanted);
      const rest = joined.subarray(wanted);
      pieces = rest.length > 0 ? [rest] : [];
      held = rest.length;
      if (kind === undefined) {
        ({ kind, wanted } = parseHead(part));
      } else {
        yield { kind, body: part };
        kind = undefined;
        wanted = HEAD_BYTES;
      }
    }
  }
}

function parseHead(head: Uint8Array): { kind: PipeMessageKind; wanted: number } {
  const view = new DataView(head.buffer, head.byteOffset, HEAD_BYTES);
  const kind = PIPE_MESSAGE_KINDS[view.getUint8(4) - 1];
  const wanted = view.getUint32(0);
  if (kind === undefined || wanted > CHUNK_MAX_BYTES) {
    throw new BoothError('PIPE_MESSAGE_MALFORMED', { length: wanted });
  }
  return { kind, wanted };
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
