const CAPTURE_TOKEN = /^#([A-Za-z0-9._~-]{16,200})$/;

/** The one-time token in the fragment of a capture link, or `undefined` when there is none whole. */
export function captureTokenOf(fragment: string): string | undefined {
  return CAPTURE_TOKEN.exec(fragment)?.[1];
}
