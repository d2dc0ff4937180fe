import type { Locale } from '@bonin/protocol/consent-text';
import { useEffect, useRef, useState } from 'preact/hooks';
import { openVoice } from './voice.ts';

/** The applicant's choice to hear the instructions too. In memory only: another window begins without. */
export interface VoiceSwitch {
  readonly isOn: boolean;
  /** On, and the device turned out to have no voice for the language. */
  readonly isMissing: boolean;
  /** @param words - said at once when it is switched on; some phones speak only after a touch */
  toggle(words: string): void;
  say(words: string): void;
  silence(): void;
}

/** Voices may be loaded only when they are first wanted. */
const VOICES_WITHIN_MS = 1_500;

const voice = openVoice(
  'speechSynthesis' in globalThis ? speechSynthesis : undefined,
  (words) => new SpeechSynthesisUtterance(words),
);

/** @returns `undefined` where the browser cannot speak */
export function useVoice(locale: Locale): VoiceSwitch | undefined {
  const [isOn, setOn] = useState(false);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(false);
    if (!isOn) return;
    const timer = setTimeout(() => {
      setMissing(voice?.hasVoice(locale) === false);
    }, VOICES_WITHIN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isOn, locale]);

  if (voice === undefined) return undefined;
  return {
    isOn,
    isMissing,
    toggle(words) {
      if (isOn) voice.silence();
      else voice.say(words, locale);
      setOn(!isOn);
    },
    say(words) {
      if (isOn) voice.say(words, locale);
    },
    silence: () => {
      voice.silence();
    },
  };
}

/** Says what the screen says, when it comes; later only what is new of it. */
export function useSpoken(speech: VoiceSwitch | undefined, title: string, beside: string): void {
  const said = useRef<string | undefined>(undefined);
  const isOn = speech?.isOn === true;
  useEffect(() => {
    if (!isOn) return;
    speech.say(said.current === title ? beside : `${title}. ${beside}`);
    said.current = title;
  }, [isOn, title, beside]);
  useEffect(() => () => speech?.silence(), []);
}
