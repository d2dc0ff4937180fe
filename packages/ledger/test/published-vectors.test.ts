import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { toHex } from '@bonin/ledger';
import { appendLeaves, emptyFrontier } from '@bonin/ledger/log';

const FOLDER = new URL('../../../vectors/ledger/', import.meta.url);

interface RootsVector {
  readonly input: { readonly leaves: readonly string[] };
  readonly expect: { readonly roots: readonly string[] };
}

describe('the published vectors', () => {
  it('of RFC 6962 trees come out, leaf by leaf', () => {
    const vector = JSON.parse(
      readFileSync(new URL('rfc6962-roots.json', FOLDER), 'utf8'),
    ) as RootsVector;
    let frontier = emptyFrontier();
    const roots = [toHex(frontier.root)];
    for (const leaf of vector.input.leaves) {
      ({ frontier } = appendLeaves(frontier, [Uint8Array.from(Buffer.from(leaf, 'hex'))]));
      roots.push(toHex(frontier.root));
    }
    assert.deepEqual(roots, vector.expect.roots);
    assert.equal(roots.length, 9);
  });
});
