/** Browsers inside other apps that are known for giving a page no camera. */
export const IN_APP_BROWSERS = ['kakaotalk', 'naver', 'instagram', 'facebook', 'line'] as const;
export type InAppBrowser = (typeof IN_APP_BROWSERS)[number];

const MARKS: Readonly<Record<InAppBrowser, RegExp>> = {
  kakaotalk: /KAKAOTALK/i,
  naver: /NAVER\(inapp/i,
  instagram: /Instagram/i,
  facebook: /FBAN|FBAV|FB_IAB/,
  line: /\bLine\//,
};

/** Which app this page was opened in, by what the browser says of itself; a help, never a rule. */
export function detectInAppBrowser(userAgent: string): InAppBrowser | undefined {
  return IN_APP_BROWSERS.find((app) => MARKS[app].test(userAgent));
}
