import { areEqual } from '../bytes.ts';
import { EMPTY_ROOT, HASH_BYTES, hashChildren } from './hash.ts';

/** What has to fit together for one tree to begin with all of another. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly hashes: readonly Uint8Array[];
}

/**
 * Tells whether a tree begins with all leaves of an older one, unchanged and in the same order.
 *
 * Every tree begins with the empty one. Its proof is empty, and so is that of a tree and itself.
 *
 * Not verified: that a log has signed either root.
 *
 * @see RFC 9162, section 2.1.4.2
 */
export function isConsistent({ oldSize, oldRoot, size, root, hashes }: ConsistencyClaim): boolean {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size)) return false;
  if (oldSize < 0 || oldSize > size) return false;
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) return false;
  if (oldSize === size) return hashes.length === 0 && areEqual(oldRoot, root);
  if (oldSize === 0) return hashes.length === 0 && areEqual(oldRoot, EMPTY_ROOT);

  let node = oldSize - 1;
  let last = size - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  // A complete subtree is its own beginning, so a proof does not repeat it.
  const [first, ...rest] = node === 0 ? [oldRoot, ...hashes] : hashes;
  if (first === undefined || (node === 0 && hashes.length === 0)) return false;
  let oldHash = first;
  let hash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = hashChildren(sibling, oldHash);
      hash = hashChildren(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = hashChildren(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && areEqual(oldHash, oldRoot) && areEqual(hash, root);
}
