import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openVoice } from './voice.ts';

type Spoken = Pick<SpeechSynthesisUtterance, 'text' | 'lang' | 'voice'>;

function voiceNamed(name: string, lang: string, localService: boolean): SpeechSynthesisVoice {
  return { name, lang, localService, default: false, voiceURI: name };
}

function open(voices: readonly SpeechSynthesisVoice[]) {
  const heard: (Spoken | 'silence')[] = [];
  const voice = openVoice(
    {
      getVoices: () => [...voices],
      speak: (utterance) => heard.push(utterance),
      cancel: () => heard.push('silence'),
    },
    (text) => ({ text, lang: '', voice: null }) as SpeechSynthesisUtterance,
  );
  assert.ok(voice !== undefined);
  return { heard, voice };
}

describe('the voice', () => {
  it('says the words as they are written, in place of what was being said', () => {
    const { heard, voice } = open([voiceNamed('one', 'ko-KR', true)]);
    voice.say('카메라를 봐 주세요', 'ko');
    assert.equal(heard[0], 'silence');
    assert.equal(heard[1] !== 'silence' && heard[1]?.text, '카메라를 봐 주세요');
  });

  it('takes a voice of the language, however it is written, first one that is on the device', () => {
    const { heard, voice } = open([
      voiceNamed('english', 'en-US', true),
      voiceNamed('afar', 'ko-KR', false),
      voiceNamed('here', 'ko_KR', true),
    ]);
    voice.say('안내', 'ko');
    const [, spoken] = heard;
    assert.ok(spoken !== undefined && spoken !== 'silence');
    assert.deepEqual([spoken.voice?.name, spoken.lang], ['here', 'ko_KR']);
  });

  it('says whether there is a voice, and speaks in the language even where none is told of', () => {
    const { heard, voice } = open([voiceNamed('english', 'en-GB', true)]);
    assert.deepEqual([voice.hasVoice('en'), voice.hasVoice('ko')], [true, false]);
    voice.say('안내', 'ko');
    const [, spoken] = heard;
    assert.ok(spoken !== undefined && spoken !== 'silence');
    assert.deepEqual([spoken.voice, spoken.lang], [null, 'ko-KR']);
  });

  it('is none where the browser cannot speak', () => {
    assert.equal(
      openVoice(undefined, () => assert.fail('nothing is said')),
      undefined,
    );
  });
});
