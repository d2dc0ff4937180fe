/** Makes archives as npm packages have them, and pins them, for tests. */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PinnedPackage } from '../pinned-package.ts';

const BLOCK = 512;

export function makeArchive(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const header = Buffer.alloc(BLOCK);
    header.write(`package/${path}`, 0, 100, 'utf8');
    header.write(content.length.toString(8).padStart(11, '0'), 124, 12, 'ascii');
    header.write('0', 156, 1, 'ascii');
    header.write('ustar', 257, 5, 'ascii');
    return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]));
}

export function pin(name: string, archive: Uint8Array): PinnedPackage {
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  return { name, version: '1.0.0', integrity, size: archive.length };
}
