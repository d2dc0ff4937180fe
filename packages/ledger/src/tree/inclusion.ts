import { areEqual } from '../bytes.ts';
import { HASH_BYTES, hashChildren } from './hash.ts';

/** What has to fit together for a leaf to be in a tree. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  /** Place of the leaf, from 0. */
  readonly index: number;
  /** Number of leaves of the tree. */
  readonly size: number;
  readonly root: Uint8Array;
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[];
}

/**
 * Tells whether a leaf is in a tree of this size and root, at this place.
 *
 * Not verified: that the root is one that a log has signed.
 *
 * @see RFC 9162, section 2.1.3.2 (the same proofs as RFC 6962)
 */
export function isIncluded({ leafHash, index, size, root, hashes }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return false;
  if (index < 0 || index >= size || leafHash.length !== HASH_BYTES) return false;
  // Plain division instead of bit operations, which would cut sizes to 32 bits.
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of hashes) {
    if (last === 0 || sibling.length !== HASH_BYTES) return false;
    if (node % 2 === 1 || node === last) {
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
  return last === 0 && areEqual(hash, root);
}
