import type { Language } from '../../src/order.ts';
import { en } from './en.ts';
import { ko, type WordingKey } from './ko.ts';

export type { WordingKey };

const WORDINGS: Readonly<Record<Language, Readonly<Record<WordingKey, string>>>> = { ko, en };

export type Say = (key: WordingKey, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: Language): Say {
  const wording = WORDINGS[language];
  return (key, values = {}) =>
    wording[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The key if there are words for it, and otherwise the one that stands for all others. */
export function keyOr(key: string, otherwise: WordingKey): WordingKey {
  return Object.hasOwn(ko, key) ? (key as WordingKey) : otherwise;
}
