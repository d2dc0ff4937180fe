import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detectInAppBrowser } from './in-app-browser.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/140 Mobile';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('detectInAppBrowser', () => {
  it('knows the apps that open links in a window of their own', () => {
    assert.equal(detectInAppBrowser(`${ANDROID};KAKAOTALK 2609010`), 'kakaotalk');
    assert.equal(detectInAppBrowser(`${ANDROID} NAVER(inapp; search; 2000; 12.1)`), 'naver');
    assert.equal(detectInAppBrowser(`${ANDROID} Instagram 350.0.0`), 'instagram');
    assert.equal(detectInAppBrowser(`${ANDROID} [FB_IAB/FB4A;FBAV/480.0]`), 'facebook');
    assert.equal(detectInAppBrowser(`${ANDROID} Line/14.1.0`), 'line');
    assert.equal(detectInAppBrowser(`${ANDROID} DaumApps/8.1.0`), 'daum');
    assert.equal(detectInAppBrowser(`${ANDROID} BAND/19.0.1`), 'band');
    assert.equal(detectInAppBrowser(`${ANDROID} Barcelona 350.0 Instagram`), 'threads');
    assert.equal(detectInAppBrowser(`${ANDROID} musical_ly_2030 BytedanceWebview`), 'tiktok');
    assert.equal(detectInAppBrowser(`${ANDROID} MicroMessenger/8.0.50`), 'wechat');
  });

  it('knows a window inside an app that does not say its name', () => {
    const android = ANDROID.replace('SM-S921N)', 'SM-S921N; wv)');
    assert.equal(detectInAppBrowser(android), 'other');
    assert.equal(detectInAppBrowser(`${IPHONE} Mobile/15E148`), 'other');
    assert.equal(detectInAppBrowser(`${IPHONE} Mobile/15E148 KAKAOTALK 11.0.0`), 'kakaotalk');
  });

  it('takes no ordinary browser for one', () => {
    assert.equal(detectInAppBrowser(ANDROID), undefined);
    assert.equal(
      detectInAppBrowser(`${IPHONE} Version/19.0 Mobile/15E148 Safari/604.1`),
      undefined,
    );
    assert.equal(detectInAppBrowser(`${IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1`), undefined);
    assert.equal(detectInAppBrowser('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'), undefined);
    assert.equal(detectInAppBrowser('SomeOnline/2.0'), undefined);
  });
});
