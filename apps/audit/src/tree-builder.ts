import { EMPTY_ROOT, TILE_WIDTH, hashChildren } from '@bonin/ledger';

const TILE_HEIGHT = Math.log2(TILE_WIDTH);

/** Makes the tree of leaves that come one after the other, in memory that grows with its height only. */
export class TreeBuilder {
  readonly #peaks: { readonly height: number; readonly hash: Uint8Array }[] = [];
  readonly #onTileHash: (level: number, hash: Uint8Array) => void;

  /** @param onTileHash - hears the hash of every full tile, with the level of the tile that holds it */
  constructor(onTileHash: (level: number, hash: Uint8Array) => void) {
    this.#onTileHash = onTileHash;
  }

  add(leafHash: Uint8Array): void {
    let height = 0;
    let hash = leafHash;
    while (this.#peaks.at(-1)?.height === height) {
      hash = hashChildren(this.#peaks.pop()!.hash, hash);
      height += 1;
      if (height % TILE_HEIGHT === 0) this.#onTileHash(height / TILE_HEIGHT, hash);
    }
    this.#peaks.push({ height, hash });
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const { hash } of this.#peaks.toReversed()) {
      root = root === undefined ? hash : hashChildren(hash, root);
    }
    return root ?? EMPTY_ROOT;
  }
}
