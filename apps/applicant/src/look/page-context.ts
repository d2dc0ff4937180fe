import type { Locale } from '@bonin/protocol/consent-text';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InAppBrowser } from '../capture/in-app-browser.ts';
import type { Conductor, Stage } from '../conduct.ts';
import type { VoiceSwitch } from '../voice/use-voice.ts';
import type { Say } from '../wording/say.ts';

/** What every screen may reach for. */
export interface PageContext {
  readonly stage: Stage;
  readonly conductor: Conductor;
  readonly locale: Locale;
  readonly say: Say;
  /** `undefined` where the browser cannot speak. */
  readonly voice: VoiceSwitch | undefined;
  readonly inAppBrowser: InAppBrowser | undefined;
}

export const PageContextProvider = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(PageContextProvider);
  if (page === undefined) throw new Error('PAGE_CONTEXT_MISSING');
  return page;
}
