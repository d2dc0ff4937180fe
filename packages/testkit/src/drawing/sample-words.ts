/** What the page says of a sample applicant before it is chosen. */
export interface SampleWords {
  readonly id: string;
  readonly expect: 'Y' | 'N';
  readonly title: Readonly<Record<'ko' | 'en', string>>;
  readonly note: Readonly<Record<'ko' | 'en', string>>;
}

export const SAMPLE_WORDS = {
  ownCard: {
    id: 'own-card',
    expect: 'Y',
    title: { ko: '본인 신분증을 든 사람', en: 'A man with his own card' },
    note: {
      ko: '화면 안내에 답하는 가상 인물입니다. 사진 한 장으로 그렸으며, 신분증의 사람과 같습니다.',
      en: 'A simulated person, drawn from one photograph, who does what the page asks. The card is his.',
    },
  },
  foreignCard: {
    id: 'foreign-card',
    expect: 'N',
    title: { ko: '다른 사람의 신분증을 든 사람', en: "A man with somebody else's card" },
    note: {
      ko: '같은 가상 인물이지만, 신분증에는 다른 얼굴(그림 속 인물)이 있습니다.',
      en: 'The same simulated person; the card shows another face, that of a painting.',
    },
  },
  photograph: {
    id: 'photo-before-camera',
    expect: 'N',
    title: { ko: '본인 사진을 카메라에 비추는 사람', en: 'A photograph of the right man' },
    note: {
      ko: '인쇄한 사진을 손에 들고 안내대로 움직입니다(가상으로 그린 장면).',
      en: 'A print that is held before the camera and moved by hand as the page asks; simulated.',
    },
  },
  recording: {
    id: 'recording-before-camera',
    expect: 'N',
    title: { ko: '본인을 미리 찍은 영상', en: 'A recording of the right man' },
    note: {
      ko: '카메라 대신 미리 찍은 영상이 나옵니다. 화면 안내에 답하지 못합니다.',
      en: 'A real clip of him in place of the camera. It cannot answer what the page asks.',
    },
  },
} as const satisfies Readonly<Record<string, SampleWords>>;
