/** Headers of every answer, and those of the capture page. */

export function commonHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** The capture page may use the camera and talk to this service, and nothing else. */
export function pageHeaders(publicUrl: string): Readonly<Record<string, string>> {
  // Older browsers do not count the WebSocket of the same origin as 'self'.
  const socket = publicUrl.replace(/^http/, 'ws');
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${socket}`,
      // The applicant's own picture of the card, before it is sealed.
      "img-src 'self' blob:",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'permissions-policy':
      'camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()',
  };
}
