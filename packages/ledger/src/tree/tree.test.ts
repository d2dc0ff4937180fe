import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { areEqual, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { appendLeaves, emptyFrontier, loadFrontier, type Frontier } from '../log/frontier.ts';
import { openTreeProver } from '../log/prover.ts';
import type { TileSource } from '../log/tile-source.ts';
import { isConsistent } from './consistency.ts';
import { EMPTY_ROOT, hashChildren, hashLeaf } from './hash.ts';
import { isIncluded } from './inclusion.ts';
import { decodeBundle, encodeBundle, parseTilePath, tilePath } from './tile-path.ts';

/** Tiles in memory, as a log stores them. */
class StoredTiles implements TileSource {
  readonly paths = new Map<string, Uint8Array>();

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.paths.get(path));
  }

  /** Appends and stores what came to be. */
  append(frontier: Frontier, leaves: readonly Uint8Array[]): Frontier {
    const appended = appendLeaves(frontier, leaves);
    assert.equal(appended.firstIndex, frontier.size);
    for (const { path, bytes } of appended.resources) this.paths.set(path, bytes);
    return appended.frontier;
  }
}

function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => utf8(`leaf ${at}`));
}

/** The definition of RFC 6962, section 2.1, word by word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return hashLeaf(leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hashChildren(rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

async function logOf(sizes: readonly number[]) {
  const tiles = new StoredTiles();
  let frontier = emptyFrontier();
  const roots = new Map<number, Uint8Array>([[0, frontier.root]]);
  const all = leavesOf(sizes.at(-1)!);
  for (const size of sizes) {
    frontier = tiles.append(frontier, all.slice(frontier.size, size));
    roots.set(size, frontier.root);
  }
  return { tiles, frontier, roots, all, prover: await openTreeProver(tiles, frontier) };
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

/** Sizes around the edges of tiles, and others. */
const aSize = fc.oneof(
  fc.integer({ min: 1, max: 1200 }),
  fc.constantFrom(1, 2, 255, 256, 257, 512, 513),
);

