import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { BoothKey } from './booth-key.ts';
import { keyFromText } from './key-text.ts';
import { openPortrait } from './portrait.ts';
import { encodeSealInfo, SEAL_PARTS, type SealInfo, type SealPart } from './seal-info.ts';
import { SealingError } from './sealing-error.ts';
import { openUnsealer, type OpenedPart } from './unsealer.ts';

const FOLDER = new URL('../../../vectors/sealed-capture/', import.meta.url);
const KEYS = {
  file: ['spec', 'comment', 'input', 'expect'],
  input: ['readerPrivateKeyPkcs8', 'matcherPrivateKeyPkcs8', 'bound', 'card', 'face', 'portrait'],
  expect: ['infos', 'card', 'face', 'portrait', 'sequences'],
};

interface ToldPart {
  readonly kind: string;
  readonly last: boolean;
  readonly payload: string;
}

interface Vector {
  readonly input: {
    readonly readerPrivateKeyPkcs8: string;
    readonly matcherPrivateKeyPkcs8: string;
    readonly bound: SealInfo;
    readonly card: readonly string[];
    readonly face: readonly string[];
    readonly portrait: string;
  };
  readonly expect: {
    readonly infos: Readonly<Record<SealPart, string>>;
    readonly card: readonly ToldPart[];
    readonly face: readonly ToldPart[];
    readonly portrait: string;
    readonly sequences: readonly { received: readonly number[]; outcome: string }[];
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64url'));
}

async function keyOf(privateKey: string, publicText: string): Promise<BoothKey> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const pkcs8 = bytes(privateKey);
  const publicKey = keyFromText(publicText);
  return {
    publicKey,
    keyPair: {
      privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['deriveBits']),
      publicKey: await crypto.subtle.importKey('raw', publicKey, curve, true, []),
    },
  };
}

const readerOf = ({ input }: Vector) => keyOf(input.readerPrivateKeyPkcs8, input.bound.readerKey);
const matcherOf = ({ input }: Vector) =>
  keyOf(input.matcherPrivateKeyPkcs8, input.bound.matcherKey);

async function receive(key: BoothKey, info: string, chunks: readonly string[]) {
  const unsealer = openUnsealer(key, bytes(info));
  const parts: OpenedPart[] = [];
  try {
    for (const chunk of chunks) parts.push(await unsealer.open(bytes(chunk)));
    unsealer.finish();
    return { parts: parts.map(toldOf), outcome: 'complete' };
  } catch (error) {
    assert.ok(error instanceof SealingError);
    return { parts: parts.map(toldOf), outcome: error.code };
  }
}

function toldOf({ kind, last, payload }: OpenedPart): ToldPart {
  return { kind, last, payload: Buffer.from(payload).toString('base64url') };
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const vector = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Vector;
  const { input, expect } = vector;

  describe(`the sealed capture in ${file}`, () => {
    it('has exactly the declared keys', () => {
      assert.deepEqual(Object.keys(vector), KEYS.file);
      assert.deepEqual(Object.keys(input), KEYS.input);
      assert.deepEqual(Object.keys(expect), KEYS.expect);
    });

    it('is bound to the infos of its fields', () => {
      for (const part of SEAL_PARTS) {
        assert.deepEqual(encodeSealInfo(input.bound, part), bytes(expect.infos[part]));
      }
    });

    it('opens to its card at the reader', async () => {
      const opened = await receive(await readerOf(vector), expect.infos.card, input.card);
      assert.deepEqual(opened, { parts: expect.card, outcome: 'complete' });
    });

    it('opens to its frames at the matcher, and each sequence ends as it says', async () => {
      for (const { received, outcome } of expect.sequences) {
        const chunks = received.map((at) => input.face[at] ?? '');
        const opened = await receive(await matcherOf(vector), expect.infos.face, chunks);
        assert.equal(opened.outcome, outcome, received.join());
        if (outcome === 'complete') assert.deepEqual(opened.parts, expect.face);
      }
    });

    it('opens to its portrait at the matcher', async () => {
      const opened = openPortrait(bytes(input.portrait), await matcherOf(vector), input.bound);
      assert.deepEqual(await opened, bytes(expect.portrait));
    });
  });
}
