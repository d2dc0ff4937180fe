const LABEL = 'bonin/order-commitment/v1';

/**
 * Recomputes the commitment to an order: SHA-256, base64url, over label, salt and reference, each behind
 * its length (2 bytes, big-endian).
 *
 * @param salt - base64url
 * @see docs/formats/order-commitment.md
 */
export async function commitToOrder(salt: string, orderReference: string): Promise<string> {
  const encoder = new TextEncoder();
  const fields = [encoder.encode(LABEL), decodeBase64Url(salt), encoder.encode(orderReference)];
  const bytes = fields.flatMap((field) => [field.length >> 8, field.length & 0xff, ...field]);
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return encodeBase64Url(new Uint8Array(digest));
}

function decodeBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function encodeBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
