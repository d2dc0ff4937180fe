import { SealingError } from './sealing-error.ts';
import { PUBLIC_KEY_BYTES } from './suite.ts';

/** A public key as it stands in an offer: base64url without padding. */
export function keyToText(key: Uint8Array): string {
  const binary = Array.from(key, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The public key that a text of an offer stands for.
 *
 * @throws {SealingError} `BOOTH_KEY_MALFORMED` for anything but the one spelling of 65 bytes; whether they are a point of the
 *   curve is found out when something is sealed to it
 */
export function keyFromText(text: string): Uint8Array<ArrayBuffer> {
  const key = decode(text);
  if (key?.length !== PUBLIC_KEY_BYTES || keyToText(key) !== text) {
    throw new SealingError('BOOTH_KEY_MALFORMED', { length: text.length });
  }
  return key;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
