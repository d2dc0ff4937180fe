import { LOCALES, type Locale } from '@bonin/protocol/consent-text';
import { en } from './en.ts';
import { ko, type WordingKey } from './ko.ts';

export type { WordingKey };

const WORDINGS: Readonly<Record<Locale, Readonly<Record<WordingKey, string>>>> = { ko, en };

export type Say = (key: WordingKey, values?: Readonly<Record<string, string | number>>) => string;

/** Gives the sentences of one language, with values put where `{name}` stands. */
export function sayIn(locale: Locale): Say {
  const wording = WORDINGS[locale];
  return (key, values = {}) =>
    wording[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The language asked for in the link, or else the browser's first that we have; Korean otherwise. */
export function chooseLocale(asked: string | null, preferred: readonly string[]): Locale {
  for (const tag of [asked ?? '', ...preferred]) {
    const found = LOCALES.find((locale) => tag.toLowerCase().split('-')[0] === locale);
    if (found !== undefined) return found;
  }
  return 'ko';
}
