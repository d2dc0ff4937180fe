import { Socket } from 'node:net';
import { HAND_OVER_DESCRIPTOR, SEALED_HAND_OVER_BYTES } from '../../hand-over.ts';

/**
 * All that the reader of this attempt hands over, sealed; nothing that it might write beyond is read.
 *
 * Stays open where the reader goes without: the parent, which sees that, ends this booth with it.
 */
export function readHandedOver(): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const sealed = new Uint8Array(SEALED_HAND_OVER_BYTES);
    let length = 0;
    const way = new Socket({ fd: HAND_OVER_DESCRIPTOR, readable: true, writable: false });
    way.on('error', reject);
    way.on('data', (piece: Buffer) => {
      const wanted = piece.subarray(0, SEALED_HAND_OVER_BYTES - length);
      sealed.set(wanted, length);
      length += wanted.length;
      if (length < SEALED_HAND_OVER_BYTES) return;
      way.destroy();
      resolve(sealed);
    });
  });
}
