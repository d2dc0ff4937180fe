import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeBoothKey } from './booth-key.ts';
import { CHUNK_MAX_BYTES, isForReader, PAYLOAD_MAX_BYTES } from './chunk.ts';
import { keyToText } from './key-text.ts';
import { openPortrait, SEALED_PORTRAIT_OVERHEAD_BYTES, sealPortrait } from './portrait.ts';
import { encodeSealInfo, SEAL_PARTS, type SealInfo, type SealPart } from './seal-info.ts';
import { openSealer, type CapturePart } from './sealer.ts';
import { SealingError, type SealingErrorCode } from './sealing-error.ts';
import { openUnsealer } from './unsealer.ts';

const END: CapturePart = { kind: 'end', last: true, payload: new Uint8Array() };

const key = await makeBoothKey();
const readerKey = await makeBoothKey();

const BOUND: SealInfo = {
  registrationId: 'r-1',
  attemptId: 'a-1',
  challenge: 'c-1',
  buildDigest: 'sha256:00',
  readerKey: keyToText(readerKey.publicKey),
  matcherKey: keyToText(key.publicKey),
};
const INFO = encodeSealInfo(BOUND, 'face');

function frame(byte: number, last = false): CapturePart {
  return { kind: 'frame', last, payload: new Uint8Array([byte]) };
}

function card(byte: number): CapturePart {
  return { kind: 'card', last: true, payload: new Uint8Array([byte]) };
}

async function sealAll(parts: readonly CapturePart[], to = key) {
  const sealer = await openSealer({ ...BOUND, matcherKey: keyToText(to.publicKey) });
  return Promise.all(parts.map((part) => sealer.seal(part)));
}

/** Opens all chunks and the end of input: the error that came up, or the payloads. */
async function openAll(chunks: readonly Uint8Array[], info = INFO) {
  const unsealer = openUnsealer(key, info);
  const payloads: number[][] = [];
  try {
    for (const chunk of chunks) payloads.push([...(await unsealer.open(chunk)).payload]);
    unsealer.finish();
    return { payloads, refused: undefined };
  } catch (error) {
    assert.ok(error instanceof SealingError);
    return { payloads, refused: error.code };
  }
}

function refusal(code: SealingErrorCode) {
  return (error: unknown) => error instanceof SealingError && error.code === code;
}

const anyPart: fc.Arbitrary<CapturePart> = fc.record({
  kind: fc.constantFrom('timed-frame', 'frame'),
  last: fc.constant(false),
  payload: fc.uint8Array({ maxLength: 200 }),
});
const anyCapture = fc.array(anyPart, { maxLength: 6 }).map((parts) => [...parts, END]);

