import type { Canaries, CanaryKind } from '../canaries/canary.ts';
import { openFeatureSearch } from './feature-search.ts';
import { findLiterals, needlesOf } from './literal-search.ts';
import { findPicture } from './picture-search.ts';
import { DEPTH_MOST, unwrap } from './unwrap.ts';

/** Looks for canaries in bytes, wherever they come from. */
export interface Scanner {
  scan(bytes: Buffer): Promise<ReadonlySet<CanaryKind>>;
}

/**
 * Opens a search for all four kinds of canary, plain and wrapped in Base64 or hexadecimal digits.
 *
 * Not found: what was encrypted, compressed or otherwise changed; nobody can look for that.
 */
export function openScanner(canaries: Canaries): Scanner {
  const needles = needlesOf(canaries);
  const features = openFeatureSearch(canaries.features);

  async function scanAt(bytes: Buffer, depth: number): Promise<Set<CanaryKind>> {
    const found = new Set<CanaryKind>(findLiterals(bytes, needles));
    for (const kind of features.find(bytes)) found.add(kind);
    if (await findPicture(bytes, canaries.hashes)) found.add('picture');
    if (depth === DEPTH_MOST) return found;
    for (const inner of unwrap(bytes)) {
      for (const kind of await scanAt(inner, depth + 1)) found.add(kind);
    }
    return found;
  }

  return { scan: (bytes) => scanAt(bytes, 0) };
}
