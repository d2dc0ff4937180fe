import { CONSENT_TEXTS, canonicalConsentText, type Locale } from '@bonin/protocol/consent-text';
import { encodeBase64Url } from './base64url.ts';

/** SHA-256, base64url, of the consent text that stands on the screen in this language. */
export async function digestConsentText(locale: Locale): Promise<string> {
  const text = new TextEncoder().encode(canonicalConsentText(CONSENT_TEXTS[locale]));
  return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}
