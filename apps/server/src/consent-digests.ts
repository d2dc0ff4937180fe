import { createHash } from 'node:crypto';
import { CONSENT_TEXTS, canonicalConsentText } from '@bonin/protocol';

/** The digests of all consent texts that this service shows: SHA-256, base64url. */
export function consentDigests(): ReadonlySet<string> {
  return new Set(
    Object.values(CONSENT_TEXTS).map((text) =>
      createHash('sha256').update(canonicalConsentText(text)).digest('base64url'),
    ),
  );
}
