import { CHUNK_MAX_BYTES } from '@bonin/sealing';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BoothError } from './booth-error.ts';
import { encodeMessageHead, PIPE_MESSAGE_KINDS, readMessages, type PipeMessage } from './pipe.ts';

async function read(pieces: Iterable<Uint8Array>): Promise<PipeMessage[]> {
  async function* stream() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const messages: PipeMessage[] = [];
  for await (const message of readMessages(stream())) messages.push(message);
  return messages;
}

/** The bytes of a stream, cut at arbitrary places. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  yield bytes.subarray(at);
}

function plain({ kind, body }: PipeMessage): { kind: string; body: number[] } {
  return { kind, body: [...body] };
}

const anyMessage = fc.record({
  kind: fc.constantFrom(...PIPE_MESSAGE_KINDS),
  body: fc.uint8Array({ maxLength: 40 }),
});

describe('the messages of the pipe', () => {
  it('are read as they were written, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMessage, { maxLength: 5 }),
        fc.array(fc.nat({ max: 30 }), { maxLength: 10 }),
        async (messages, lengths) => {
          const stream = Buffer.concat(
            messages.flatMap(({ kind, body }) => [encodeMessageHead(kind, body.length), body]),
          );
          const found = await read(cut(stream, lengths));
          assert.deepEqual(found.map(plain), messages.map(plain));
        },
      ),
    );
  });

  it('end with a stream that ends inside one', async () => {
    const [head, body] = [encodeMessageHead('chunk', 4), Uint8Array.of(1, 2)];
    assert.deepEqual(await read([head, body]), []);
  });

  it('are refused when they are of an unknown kind or longer than the largest chunk', async () => {
    const unknown = Uint8Array.of(0, 0, 0, 0, 9);
    const tooLong = encodeMessageHead('chunk', CHUNK_MAX_BYTES + 1);
    for (const head of [unknown, tooLong]) {
      await assert.rejects(read([head]), (error) => {
        return error instanceof BoothError && error.code === 'PIPE_MESSAGE_MALFORMED';
      });
    }
  });
});
