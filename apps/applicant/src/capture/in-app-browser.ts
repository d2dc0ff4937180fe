/** What gives away a browser inside another app; the first that fits is taken. */
const MARKS = {
  kakaotalk: /KAKAOTALK|KAKAOSTORY/i,
  naver: /NAVER\(inapp/i,
  daum: /DaumApps|DaumDevice/i,
  band: /\bBAND\//,
  line: /\bLine\//,
  // Before Instagram and Facebook, whose marks it may carry as well.
  threads: /Barcelona/,
  instagram: /Instagram/i,
  facebook: /FBAN|FBAV|FB_IAB/,
  tiktok: /musical_ly|BytedanceWebview|TikTok/i,
  wechat: /MicroMessenger/i,
} as const satisfies Readonly<Record<string, RegExp>>;

/**
 * A browser inside another app: many give a page no camera. `other` is one that shows itself as such
 * without saying which app it belongs to.
 */
export type InAppBrowser = keyof typeof MARKS | 'other';

const ANDROID_WEB_VIEW = /; wv\)/;
const APPLE_PHONE = /\b(?:iPhone|iPad|iPod)\b/;
/** Every real browser on an iPhone carries it, also those that are not Safari. */
const APPLE_BROWSER = /\bSafari\//;

/** Which app this page was opened in, by what the browser says of itself; a help, never a rule. */
export function detectInAppBrowser(userAgent: string): InAppBrowser | undefined {
  const named = Object.keys(MARKS) as (keyof typeof MARKS)[];
  const found = named.find((app) => MARKS[app].test(userAgent));
  if (found !== undefined) return found;
  if (ANDROID_WEB_VIEW.test(userAgent)) return 'other';
  return APPLE_PHONE.test(userAgent) && !APPLE_BROWSER.test(userAgent) ? 'other' : undefined;
}
