import { sha256 } from '@noble/hashes/sha2.js';

/** Length of every hash of the tree, in bytes. */
export const HASH_BYTES = 32;

/** SHA-256, at once. */
export function digest(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/**
 * The hash of a leaf: SHA-256 over a zero byte and the leaf.
 *
 * @see RFC 6962, section 2.1
 */
export function hashLeaf(leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + leaf.length);
  input.set(leaf, 1);
  return sha256(input);
}

/**
 * The hash of an inner node: SHA-256 over a byte of one and both children. The first byte keeps a node from
 * being taken for a leaf.
 *
 * @see RFC 6962, section 2.1
 */
export function hashChildren(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/**
 * The root over a row of hashes, each of which stands for equally many leaves.
 *
 * @param row - at least one hash
 * @see RFC 6962, section 2.1: a tree splits at the largest power of two below its size
 */
export function foldRow(row: readonly Uint8Array[]): Uint8Array {
  let current = row;
  // Pairing from the left, with a lone last one carried up, gives the same tree as splitting from the top.
  while (current.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < current.length; at += 2) {
      const right = current[at + 1];
      above.push(right === undefined ? current[at]! : hashChildren(current[at]!, right));
    }
    current = above;
  }
  return current[0] ?? EMPTY_ROOT;
}

/** The hashes of a row, one after the other, as a tile holds them. */
export function joinRow(row: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(row.length * HASH_BYTES);
  for (const [at, hash] of row.entries()) bytes.set(hash, at * HASH_BYTES);
  return bytes;
}
