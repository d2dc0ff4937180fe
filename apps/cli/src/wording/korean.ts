import type { Wording } from './wording.ts';

export const KOREAN: Wording = {
  verdicts: {
    match: '촬영된 얼굴이 신분증의 얼굴과 같은 사람입니다.',
    'non-match': '촬영된 얼굴이 신분증의 얼굴과 다른 사람입니다.',
    'attack-presentation': '카메라 앞의 실제 얼굴이 아니라 사진이나 화면으로 보입니다.',
    undecided: '카메라 앞에 실제 얼굴이 있었는지 판단할 수 없습니다.',
  },
  errors: {
    ARGUMENTS_UNUSABLE: '명령을 이해할 수 없습니다. 다음을 보세요: bonin --help --lang ko',
    FILE_MISSING: '파일이 없거나 읽을 수 없습니다.',
    FILE_NOT_WRITTEN: '파일을 쓸 수 없거나 이미 있습니다.',
    FILE_TOO_LARGE:
      '파일이 너무 큽니다. 신분증은 12 MB, 프레임은 1.5 MB, 동영상은 268 MB까지입니다.',
    FOLDER_EMPTY: '폴더에 JPEG, PNG, WebP 사진이 없습니다.',
    IMAGE_FORMAT_UNSUPPORTED: 'JPEG, PNG, WebP 사진이 아닙니다.',
    IMAGE_ANIMATED: '움직이는 사진입니다. 정지된 사진을 주세요.',
    IMAGE_TOO_MANY_PIXELS: '사진의 화소가 너무 많습니다. 4천만 화소까지입니다.',
    CLIP_UNSUPPORTED:
      '이 동영상 형식은 읽지 못합니다. MJPEG(.mjpeg) 또는 8비트 Y4M(.y4m)을 주세요.',
    CLIP_MALFORMED: '동영상이 손상되었거나 이름과 다른 형식입니다.',
    POLICY_UNUSABLE:
      '정책을 사용할 수 없습니다. 정책 문서가 아니거나 기준값이 다른 신경망의 것입니다.',
    POLICY_NETWORKS_UNUSABLE:
      '정책이 지정한 신경망이 목록에 없거나, 설치되지 않았거나, 목록과 다릅니다.',
    NETWORKS_NOT_INSTALLED:
      '신경망이 설치되지 않았거나 파일이 바뀌었습니다. 다음을 실행하세요: npm ci',
    PROBE_TOO_FEW_FRAMES: '사용할 수 있는 프레임이 너무 적습니다. 같은 파일은 한 번만 셉니다.',
    PROGRAM_MISSING: '얼굴을 보는 프로그램이 없습니다. 다음을 실행하세요: npm run build',
    BOOTH_NOT_STARTED:
      '얼굴을 보는 프로세스가 시작되지 않았습니다. 신경망이 설치되어 있는지 확인하세요.',
    BOOTH_STOPPED: '얼굴을 보는 프로세스가 답 없이 끝났습니다. 아무것도 결정되지 않았습니다.',
  },
  referenceGuidance: {
    'reference-acquired': '신분증을 사용할 수 있습니다.',
    'image-unreadable': '신분증 사진이 손상되었거나 열 수 없습니다.',
    'no-face': '신분증에 얼굴이 없습니다.',
    'several-faces': '신분증에 얼굴이 둘 이상 있습니다.',
    'come-nearer': '신분증의 얼굴이 너무 작습니다.',
    'move-back': '신분증의 얼굴이 너무 크거나 잘렸습니다.',
    'adjust-light': '신분증이 너무 어둡거나 밝거나 빛이 고르지 않습니다.',
    'look-straight': '신분증의 얼굴이 정면이 아닙니다.',
    'hold-still': '신분증 사진이 흐립니다.',
    'step-done': '신분증을 사용할 수 있습니다.',
    'capture-sufficient': '신분증을 사용할 수 있습니다.',
  },
  probeGuidance: {
    'reference-acquired': '프레임을 사용할 수 있습니다.',
    'image-unreadable': '프레임이 손상되었거나 열 수 없습니다.',
    'no-face': '프레임에 얼굴이 없습니다.',
    'several-faces': '프레임에 얼굴이 둘 이상 있습니다.',
    'come-nearer': '프레임의 얼굴이 너무 작습니다.',
    'move-back': '프레임의 얼굴이 너무 크거나 잘렸습니다.',
    'adjust-light': '프레임이 너무 어둡거나 밝거나 빛이 고르지 않습니다.',
    'look-straight': '프레임의 얼굴이 정면이 아닙니다.',
    'hold-still': '프레임이 흐립니다.',
    'step-done': '프레임을 사용할 수 있습니다.',
    'capture-sufficient': '프레임을 사용할 수 있습니다.',
  },
  captureUnusable: '비교하기에 사진이 충분히 좋지 않습니다.',
  inputs: { reference: '신분증', probe: '프레임' },
  notVerified:
    '확인하지 않은 것: 신분증이 진짜인지, 프레임이 카메라에서 왔는지, 언제 촬영되었는지.',
  framesUsed: (used, found) => `대조 부스에 넘긴 프레임: ${found}개 중 ${used}개.`,
  isolation: (applied, all) => `두 부스의 격리: 조치 ${all}개 중 ${applied}개.`,
  timingsTitle: '시간이 쓰인 곳',
  help: {
    bonin: `bonin은 한 가지 질문에 답합니다: 카메라 앞의 사람이 신분증의 사람 본인입니까?

  bonin verify    신분증과 촬영된 프레임을 비교합니다; Y 또는 N
  bonin policy    규칙 문서: 점검, 서명, 설명, 재현 (영어)
  bonin version   버전
  bonin verify --help --lang ko

공통 옵션: --lang en|ko, --help`,
    verify: `bonin verify --reference 신분증 --probe 프레임...

  --reference 파일   신분증 사진: JPEG, PNG, WebP
  --probe 경로...    촬영된 얼굴: 사진, 사진 폴더,
                     또는 동영상 MJPEG(.mjpeg), Y4M(.y4m); 고르게 골라 최대 8개 사용
  --policy 파일      기준값이 있는 정책 문서 (기본값: policies/default.json);
                     요구보다 프레임이 적으면 있는 것으로 비교합니다;
                     파일에는 도착 시각이 없으므로 probeFrames.spreadMs는 0으로 봅니다
                     (같은 파일은 그래도 한 번만 셉니다)
  --timings          시간이 쓰인 곳을 보여 줍니다
  --json             답을 JSON으로
  --lang en|ko       표시 언어

종료 코드: Y는 0, N은 1, 사용할 수 없는 입력은 2, 우리 쪽 오류는 3.
그림, 동물, 벽처럼 비교할 얼굴이 없으면 1이 아니라 2입니다: N은 다른 얼굴이라는 답이고,
이때는 아무것도 판단하지 않았으며 시도 횟수에도 들지 않습니다.
사진은 답과 함께 끝나는 별도의 프로세스에서만 열리며, 아무것도 기록되지 않습니다.`,
  },
};
