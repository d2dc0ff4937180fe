/** The languages in which the service speaks to applicants. */
export const LOCALES = ['ko', 'en'] as const;
/** One of {@link LOCALES}. */
export type Locale = (typeof LOCALES)[number];

/** What an applicant reads before consenting, in one language. */
export interface ConsentText {
  readonly version: string;
  readonly locale: Locale;
  readonly title: string;
  /** Heading and sentence of each matter, in order. */
  readonly matters: readonly (readonly [heading: string, sentence: string])[];
  readonly agree: string;
  readonly decline: string;
}

/**
 * The text to which an applicant consents, in each language. One home for page and server.
 *
 * A changed sentence is a new version. What is recorded is the digest of the exact text, so that it can
 * be shown later what was agreed to.
 */
export const CONSENT_TEXTS: Readonly<Record<Locale, ConsentText>> = {
  ko: {
    version: '2026-11-3',
    locale: 'ko',
    title: '얼굴 정보 처리 동의',
    matters: [
      ['목적', '신분증 사진과 지금 카메라 앞에 있는 분이 같은 사람인지 한 번 확인합니다.'],
      ['항목', '신분증 사진(이미지)과 카메라로 찍는 얼굴 영상입니다.'],
      [
        '보관 기간',
        '사진과 영상, 얼굴에서 뽑은 숫자는 보관하지 않습니다. 확인이 끝나면 얼굴을 처리한 프로그램이 바로 종료됩니다. 남는 것은 결과(Y 또는 N), 어떤 동의 문구에 동의했는지, 각 단계의 시각, 시도마다 어떻게 끝났고 까닭이 무엇인지입니다.',
      ],
      [
        '받는 곳',
        '통신사는 결과(Y 또는 N)와 그 시각, 몇 번 만에 나왔는지, 어떤 규칙과 프로그램을 썼는지를 받습니다. N이면 까닭도 받습니다. 횟수를 다 썼는지, 살펴볼 수 있는 촬영이 없었는지, 다른 방법을 고르셨는지입니다. 각 단계와 그 시각, 시도마다 어떻게 끝났는지도 볼 수 있지만 그 까닭은 볼 수 없습니다. 사진과 영상, 얼굴에서 뽑은 숫자는 받지 않습니다.',
      ],
      [
        '거부할 권리',
        '동의하지 않아도 불이익이 없습니다. 이유를 묻지 않으며, 통신사의 다른 확인 방법을 이용할 수 있습니다.',
      ],
      ['철회', '확인 도중 언제든지 그만둘 수 있고, 그 즉시 처리가 끝납니다.'],
    ],
    agree: '동의하고 계속하기',
    decline: '얼굴 확인을 하지 않기',
  },
  en: {
    version: '2026-11-3',
    locale: 'en',
    title: 'Consent to the use of your face',
    matters: [
      ['Why', 'To check once whether you are the person on the identity card.'],
      ['What', 'A picture of your identity card and a live picture of your face.'],
      [
        'How long',
        'No picture is kept, and no number taken from your face. The program that saw your face ends as soon as the check is over. What is kept: the answer (Y or N), which consent text you agreed to, the time of each step, and how each attempt ended and why.',
      ],
      [
        'Who gets it',
        'Your mobile operator gets the answer (Y or N), when it was given, after how many attempts, and by which rules and programs. With an N it also gets the reason: all attempts were used up, no capture could be examined, or you chose another way. It can also see the steps, their times and how each attempt ended, but not why. It gets no picture and no number taken from your face.',
      ],
      [
        'You can say no',
        'Saying no has no bad consequence. You need not say why. Your mobile operator has other ways to check.',
      ],
      ['You can stop', 'You can stop at any moment. The processing ends at once.'],
    ],
    agree: 'I agree, go on',
    decline: 'Do not check my face',
  },
};

/** Returns the exact characters over which the digest of a consent text is taken (SHA-256, base64url). */
export function canonicalConsentText(text: ConsentText): string {
  return [
    text.version,
    text.locale,
    text.title,
    ...text.matters.flat(),
    text.agree,
    text.decline,
  ].join('\n');
}
