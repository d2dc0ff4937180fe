import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LedgerError } from '../ledger-error.ts';
import { openNoteSigner, signCheckpoint } from '../log/note-signer.ts';
import {
  makeCosigningKey,
  makeMlDsaKey,
  makeSigningKey,
  parseSignerKey,
} from '../log/signing-key.ts';
import { encodeCheckpointText, parseCheckpoint, parseCheckpointText } from './checkpoint.ts';
import { parseNote } from './note.ts';
import { encodeVerifierKey, parseVerifierKey } from './verifier-key.ts';
import { verifyNote } from './verify-note.ts';

// The example of the documentation of Go's golang.org/x/mod/sumdb/note.
const GO_SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_LINE =
  '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const ORIGIN = 'ledger.example/bonin';
const ROOT = new Uint8Array(32).fill(7);
const HEAD = { origin: ORIGIN, size: 20_852_163, root: ROOT };

describe('a signed note', () => {
  it('is the one of Go’s documentation, byte for byte', async () => {
    const signer = openNoteSigner(GO_SIGNER);
    assert.equal(encodeVerifierKey(signer.verifierKey), GO_VERIFIER);
    assert.equal(signer.sign(GO_TEXT, 0), GO_LINE);
    const note = `${GO_TEXT}\n${GO_LINE}`;
    const { text, verified } = await verifyNote(note, [parseVerifierKey(GO_VERIFIER)]);
    assert.equal(text, GO_TEXT);
    assert.equal(verified[0]?.key.name, 'PeterNeumann');
  });

  it('keeps lines of keys that nobody here knows, and verifies by one that is known', async () => {
    const known = makeSigningKey(ORIGIN);
    const unknown = '\u2014 somewhere.example/else AAAAAAAA\n';
    const text = encodeCheckpointText(HEAD);
    const line = openNoteSigner(known.signerKey).sign(text, 0);
    const note = `${text}\n${unknown}${line}`;
    assert.equal(parseNote(note).signatures[0]?.line, unknown.trimEnd());
    const { verified } = await verifyNote(note, [parseVerifierKey(known.verifierKey)]);
    assert.equal(verified.length, 1);
    await assert.rejects(verifyNote(`${text}\n${unknown}`, [parseVerifierKey(known.verifierKey)]), {
      code: 'NOTE_UNSIGNED',
    });
  });

  it('is refused when a signature of a known key does not verify, whoever else has signed', async () => {
    const [a, b] = [makeSigningKey('a.example'), makeSigningKey('b.example')];
    const keys = [a, b].map(({ verifierKey }) => parseVerifierKey(verifierKey));
    const text = 'something\n';
    const right = openNoteSigner(a.signerKey).sign(text, 0);
    const wrong = openNoteSigner(b.signerKey).sign('something else\n', 0);
    await assert.rejects(verifyNote(`${text}\n${right}${wrong}`, keys), {
      code: 'NOTE_SIGNATURE_INVALID',
    });
  });

  it('takes no other form', () => {
    const wrong = [
      '',
      'text\n',
      `text\n${GO_LINE}`,
      `${GO_TEXT}\n${GO_LINE.trimEnd()}`,
      `${GO_TEXT}\n${GO_LINE}\n`,
      `${GO_TEXT}\n${GO_LINE} `,
      `${GO_TEXT}\n${GO_LINE.replace('PeterNeumann', 'Peter+Neumann')}`,
      `${GO_TEXT}\n${GO_LINE.replace('PeterNeumann', 'Peter\u00a0Neumann')}`,
      `${GO_TEXT}\n${GO_LINE.replace('\u2014', '-')}`,
      `${GO_TEXT}\n${GO_LINE.replace('AM=', 'AN=')}`,
      `${GO_TEXT}\t\n\n${GO_LINE}`,
      `${GO_TEXT}\ud800\n\n${GO_LINE}`,
      `${GO_TEXT}\n${GO_LINE.repeat(33)}`,
    ];
    for (const note of wrong) {
      assert.throws(() => parseNote(note), { code: 'NOTE_MALFORMED' }, JSON.stringify(note));
    }
  });
});

