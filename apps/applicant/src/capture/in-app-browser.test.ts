import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detectInAppBrowser } from './in-app-browser.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/140 Mobile';

describe('detectInAppBrowser', () => {
  it('knows the apps that open links in a window of their own', () => {
    assert.equal(detectInAppBrowser(`${ANDROID};KAKAOTALK 2609010`), 'kakaotalk');
    assert.equal(detectInAppBrowser(`${ANDROID} NAVER(inapp; search; 2000; 12.1)`), 'naver');
    assert.equal(detectInAppBrowser(`${ANDROID} Instagram 350.0.0`), 'instagram');
    assert.equal(detectInAppBrowser(`${ANDROID} [FB_IAB/FB4A;FBAV/480.0]`), 'facebook');
    assert.equal(detectInAppBrowser(`${ANDROID} Line/14.1.0`), 'line');
  });

  it('takes no ordinary browser for one', () => {
    assert.equal(detectInAppBrowser(ANDROID), undefined);
    assert.equal(detectInAppBrowser('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'), undefined);
    assert.equal(detectInAppBrowser('SomeOnline/2.0'), undefined);
  });
});
