/**
 * Finds where the picture in a JPEG file ends: the place behind its end-of-image marker.
 *
 * Goes by the markers (ITU-T T.81, B.1), as the bytes of an end marker may also stand in a thumbnail. What cameras
 * write behind the picture, padding or a short film, is not part of it.
 *
 * Not verified: that the scans hold all their rows; only decoding tells.
 *
 * @returns `undefined` when the picture does not end, as when the file was cut off
 */
export function endOfJpeg(bytes: Uint8Array): number | undefined {
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === END_OF_IMAGE) return at + 2;
    else if (at + 3 >= bytes.length) return undefined;
    else {
      at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
      if (marker === START_OF_SCAN) at = endOfScan(bytes, at);
    }
  }
  return undefined;
}

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/** The next marker after entropy-coded data, where a stuffed zero or a restart marker is none. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