describe('a key', () => {
  it('of each type comes back from its text, and carries its id', () => {
    for (const make of [makeSigningKey, makeCosigningKey, makeMlDsaKey]) {
      const { signerKey, verifierKey } = make(ORIGIN);
      assert.equal(encodeVerifierKey(parseVerifierKey(verifierKey)), verifierKey);
      assert.equal(encodeVerifierKey(parseSignerKey(signerKey).verifierKey), verifierKey);
    }
  });

  it('has an id that belongs to its type: the key of a witness signs no checkpoint of a log', () => {
    const { signerKey } = makeSigningKey(ORIGIN);
    const asWitness = signerKey.replace(/\+A([A-Za-z0-9+/]+)$/, '+B$1');
    assert.throws(() => parseSignerKey(asWitness), { code: 'SIGNER_KEY_MALFORMED' });
  });

  it('is refused in any other form, without being quoted', () => {
    const wrong = [
      GO_SIGNER.slice(1),
      `${GO_SIGNER} `,
      GO_SIGNER.replace('c74f', 'c74e'),
      GO_SIGNER.slice(0, -4),
    ];
    for (const text of wrong) {
      assert.throws(
        () => parseSignerKey(text),
        (error) => error instanceof LedgerError && !JSON.stringify(error).includes('AYEKF'),
      );
    }
    const verifiers = [
      GO_VERIFIER.replace('c74f', 'c74e'),
      `${GO_VERIFIER}\n`,
      `${GO_VERIFIER}AAAA`,
      'a+b',
    ];
    for (const text of verifiers) {
      assert.throws(() => parseVerifierKey(text), { code: 'VERIFIER_KEY_MALFORMED' });
    }
    assert.throws(() => makeSigningKey('with space'), { code: 'SIGNER_KEY_MALFORMED' });
  });
});

describe('a checkpoint', () => {
  it('comes back from its text, and from no other spelling', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, root) => {
          const text = encodeCheckpointText({ origin: ORIGIN, size, root });
          assert.deepEqual(parseCheckpointText(text), { origin: ORIGIN, size, root });
        },
      ),
    );
    const text = encodeCheckpointText(HEAD);
    const wrong = [
      `${text}extension\n`,
      text.trimEnd(),
      text.replace('20852163', '020852163'),
      text.replace('20852163', '9007199254740993'),
      text.replace(ORIGIN, ''),
      text.replace('BwcH', 'Bwc'),
    ];
    for (const each of wrong) {
      assert.throws(() => parseCheckpointText(each), { code: 'CHECKPOINT_MALFORMED' }, each);
    }
  });

  it('carries an Ed25519 line and, where a log has such a key, an ML-DSA-44 line beside it', async () => {
    const [classic, quantum] = [makeSigningKey(ORIGIN), makeMlDsaKey(ORIGIN)];
    const signers = [classic, quantum].map(({ signerKey }) => openNoteSigner(signerKey));
    const note = signCheckpoint(signers, HEAD, 1_700_000_000);
    const keys = [classic, quantum].map(({ verifierKey }) => parseVerifierKey(verifierKey));
    const { verified } = await verifyNote(note, keys);
    assert.deepEqual(
      verified.map(({ time }) => time),
      [undefined, 1_700_000_000],
    );
    // Each alone is enough for whoever knows only the other.
    for (const key of keys) assert.equal((await verifyNote(note, [key])).verified.length, 1);
    const other = note.replace('20852163', '20852164');
    for (const key of keys) {
      await assert.rejects(verifyNote(other, [key]), { code: 'NOTE_SIGNATURE_INVALID' });
    }
  });

  it('is signed with one name only', () => {
    const signers = [makeSigningKey('a.example'), makeSigningKey('b.example')];
    assert.throws(
      () =>
        signCheckpoint(
          signers.map(({ signerKey }) => openNoteSigner(signerKey)),
          HEAD,
        ),
      {
        code: 'SIGNER_KEY_MALFORMED',
      },
    );
    assert.throws(() => signCheckpoint([], HEAD), { code: 'SIGNER_KEY_MALFORMED' });
  });

  it('is not what a witness’s key of the same name and bytes would sign', () => {
    const { signerKey, verifierKey } = makeCosigningKey('w.example');
    const signer = openNoteSigner(signerKey);
    const note = signCheckpoint(signer, HEAD, 1_700_000_000);
    assert.equal(parseCheckpoint(note).note.signatures[0]?.signature.length, 72);
    assert.equal(encodeVerifierKey(signer.verifierKey), verifierKey);
  });
});

describe('the cosignature of the specification’s example', () => {
  // Keys and checkpoint of the example in C2SP tlog-cosignature are not published with it, only its bytes.
  it('has the form that is read here', () => {
    const note =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
      '\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const { origin, size, note: parsed } = parseCheckpoint(note);
    assert.deepEqual({ origin, size }, { origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    assert.deepEqual(
      parsed.signatures.map(({ signature }) => signature.length),
      [64, 72],
    );
    const { signature } = parsed.signatures[1]!;
    assert.equal(new DataView(signature.buffer).getBigUint64(0), 1_679_315_147n);
  });
});