describe('a tree', () => {
  it('has the root that RFC 6962 defines, however its leaves arrive', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aSize, { minLength: 1, maxLength: 5 }), (sizes) => {
        sizes.sort((a, b) => a - b);
        const tiles = new StoredTiles();
        let frontier = emptyFrontier();
        const all = leavesOf(sizes.at(-1)!);
        for (const size of sizes) {
          frontier = tiles.append(frontier, all.slice(frontier.size, size));
          assert.deepEqual(frontier.root, rootByDefinition(all.slice(0, size)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('stores the tiles that a tree of 70,000 leaves has by the specification', () => {
    const { frontier, resources } = appendLeaves(emptyFrontier(), leavesOf(70_000));
    const paths = resources.map(({ path }) => path);
    const hashes = paths.filter((path) => !path.includes('entries'));
    assert.equal(hashes.filter((path) => /^tile\/0\/\d{3}$/.test(path)).length, 273);
    assert.deepEqual(
      hashes.filter((path) => !/^tile\/0\/\d{3}$/.test(path)),
      ['tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1'],
    );
    assert.equal(paths.length - hashes.length, 274);
    assert.equal(frontier.size, 70_000);
  });

  it('goes on from what was stored, and refuses to when something stored was changed', async () => {
    for (const size of [1, 255, 256, 300, 65_536, 65_537, 66_000]) {
      const { tiles, frontier } = await logOf([size]);
      const loaded = await loadFrontier(tiles, frontier);
      const more = [utf8('one more'), utf8('and another')];
      assert.deepEqual(appendLeaves(loaded, more), appendLeaves(frontier, more));
      for (const [path, bytes] of tiles.paths) {
        if (!path.includes('.p/')) continue;
        tiles.paths.set(path, flipped(bytes, 8 * bytes.length - 1));
        await assert.rejects(loadFrontier(tiles, frontier), LedgerError, path);
        tiles.paths.set(path, bytes);
      }
    }
  });

  it('reads a full tile where the partial one was removed', async () => {
    const { tiles, all, roots } = await logOf([100, 600]);
    const head = { size: 100, root: roots.get(100)! };
    tiles.paths.delete('tile/0/000.p/100');
    tiles.paths.delete('tile/entries/000.p/100');
    assert.equal((await loadFrontier(tiles, head)).entries.length, 100);
    const hashes = await (await openTreeProver(tiles, head)).proveInclusion(42);
    const leafHash = hashLeaf(all[42]!);
    assert.ok(isIncluded({ leafHash, index: 42, ...head, hashes }));
    tiles.paths.delete('tile/0/000');
    await assert.rejects(openTreeProver(tiles, head), { code: 'TILE_MISSING' });
  });
});

describe('an inclusion proof', () => {
  it('verifies for every leaf of a tree of any size', async () => {
    await fc.assert(
      fc.asyncProperty(aSize, fc.nat(), async (size, seed) => {
        const { prover, all } = await logOf([size]);
        const index = seed % size;
        const hashes = await prover.proveInclusion(index);
        const leafHash = hashLeaf(all[index]!);
        assert.ok(isIncluded({ leafHash, index, size, root: prover.root, hashes }));
      }),
      { numRuns: 60 },
    );
  });

  it('does not verify after any one bit of it, of the leaf or of the root was changed, nor elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        aSize,
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        async (size, seed, bit) => {
          const { prover, all } = await logOf([size]);
          const index = seed % size;
          const hashes = await prover.proveInclusion(index);
          const claim = { leafHash: hashLeaf(all[index]!), index, size, root: prover.root, hashes };
          assert.ok(!isIncluded({ ...claim, leafHash: flipped(claim.leafHash, bit) }));
          assert.ok(!isIncluded({ ...claim, root: flipped(claim.root, bit) }));
          for (const [at, hash] of hashes.entries()) {
            assert.ok(!isIncluded({ ...claim, hashes: hashes.with(at, flipped(hash, bit)) }));
          }
          for (const other of [index - 1, index + 1, size, -1, 0.5]) {
            assert.ok(!isIncluded({ ...claim, index: other }), `index ${other} for ${index}`);
          }
          assert.ok(!isIncluded({ ...claim, hashes: [...hashes, claim.root] }));
          if (hashes.length > 0) assert.ok(!isIncluded({ ...claim, hashes: hashes.slice(0, -1) }));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a consistency proof', () => {
  it('verifies between any two sizes of one tree, and after no change of one bit', async () => {
    await fc.assert(
      fc.asyncProperty(aSize, aSize, fc.integer({ min: 0, max: 255 }), async (a, b, bit) => {
        const [oldSize, size] = a < b ? [a, b] : [b, a];
        const { prover, roots } = await logOf(oldSize === size ? [size] : [oldSize, size]);
        const oldRoot = roots.get(oldSize)!;
        const hashes = await prover.proveConsistency(oldSize);
        const claim = { oldSize, oldRoot, size, root: prover.root, hashes };
        assert.ok(isConsistent(claim));
        assert.deepEqual(await prover.rootAt(oldSize), oldRoot);
        assert.ok(!isConsistent({ ...claim, oldRoot: flipped(oldRoot, bit) }));
        assert.ok(!isConsistent({ ...claim, root: flipped(claim.root, bit) }));
        for (const [at, hash] of hashes.entries()) {
          assert.ok(!isConsistent({ ...claim, hashes: hashes.with(at, flipped(hash, bit)) }));
        }
        assert.ok(!isConsistent({ ...claim, hashes: [...hashes, oldRoot] }));
        if (oldSize < size) assert.ok(!isConsistent({ ...claim, hashes: [] }));
        assert.ok(!isConsistent({ ...claim, oldSize: size, size: oldSize }) || oldSize === size);
      }),
      { numRuns: 60 },
    );
  });

  it('does not verify between two trees that part', async () => {
    const { prover, roots } = await logOf([300, 700]);
    const other = leavesOf(300).with(17, utf8('another'));
    const { root } = appendLeaves(emptyFrontier(), other).frontier;
    const hashes = await prover.proveConsistency(300);
    const claim = { oldSize: 300, oldRoot: roots.get(300)!, size: 700, root: prover.root, hashes };
    assert.ok(isConsistent(claim));
    assert.ok(!isConsistent({ ...claim, oldRoot: root }));
  });

  it('is empty from the empty tree, of which only one root is right', () => {
    const root = hashLeaf(utf8('a'));
    const claim = { oldSize: 0, oldRoot: EMPTY_ROOT, size: 1, root, hashes: [] };
    assert.ok(isConsistent(claim));
    assert.ok(!isConsistent({ ...claim, oldRoot: root }));
    assert.ok(!isConsistent({ ...claim, hashes: [root] }));
  });
});

describe('a tile', () => {
  it('lies where the specification says', () => {
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067');
    assert.equal(tilePath({ level: 'entries', index: 5, width: 7 }), 'tile/entries/005.p/7');
  });

  it('has one path only', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<number | 'entries'>('entries', 0, 1, 63),
        fc.nat({ max: 10 ** 10 }),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          const place = { level, index, width };
          assert.deepEqual(parseTilePath(tilePath(place)), place);
        },
      ),
    );
    const wrong = [
      'tile/00/001',
      'tile/64/001',
      'tile/0/1',
      'tile/0/x000/001',
      'tile/0/001.p/256',
      'tile/0/001.p/0',
      'tile/0/001/',
      '/tile/0/001',
      'tile/0/../001',
    ];
    for (const path of wrong) {
      assert.throws(() => parseTilePath(path), { code: 'TILE_PATH_MALFORMED' }, path);
    }
  });

  it('holds entries that come back as they were, and nothing after them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 20 }),
        (entries) => {
          const bytes = encodeBundle(entries);
          const read = decodeBundle(bytes)!;
          assert.ok(read.every((entry, at) => areEqual(entry, entries[at]!)));
          assert.equal(read.length, entries.length);
          assert.equal(decodeBundle(new Uint8Array([...bytes, 0])), undefined);
        },
      ),
    );
  });
});
