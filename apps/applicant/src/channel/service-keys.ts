import type { ServiceKeys } from './verify-booth-offer.ts';

/** The service's published keys, and its time when they came. */
export interface LoadedKeys {
  readonly keys: ServiceKeys;
  readonly nowSeconds: number;
}

/**
 * Loads the keys that vouch for booths. The time is the server's, as its `Date` header says, because the
 * clock of a phone may be wrong by years; without the header the phone's own is all there is.
 */
export async function loadServiceKeys(): Promise<LoadedKeys> {
  const response = await fetch('/.well-known/jwks.json', {
    cache: 'no-cache',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  if (!response.ok) throw new Error('SERVICE_KEYS_NOT_LOADED');
  const json: unknown = await response.json();
  const keys = (json as { keys?: unknown } | null)?.keys;
  const date = Date.parse(response.headers.get('date') ?? '');
  const nowMs = Number.isNaN(date) ? Date.now() : date;
  return {
    keys: { keys: Array.isArray(keys) ? (keys as ServiceKeys['keys']) : [] },
    nowSeconds: Math.floor(nowMs / 1000),
  };
}
