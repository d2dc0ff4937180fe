/** Where the applicant's page begins: reads the link and the surroundings, and shows the flow. */
import type { Locale } from '@bonin/protocol/consent-text';
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { detectInAppBrowser } from './capture/in-app-browser.ts';
import { startConductor, type Conductor, type Stage } from './conduct.ts';
import { captureTokenOf } from './link/capture-link.ts';
import './look/applicant.css';
import { PageContextProvider } from './look/page-context.ts';
import { PageFrame } from './look/page-frame.tsx';
import { ScreenOf } from './screens/screen-of.tsx';
import { useVoice } from './voice/use-voice.ts';
import { chooseLocale, sayIn } from './wording/say.ts';

const captureToken = captureTokenOf(location.hash);
const asked = new URLSearchParams(location.search).get('lang');
const inAppBrowser = detectInAppBrowser(navigator.userAgent);

/** Where the page listens once it is on the screen. */
const listener: { show: (stage: Stage) => void } = { show: () => undefined };

const conductor: Conductor = startConductor({
  captureToken: captureToken ?? '',
  surroundings: {
    // Typed as always there; without a secure context it is not.
    secure: isSecureContext && (crypto.subtle as SubtleCrypto | undefined) !== undefined,
    linkPresent: captureToken !== undefined,
    cameraOffered: (navigator.mediaDevices as MediaDevices | undefined) !== undefined,
  },
  forgetLink: () => history.replaceState(null, '', location.pathname + location.search),
  onChange: (stage) => {
    listener.show(stage);
  },
});

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') conductor.dispatch({ kind: 'page-hidden' });
});
// Another link in the same window is another registration.
addEventListener('hashchange', () => location.reload());
// Coming back to a page that the browser had put aside: its camera and channel are gone.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
addEventListener('pagehide', () => conductor.close());

function Page() {
  const [stage, setStage] = useState(conductor.stage);
  const [locale, setLocale] = useState<Locale>(() => chooseLocale(asked, navigator.languages));
  const say = useMemo(() => sayIn(locale), [locale]);
  const voice = useVoice(locale);
  useEffect(() => {
    listener.show = setStage;
    setStage(conductor.stage);
  }, []);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = say('page.title');
  }, [locale, say]);
  return (
    <PageContextProvider.Provider value={{ stage, conductor, locale, say, voice, inAppBrowser }}>
      <PageFrame onLocale={setLocale}>
        <ScreenOf place={stage.flow.place} />
      </PageFrame>
    </PageContextProvider.Provider>
  );
}

const root = document.getElementById('page');
if (root !== null) {
  root.replaceChildren();
  render(<Page />, root);
}
