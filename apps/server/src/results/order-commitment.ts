import { createHash } from 'node:crypto';

const LABEL = 'bonin/order-commitment/v1';

/**
 * Commits to an order reference: SHA-256, base64url, over label, salt and reference, each behind its length.
 *
 * @param salt - base64url
 * @see docs/formats/order-commitment.md
 */
export function commitToOrder(salt: string, orderReference: string): string {
  const hash = createHash('sha256');
  for (const field of [
    Buffer.from(LABEL, 'utf8'),
    Buffer.from(salt, 'base64url'),
    Buffer.from(orderReference, 'utf8'),
  ]) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(field.length);
    hash.update(length).update(field);
  }
  return hash.digest('base64url');
}
