/**
 * What the service says it never keeps, in Korean. The service says it in English; a sentence that is not
 * here yet is shown as it came.
 */
export const NEVER_KEPT_KO: Readonly<Record<string, string>> = {
  'the picture of the identity card and the portrait on it': '신분증 사진과 그 안의 얼굴 사진',
  'the live frames': '카메라로 찍은 얼굴 영상',
  'features, templates or any other number taken from a face':
    '얼굴에서 뽑은 특징값, 템플릿, 그 밖의 어떤 숫자도',
  'comparison scores and attack-detection scores': '비교 점수와 속임수 탐지 점수',
  'name, birth date, document number, telephone number': '이름, 생년월일, 신분증 번호, 전화번호',
  'network address and description of the device': '접속 주소와 기기 정보',
  'the order reference itself': '주문 번호 자체',
  'what exactly each attempt was decided by, so that the decision can be checked: told to nobody, because it would teach how to deceive':
    '각 시도를 무엇으로 판단했는지 (판단을 다시 확인하기 위해. 속이는 법을 알려 주게 되므로 아무에게도 알리지 않음)',
  'a keyed digest of the idempotency key and of the request, so that a repetition is recognised':
    '요청과 멱등키를 열쇠로 해시한 값 (같은 요청이 다시 왔을 때 알아보기 위해)',
  'what the public ledger was told of it, with the salts behind which it stands there: the receipts are made of these':
    '공개 원장에 적힌 내용과 그것을 가리는 솔트 (영수증은 이것으로 만들어집니다)',
  'when the registration is finished: a line that its mobile operator is to be told, with id and time':
    '신청이 끝나면, 통신사에 알릴 일이 있다는 한 줄 (번호와 시각)',
};
