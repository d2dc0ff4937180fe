import type { Locale } from '@bonin/protocol/consent-text';

const TAGS: Readonly<Record<Locale, string>> = { ko: 'ko-KR', en: 'en-GB' };

/** Reads words aloud, where browser and device can. What is heard is always on the screen as well. */
export interface Voice {
  /** Says this in place of what is being said. */
  say(words: string, locale: Locale): void;
  silence(): void;
  /** Whether the device has a voice for the language; unknown to some browsers until one has spoken. */
  hasVoice(locale: Locale): boolean;
}

/** What of the browser's speech is used. */
export type Synthesis = Pick<SpeechSynthesis, 'speak' | 'cancel' | 'getVoices'>;

/** @returns `undefined` where the browser cannot speak */
export function openVoice(
  synthesis: Synthesis | undefined,
  utter: (words: string) => SpeechSynthesisUtterance,
): Voice | undefined {
  if (synthesis === undefined) return undefined;

  const voiceFor = (locale: Locale): SpeechSynthesisVoice | undefined => {
    const own = synthesis.getVoices().filter(({ lang }) => languageOf(lang) === locale);
    // One that is on the device sends nothing anywhere and speaks at once.
    return own.find(({ localService }) => localService) ?? own[0];
  };

  return {
    say(words, locale) {
      synthesis.cancel();
      const utterance = utter(words);
      const voice = voiceFor(locale);
      utterance.lang = voice?.lang ?? TAGS[locale];
      if (voice !== undefined) utterance.voice = voice;
      synthesis.speak(utterance);
    },
    silence: () => synthesis.cancel(),
    hasVoice: (locale) => voiceFor(locale) !== undefined,
  };
}

/** `ko` of `ko-KR`, and of `ko_KR`, as some phones write it. */
function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split(/[-_]/)[0];
}
