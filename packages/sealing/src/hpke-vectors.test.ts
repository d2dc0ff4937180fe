import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { BoothKey } from './booth-key.ts';

const FOLDER = new URL('../../../vectors/hpke/', import.meta.url);
const KEYS = {
  file: ['spec', 'comment', 'input', 'expect'],
  input: ['suite', 'info', 'ikmE', 'ikmR', 'aad', 'plaintext'],
  expect: ['skRm', 'pkRm', 'enc', 'ciphertext', 'accumulated'],
};

interface Vector {
  readonly input: Record<'suite' | 'info' | 'ikmE' | 'ikmR' | 'aad' | 'plaintext', string>;
  readonly expect: Record<'skRm' | 'pkRm' | 'enc' | 'ciphertext' | 'accumulated', string>;
}

type KeyPair = BoothKey['keyPair'];

function suiteOf(name: string): CipherSuite {
  const aead = name === 'p256-sha256-aes256gcm' ? new Aes256Gcm() : new Aes128Gcm();
  return new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead });
}

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function hex(data: ArrayBuffer | Uint8Array): string {
  return Buffer.from(new Uint8Array(data)).toString('hex');
}

/** Draws inputs from the SHAKE128 stream of the empty string: a length byte, then as many bytes. */
function* drawnInputs(): Generator<Uint8Array<ArrayBuffer>, never> {
  const stream = createHash('shake128', { outputLength: 1 << 20 }).digest();
  let at = 0;
  for (;;) {
    const length = stream.readUInt8(at);
    yield Uint8Array.from(stream.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
}

async function contexts({ input }: Vector) {
  const suite = suiteOf(input.suite);
  const recipientKey = (await suite.kem.deriveKeyPair(bytes(input.ikmR))) as KeyPair;
  const ekm = (await suite.kem.deriveKeyPair(bytes(input.ikmE))) as KeyPair;
  const info = bytes(input.info);
  const recipientPublicKey = recipientKey.publicKey;
  const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm });
  const recipient = await suite.createRecipientContext({ recipientKey, enc: sender.enc, info });
  return { suite, recipientKey, sender, recipient };
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const parsed = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Vector;

  describe(`the HPKE library on ${file}`, () => {
    it('is given a vector with exactly the declared keys', () => {
      assert.deepEqual(Object.keys(parsed), KEYS.file);
      assert.deepEqual(Object.keys(parsed.input), KEYS.input);
      assert.deepEqual(Object.keys(parsed.expect), KEYS.expect);
    });

    it('derives the keys, encapsulates and seals as the vector says', async () => {
      const { suite, recipientKey, sender, recipient } = await contexts(parsed);
      const { input, expect } = parsed;
      assert.equal(hex(await suite.kem.serializePrivateKey(recipientKey.privateKey)), expect.skRm);
      assert.equal(hex(await suite.kem.serializePublicKey(recipientKey.publicKey)), expect.pkRm);
      assert.equal(hex(sender.enc), expect.enc);
      const ciphertext = await sender.seal(bytes(input.plaintext), bytes(input.aad));
      assert.equal(hex(ciphertext), expect.ciphertext);
      assert.equal(hex(await recipient.open(ciphertext, bytes(input.aad))), input.plaintext);
    });

    it('seals a thousand drawn messages to the accumulated value', async () => {
      const { sender, recipient } = await contexts(parsed);
      const sink = createHash('shake128', { outputLength: 16 });
      const inputs = drawnInputs();
      for (let sequence = 0; sequence < 1000; sequence += 1) {
        const aad = inputs.next().value;
        const plaintext = inputs.next().value;
        const ciphertext = await sender.seal(plaintext, aad);
        sink.update(new Uint8Array(ciphertext));
        assert.equal(hex(await recipient.open(ciphertext, aad)), hex(plaintext));
      }
      assert.equal(sink.digest('hex'), parsed.expect.accumulated);
    });
  });
}
