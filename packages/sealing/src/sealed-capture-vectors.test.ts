import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { BoothKey } from './booth-key.ts';
import { encodeSealInfo, type SealInfo } from './seal-info.ts';
import { SealingError } from './sealing-error.ts';
import { openUnsealer, type OpenedPart } from './unsealer.ts';

const FOLDER = new URL('../../../vectors/sealed-capture/', import.meta.url);
const KEYS = {
  file: ['spec', 'comment', 'input', 'expect'],
  input: ['boothPublicKey', 'boothPrivateKeyPkcs8', 'bound', 'chunks'],
  expect: ['info', 'parts', 'sequences'],
};

interface Vector {
  readonly input: {
    readonly boothPublicKey: string;
    readonly boothPrivateKeyPkcs8: string;
    readonly bound: SealInfo;
    readonly chunks: readonly string[];
  };
  readonly expect: {
    readonly info: string;
    readonly parts: readonly { kind: string; last: boolean; payload: string }[];
    readonly sequences: readonly { received: readonly number[]; outcome: string }[];
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64url'));
}

async function keyOf({ input }: Vector): Promise<BoothKey> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const pkcs8 = bytes(input.boothPrivateKeyPkcs8);
  const publicKey = bytes(input.boothPublicKey);
  return {
    publicKey,
    keyPair: {
      privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['deriveBits']),
      publicKey: await crypto.subtle.importKey('raw', publicKey, curve, true, []),
    },
  };
}

async function receive(vector: Vector, received: readonly number[]) {
  const unsealer = openUnsealer(await keyOf(vector), bytes(vector.expect.info));
  const parts: OpenedPart[] = [];
  try {
    for (const at of received) {
      parts.push(await unsealer.open(bytes(vector.input.chunks[at] ?? '')));
    }
    unsealer.finish();
    return { parts, outcome: 'complete' };
  } catch (error) {
    assert.ok(error instanceof SealingError);
    return { parts, outcome: error.code };
  }
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const vector = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Vector;

  describe(`the sealed capture in ${file}`, () => {
    it('has exactly the declared keys', () => {
      assert.deepEqual(Object.keys(vector), KEYS.file);
      assert.deepEqual(Object.keys(vector.input), KEYS.input);
      assert.deepEqual(Object.keys(vector.expect), KEYS.expect);
    });

    it('is bound to the info of its fields', () => {
      assert.deepEqual(encodeSealInfo(vector.input.bound), bytes(vector.expect.info));
    });

    it('opens to its parts, and each sequence ends as it says', async () => {
      for (const { received, outcome } of vector.expect.sequences) {
        const opened = await receive(vector, received);
        assert.equal(opened.outcome, outcome, received.join());
        if (outcome !== 'complete') continue;
        const parts = opened.parts.map((part) => ({
          ...part,
          payload: Buffer.from(part.payload).toString('base64url'),
        }));
        assert.deepEqual(parts, vector.expect.parts);
      }
    });
  });
}
