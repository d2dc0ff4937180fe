import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  encodeVerifierKey,
  parseVerifierKey,
  parseWitnessPolicy,
  toHex,
  verifyNote,
  verifyReceipt,
} from '@bonin/ledger';
import { appendLeaves, emptyFrontier, openNoteSigner } from '@bonin/ledger/log';
import { FOLDER, ownVectors } from './own-vectors.ts';

interface VectorFile<Input, Expect> {
  readonly input: Input;
  readonly expect: Expect;
}

function vectorOf(file: string): VectorFile<unknown, unknown> {
  const vector = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as VectorFile<
    unknown,
    unknown
  >;
  assert.deepEqual(Object.keys(vector), ['spec', 'comment', 'input', 'expect'], file);
  return vector;
}

const OWN = await ownVectors();
const PUBLISHED = ['rfc6962-roots.json', 'go-note-example.json'];

describe('the published vectors', () => {
  it('of RFC 6962 trees come out, leaf by leaf', () => {
    const { input, expect } = vectorOf(PUBLISHED[0]!) as VectorFile<
      { leaves: string[] },
      { roots: string[] }
    >;
    let frontier = emptyFrontier();
    const roots = [toHex(frontier.root)];
    for (const leaf of input.leaves) {
      ({ frontier } = appendLeaves(frontier, [Uint8Array.from(Buffer.from(leaf, 'hex'))]));
      roots.push(toHex(frontier.root));
    }
    assert.deepEqual(roots, expect.roots);
    assert.equal(roots.length, 9);
  });

  it('of Go’s notes come out, byte for byte', async () => {
    const { input, expect } = vectorOf(PUBLISHED[1]!) as VectorFile<
      { signerKey: string; verifierKey: string; text: string },
      { line: string }
    >;
    const signer = openNoteSigner(input.signerKey);
    assert.equal(encodeVerifierKey(signer.verifierKey), input.verifierKey);
    assert.equal(signer.sign(input.text, 0), expect.line);
    const note = `${input.text}\n${expect.line}`;
    const { verified } = await verifyNote(note, [parseVerifierKey(input.verifierKey)]);
    assert.equal(verified.length, 1);
  });
});

describe('the vectors of our own', () => {
  it('are what the code makes, and no others lie beside them', () => {
    for (const [file, vector] of Object.entries(OWN)) {
      assert.deepEqual(vectorOf(file), JSON.parse(JSON.stringify(vector)), file);
    }
    const expected = [...Object.keys(OWN), ...PUBLISHED, 'ml-dsa-44-checkpoint.json'];
    assert.deepEqual(readdirSync(FOLDER).sort(), expected.sort());
  });

  it('of receipts are judged as they say', async () => {
    const files = Object.keys(OWN).filter((file) => file.startsWith('receipt-'));
    assert.ok(files.length >= 5);
    for (const file of files) {
      const { input, expect } = vectorOf(file) as VectorFile<
        { receipt: string; policy: string; now: number },
        Record<string, unknown>
      >;
      const policy = parseWitnessPolicy(input.policy);
      const verdict = await verifyReceipt({ receipt: input.receipt, policy, now: input.now });
      const { kind, ...more } = expect;
      assert.equal(verdict.kind, kind, file);
      if (verdict.kind === 'disproved') assert.deepEqual({ fault: verdict.fault }, more, file);
    }
  });

  it('of a post-quantum line verifies still', async () => {
    const { input, expect } = vectorOf('ml-dsa-44-checkpoint.json') as VectorFile<
      { checkpoint: string; verifierKeys: string[] },
      { times: (number | null)[] }
    >;
    const { verified } = await verifyNote(
      input.checkpoint,
      input.verifierKeys.map(parseVerifierKey),
    );
    assert.deepEqual(
      verified.map(({ time }) => time ?? null),
      expect.times,
    );
  });

  it('hold by another implementation, in another language', (test) => {
    const has = (program: string) =>
      spawnSync(program, ['--version']).status === 0 ||
      spawnSync(program, ['version']).status === 0;
    if (!has('python3') || !has('openssl')) {
      test.skip('python3 and openssl are not both here');
      return;
    }
    const program = fileURLToPath(new URL('check_independently.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync('python3', [program, fileURLToPath(FOLDER)], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '9 leaves, 3 signatures, 4 siblings\n');
  });
});