describe('a sealed capture', () => {
  it('opens to what was sealed, in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyCapture, async (parts) => {
        const { payloads, refused } = await openAll(await sealAll(parts));
        assert.equal(refused, undefined);
        assert.deepEqual(
          payloads,
          parts.map((part) => [...part.payload]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is refused when any single bit is flipped', async () => {
    const chunks = await sealAll([frame(1), END]);
    const bits = chunks.reduce((sum, chunk) => sum + chunk.length * 8, 0);
    const header = Array.from({ length: 80 * 8 }, (_, bit) => bit);
    const anyBit = fc.oneof(fc.constantFrom(...header), fc.nat({ max: bits - 1 }));
    await fc.assert(
      fc.asyncProperty(anyBit, async (bit) => {
        const altered = chunks.map((chunk) => chunk.slice());
        let at = bit >> 3;
        const which = at < (altered[0]?.length ?? 0) ? 0 : 1;
        if (which === 1) at -= altered[0]?.length ?? 0;
        const chunk = altered[which];
        assert.ok(chunk !== undefined);
        chunk[at] = (chunk[at] ?? 0) ^ (1 << (bit & 7));
        assert.notEqual((await openAll(altered)).refused, undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused in any other order, with a chunk missing or with one repeated', async () => {
    const chunks = await sealAll([frame(1), frame(2), frame(3), END]);
    const indexes = chunks.map((_, index) => index);
    const anySequence = fc
      .array(fc.constantFrom(...indexes), { maxLength: 6 })
      .filter((sequence) => sequence.join() !== indexes.join());
    await fc.assert(
      fc.asyncProperty(anySequence, async (sequence) => {
        const received = sequence.map((index) => chunks[index] ?? new Uint8Array());
        assert.notEqual((await openAll(received)).refused, undefined);
      }),
    );
  });

  it('is refused when a chunk is cut short or made longer', async () => {
    const [first, last] = await sealAll([frame(1), END]);
    assert.ok(first !== undefined && last !== undefined);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: first.length - 1 }), async (length) => {
        const { refused } = await openAll([first.subarray(0, length), last]);
        assert.ok(refused === 'CHUNK_MALFORMED' || refused === 'CHUNK_NOT_AUTHENTIC');
      }),
    );
    const longer = new Uint8Array(first.length + 1);
    longer.set(first);
    assert.equal((await openAll([longer, last])).refused, 'CHUNK_MALFORMED');
  });

  it('is refused when it ends without the last chunk', async () => {
    const chunks = await sealAll([frame(1), frame(2), END]);
    assert.equal((await openAll(chunks.slice(0, 2))).refused, 'STREAM_TRUNCATED');
    assert.equal((await openAll([])).refused, 'STREAM_TRUNCATED');
  });

  it('is refused when anything follows the last chunk', async () => {
    const chunks = await sealAll([frame(1), END]);
    const [, more] = await sealAll([frame(1), frame(2)]);
    assert.ok(more !== undefined);
    assert.equal((await openAll([...chunks, more])).refused, 'CHUNK_AFTER_LAST');
  });

  it('does not open in another attempt, in another booth, or beside chunks of another sender', async () => {
    const other = encodeSealInfo({ ...BOUND, attemptId: 'a-2' }, 'face');
    const chunks = await sealAll([frame(1), END]);
    assert.equal((await openAll(chunks, other)).refused, 'CHUNK_NOT_AUTHENTIC');

    const elsewhere = await sealAll([frame(1), END], await makeBoothKey());
    assert.equal((await openAll(elsewhere)).refused, 'CHUNK_NOT_AUTHENTIC');

    const [first] = chunks;
    const [, foreign] = await sealAll([frame(1), END]);
    assert.ok(first !== undefined && foreign !== undefined);
    assert.equal((await openAll([first, foreign])).refused, 'CHUNK_NOT_AUTHENTIC');
  });

  it('opens nothing more after an error', async () => {
    const [first, last] = await sealAll([frame(1), END]);
    assert.ok(first !== undefined && last !== undefined);
    const unsealer = openUnsealer(key, INFO);
    await assert.rejects(unsealer.open(last), refusal('CHUNK_OUT_OF_ORDER'));
    await assert.rejects(unsealer.open(first), refusal('UNSEALER_CLOSED'));
    assert.throws(() => {
      unsealer.finish();
    }, refusal('STREAM_TRUNCATED'));
  });

  it('may be closed by its last frame', async () => {
    const { refused, payloads } = await openAll(await sealAll([frame(1), frame(2, true)]));
    assert.equal(refused, undefined);
    assert.deepEqual(payloads, [[1], [2]]);
  });

  it('has the same size for payloads of the same size class', async () => {
    const parts = [1, 100, 16 * 1024 - 4].map((length): CapturePart => {
      return { kind: 'frame', last: false, payload: new Uint8Array(length) };
    });
    const [, one, two, three] = await sealAll([frame(0), ...parts]);
    assert.equal(one?.length, two?.length);
    assert.equal(two?.length, three?.length);
  });

  it('fits the stated greatest chunk when it carries the greatest card', async () => {
    const payload = new Uint8Array(PAYLOAD_MAX_BYTES.card);
    const [chunk] = await sealAll([{ kind: 'card', last: true, payload }]);
    assert.equal(chunk?.length, CHUNK_MAX_BYTES);
  });
});

describe('openSealer', () => {
  it('refuses what is not a point on the curve', async () => {
    const offCurve = new Uint8Array(65).fill(7);
    offCurve[0] = 4;
    const padded = Buffer.from(key.publicKey).toString('base64');
    for (const text of [keyToText(offCurve), keyToText(new Uint8Array(64)), '', '본인', padded]) {
      for (const booth of ['readerKey', 'matcherKey'] as const) {
        const opening = openSealer({ ...BOUND, [booth]: text });
        await assert.rejects(opening, (error) => error instanceof SealingError);
      }
    }
    const spelt = openSealer({ ...BOUND, matcherKey: keyToText(offCurve) });
    await assert.rejects(spelt, refusal('BOOTH_KEY_MALFORMED'));
  });

  it('seals nothing after the last part, and nothing after an error', async () => {
    const finished = await openSealer(BOUND);
    await finished.seal(END);
    await assert.rejects(finished.seal(frame(1)), refusal('SEALER_CLOSED'));

    const failed = await openSealer(BOUND);
    const tooLarge = new Uint8Array(PAYLOAD_MAX_BYTES.frame + 1);
    const refused = failed.seal({ kind: 'frame', last: false, payload: tooLarge });
    await assert.rejects(refused, refusal('PAYLOAD_TOO_LARGE'));
    await assert.rejects(failed.seal(frame(1)), refusal('SEALER_CLOSED'));
  });

  it('refuses a card that is not last', async () => {
    const sealer = await openSealer(BOUND);
    await assert.rejects(sealer.seal({ ...card(1), last: false }), refusal('PAYLOAD_NOT_ALLOWED'));
  });

  it('refuses an end that is not last or carries something', async () => {
    const first = await openSealer(BOUND);
    await assert.rejects(first.seal({ ...END, last: false }), refusal('PAYLOAD_NOT_ALLOWED'));
    const second = await openSealer(BOUND);
    const loaded = { ...END, payload: new Uint8Array(1) };
    await assert.rejects(second.seal(loaded), refusal('PAYLOAD_NOT_ALLOWED'));
  });
});

describe('the two booths of one attempt', () => {
  async function openAs(
    chunk: Uint8Array | undefined,
    as: { readonly key?: typeof key; readonly part?: SealPart; readonly bound?: Partial<SealInfo> },
  ) {
    const { key: opening = readerKey, part = 'card', bound = {} } = as;
    const unsealer = openUnsealer(opening, encodeSealInfo({ ...BOUND, ...bound }, part));
    return unsealer.open(chunk ?? new Uint8Array());
  }

  it('open each what is for it: the reader the card, the matcher the live frames', async () => {
    const [sealedCard, sealedFrame] = await sealAll([card(1), frame(2), END]);
    assert.deepEqual([isForReader(sealedCard!), isForReader(sealedFrame!)], [true, false]);
    assert.deepEqual([...(await openAs(sealedCard, {})).payload], [1]);
    const face = await openAs(sealedFrame, { key, part: 'face' });
    assert.deepEqual([...face.payload], [2]);
    for (const [chunk, as] of [
      [sealedCard, { key, part: 'face' }],
      [sealedCard, { key, part: 'card' }],
      [sealedCard, { part: 'face' }],
      [sealedFrame, { part: 'card' }],
      [sealedFrame, { key, part: 'card' }],
    ] as const) {
      await assert.rejects(openAs(chunk, as), refusal('CHUNK_NOT_AUTHENTIC'));
    }
  });

  it('open nothing when one was told another key of the other than the device knows', async () => {
    const [sealedCard, sealedFrame] = await sealAll([card(1), frame(2), END]);
    const stranger = keyToText((await makeBoothKey()).publicKey);
    const told = { matcherKey: stranger };
    await assert.rejects(openAs(sealedCard, { bound: told }), refusal('CHUNK_NOT_AUTHENTIC'));
    const other = { key, part: 'face', bound: { readerKey: stranger } } as const;
    await assert.rejects(openAs(sealedFrame, other), refusal('CHUNK_NOT_AUTHENTIC'));
  });
});

describe('a portrait that is handed over', () => {
  const message = Uint8Array.of(1, 2, 3);

  it('opens at its matcher alone, in its attempt alone, and only from its reader', async () => {
    const sealed = await sealPortrait(message, readerKey, BOUND);
    assert.equal(sealed.length, message.length + SEALED_PORTRAIT_OVERHEAD_BYTES);
    assert.deepEqual(await openPortrait(sealed, key, BOUND), message);

    const stranger = await makeBoothKey();
    const notAuthentic = refusal('PORTRAIT_NOT_AUTHENTIC');
    await assert.rejects(openPortrait(sealed, stranger, BOUND), notAuthentic);
    await assert.rejects(openPortrait(sealed, key, { ...BOUND, attemptId: 'a-2' }), notAuthentic);
    // Whoever knows the matcher's key and the attempt can seal to it, but not as its reader.
    const forged = await sealPortrait(message, stranger, BOUND);
    await assert.rejects(openPortrait(forged, key, BOUND), notAuthentic);
  });

  it('is refused when any bit of it is flipped, or it is cut short', async () => {
    const sealed = await sealPortrait(message, readerKey, BOUND);
    for (let bit = 0; bit < 8 * sealed.length; bit += 1) {
      const altered = sealed.slice();
      altered[bit >> 3]! ^= 1 << (bit & 7);
      await assert.rejects(openPortrait(altered, key, BOUND), refusal('PORTRAIT_NOT_AUTHENTIC'));
    }
    for (const length of [0, 64, 65, 80, sealed.length - 1]) {
      const short = openPortrait(sealed.slice(0, length), key, BOUND);
      await assert.rejects(short, refusal('PORTRAIT_NOT_AUTHENTIC'));
    }
  });
});

describe('makeBoothKey', () => {
  it('makes a private key that cannot be taken out of the process', async () => {
    assert.equal(key.keyPair.privateKey.extractable, false);
    await assert.rejects(crypto.subtle.exportKey('pkcs8', key.keyPair.privateKey));
    assert.equal(key.publicKey.length, 65);
    assert.equal(key.publicKey[0], 4);
  });
});

describe('encodeSealInfo', () => {
  const anyText = fc.stringMatching(/^[\x21-\x7e]{1,20}$/);
  const anyInfo = fc.record({
    registrationId: anyText,
    attemptId: anyText,
    challenge: anyText,
    buildDigest: anyText,
    readerKey: anyText,
    matcherKey: anyText,
  });
  const anyRole = fc.constantFrom(...SEAL_PARTS);

  it('encodes two different bindings differently', () => {
    fc.assert(
      fc.property(anyInfo, anyRole, anyInfo, anyRole, (one, part, two, otherPart) => {
        const same = part === otherPart && JSON.stringify(one) === JSON.stringify(two);
        const encoded = encodeSealInfo(one, part);
        assert.equal(Buffer.compare(encoded, encodeSealInfo(two, otherPart)) === 0, same);
      }),
    );
  });

  it('does not mistake a shifted boundary between fields', () => {
    const one = encodeSealInfo({ ...BOUND, registrationId: 'ab', attemptId: 'c' }, 'face');
    const two = encodeSealInfo({ ...BOUND, registrationId: 'a', attemptId: 'bc' }, 'face');
    assert.notDeepEqual(one, two);
  });

  it('refuses empty, over-long and non-ASCII fields', () => {
    for (const bad of ['', 'a b', '본인', 'x'.repeat(1025)]) {
      assert.throws(
        () => encodeSealInfo({ ...BOUND, challenge: bad }, 'card'),
        refusal('SEAL_INFO_MALFORMED'),
      );
    }
  });
});
