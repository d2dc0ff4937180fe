import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CarrierView, Language } from '../src/order.ts';
import type { Say } from './wording/say.ts';

export interface PageContext {
  readonly language: Language;
  readonly say: Say;
  readonly carrier: CarrierView | undefined;
}

export const PageContextProvider = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(PageContextProvider);
  if (page === undefined) throw new Error('PAGE_CONTEXT_MISSING');
  return page;
}
