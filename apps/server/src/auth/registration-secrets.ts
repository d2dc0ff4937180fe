import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseRegistrationId, type RegistrationId } from '@bonin/core';
import { tagOf } from './receipt-code.ts';

/**
 * What belongs to one registration and need not be stored, because it is derived from one secret.
 *
 * So a repeated request gets the same capture link and salt, and a copy of the database holds neither.
 */
export interface RegistrationSecrets {
  captureToken(id: RegistrationId): string;
  /** The registration that a genuine capture token is for; `undefined` for every other text. */
  readCaptureToken(token: string): RegistrationId | undefined;
  /** Sixteen letters that go with the code of a receipt; see docs/formats/receipt-code.md. */
  receiptTag(id: RegistrationId): string;
  isReceiptTag(id: RegistrationId, tag: string): boolean;
  /** 32 bytes, base64url; see docs/formats/order-commitment.md. */
  orderSalt(id: RegistrationId): string;
  /** Keyed digest of a request, so that what is kept of it cannot be guessed back. */
  requestFingerprint(canonicalRequest: string): string;
  /** Keyed digest of an idempotency key, which may say more than its client intended. */
  idempotencyKeyDigest(key: string): string;
}

const TOKEN = /^(reg_[A-Za-z0-9_-]{32})\.([A-Za-z0-9_-]{43})$/;

/** @param secret - 32 random bytes that never leave this installation */
export function registrationSecrets(secret: Uint8Array): RegistrationSecrets {
  const derive = (label: string, text: string): Buffer =>
    createHmac('sha256', secret).update(`bonin/${label}/v1\0${text}`).digest();
  return {
    captureToken: (id) => `${id}.${derive('capture-token', id).toString('base64url')}`,
    readCaptureToken: (token) => {
      const [, id, tag] = TOKEN.exec(token) ?? [];
      if (id === undefined || tag === undefined) return undefined;
      const expected = derive('capture-token', id);
      return timingSafeEqual(expected, Buffer.from(tag, 'base64url'))
        ? parseRegistrationId(id)
        : undefined;
    },
    receiptTag: (id) => tagOf(derive('receipt-code', id)),
    isReceiptTag: (id, tag) => {
      const expected = Buffer.from(tagOf(derive('receipt-code', id)));
      const given = Buffer.from(tag);
      return given.length === expected.length && timingSafeEqual(expected, given);
    },
    orderSalt: (id) => derive('order-salt', id).toString('base64url'),
    requestFingerprint: (request) => derive('request', request).toString('base64url'),
    idempotencyKeyDigest: (key) => derive('idempotency-key', key).toString('base64url'),
  };
}
