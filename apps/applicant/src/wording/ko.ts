/** Every sentence of the page in Korean, keyed by meaning. The other languages have the same keys. */
export const ko = {
  'page.title': '본인 확인',
  'page.name': '본인',
  'page.skip': '본문으로 건너뛰기',
  'page.language': '언어',
  'page.step': '{total}단계 중 {step}단계: {name}',
  'page.step.card': '신분증',
  'page.step.face': '얼굴',
  'page.step.answer': '결과',
  'page.offline': '연결이 끊겨 다시 잇고 있습니다. 지금 화면은 그대로 두셔도 됩니다.',
  'page.demonstration': '시연용입니다. 실제 개통이 아닙니다.',
  'page.other-route': '다른 방법으로 확인하기',
  'page.stop': '그만하기',

  'kind.new-line': '신규 개통',
  'kind.number-portability': '번호이동',
  'kind.device-change': '기기변경',
  'kind.name-change': '명의변경',
  'kind.sim-replacement': '유심 재발급',

  'opening.title': '여는 중입니다',
  'opening.body': '잠시만 기다려 주세요.',
  'opening.again': '연결이 늦어지고 있습니다. 다시 시도하고 있으니 기다려 주세요.',

  'welcome.title': '본인이 맞는지 확인합니다',
  'welcome.asked': '{operator}의 {kind} 신청',
  'welcome.steps': '이렇게 진행됩니다',
  'welcome.step.card': '신분증을 찍습니다',
  'welcome.step.card.more': '얼굴 사진만 봅니다. 번호는 가려도 됩니다.',
  'welcome.step.face': '카메라를 봅니다',
  'welcome.step.face.more': '10초쯤 걸립니다. 안내를 따라 하시면 됩니다.',
  'welcome.step.answer': '바로 결과를 봅니다',
  'welcome.step.answer.more':
    '통신사에는 Y 또는 N과 언제, 몇 번 만에, 어떤 규칙으로 나온 결과인지가 전해집니다. 사진은 전해지지 않습니다.',
  'welcome.where': '사진은 어디로 가나요',
  'welcome.where.body':
    '이 기기에서 암호화되어, 이번 확인에만 쓰이는 프로그램 하나로 갑니다. 확인이 끝나면 그 프로그램이 종료되고 사진은 남지 않습니다.',
  'welcome.warning': '이름을 빌려주는 것은 범죄입니다',
  'welcome.warning.body':
    '다른 사람이 쓸 전화를 내 이름으로 개통해 주면 처벌받을 수 있습니다. 이 확인은 그런 부탁을 막아 드리지 못합니다. 부탁을 받으셨다면 여기서 멈추세요.',
  'welcome.limits':
    '솔직히 알려 드립니다. 사진이나 화면, 녹화한 영상으로 속이려는 시도는 그때그때 다른 동작과 화면 색을 요청해 가려냅니다. 하지만 정교한 가면이나 그 자리에서 만들어 내는 가짜 영상까지 모두 막지는 못합니다. 신분증이 진짜인지, 얼굴 사진이 정말 신분증에 있는 것인지는 확인하지 않습니다.',
  'welcome.limits.unasked':
    '솔직히 알려 드립니다. 여기서는 사진이나 화면으로 속이려는 시도를 영상만 보고 가려냅니다. 동작을 요청해 확인하지는 않습니다. 신분증이 진짜인지, 얼굴 사진이 정말 신분증에 있는 것인지도 확인하지 않습니다.',
  'welcome.go': '얼굴로 확인하기',

  'routes.title': '본인 확인 방법을 골라 주세요',
  'routes.body': '어느 방법이나 똑같습니다. 이유를 묻지 않으며, 무엇을 고르셔도 불이익이 없습니다.',
  'routes.face': '얼굴로 확인하기',
  'routes.face.more': '지금 여기서 신분증을 찍고 카메라를 봅니다.',
  'routes.mobile-id': '모바일 신분증으로 확인하기',
  'routes.mobile-id.more':
    '본인 명의 휴대전화의 모바일 신분증 앱을 씁니다. 통신사에서 이어서 진행합니다.',
  'routes.resident-abstract': '오늘 발급한 주민등록초본으로 확인하기',
  'routes.resident-abstract.more':
    '오늘 발급한 초본의 문서확인번호를 씁니다. 통신사에서 이어서 진행합니다.',
  'routes.other': '다른 방법으로 확인하기 ({route})',
  'routes.other.more': '통신사에서 이어서 진행합니다.',
  'routes.about-face': '얼굴로 확인하시면',
  'answer.face-route-left.chosen':
    '고르신 방법: {route}. 통신사로 돌아가 주세요. 통신사에서 이어서 진행합니다.',

  'consent.sending': '동의를 기록하고 있습니다…',
  'consent.kicker': '시작하기 전에 읽어 주세요',

  'card.choosing.title': '신분증을 준비해 주세요',
  'card.choosing.body': '주민등록증이나 운전면허증의 앞면을 찍습니다.',
  'card.again.title': '신분증을 다시 찍어 주세요',
  'card.tip.flat': '어두운 바탕에 평평하게 놓기',
  'card.tip.glare': '빛이 비쳐 번들거리지 않게 하기',
  'card.tip.number': '번호와 주소는 가려도 괜찮습니다',
  'card.by-camera': '카메라로 찍기',
  'card.by-file': '사진 파일 고르기',
  'card.by-sample': '카메라가 없나요? 시연용 신청인 고르기',
  'card.sample.title': '시연용 신청인',
  'card.sample.body': '카메라 대신, 준비된 신분증과 가상 인물이나 영상으로 같은 과정을 거칩니다.',
  'card.sample.loading': '불러오는 중…',
  'card.sample.none': '불러오지 못했습니다. 카메라나 사진 파일을 이용해 주세요.',
  'card.sample.expect': '예상 결과 {answer}',
  'card.framing.title': '신분증을 틀 안에 맞춰 주세요',
  'card.framing.body': '틀을 가득 채우고, 흔들리지 않게 잡은 뒤 찍어 주세요.',
  'card.framing.opening': '카메라를 켜고 있습니다…',
  'card.shutter': '찍기',
  'card.reviewing.title': '얼굴 사진이 또렷한가요?',
  'card.reviewing.body': '신분증의 얼굴이 밝고 또렷하게 보이면 계속하세요.',
  'card.picture': '찍은 신분증 사진',
  'card.use': '이 사진으로 계속하기',
  'card.retake': '다시 찍기',
  'card.checking.title': '신분증 사진을 보고 있습니다',
  'card.checking.body': '1~2초 걸립니다. 사진은 암호화되어 전송됩니다.',

  'card.opening': '사진을 여는 중입니다…',
  'card.refusal.too-large': '파일이 40MB보다 큽니다. 카메라로 찍거나 더 작은 파일을 골라 주세요.',
  'card.refusal.too-many-pixels':
    '사진의 화소가 1억 개를 넘어 열 수 없습니다. 해상도를 낮춰 다시 찍거나 여기서 카메라로 찍어 주세요.',
  'card.refusal.not-an-image':
    '사진 파일이 아닙니다. JPEG, PNG 같은 사진 파일을 고르거나 카메라로 찍어 주세요.',
  'card.refusal.unreadable': '이 사진을 열 수 없습니다. 다른 파일을 고르거나 카메라로 찍어 주세요.',
  'card.refusal.too-small':
    '사진이 너무 작아 얼굴을 알아볼 수 없습니다. 더 큰 사진을 고르거나 카메라로 찍어 주세요.',

  'card.camera.page-slept':
    '화면이 꺼지거나 다른 앱으로 넘어가서 카메라를 껐습니다. 다시 찍어 주세요.',
  'card.camera.camera-ended':
    '카메라가 꺼졌습니다. 다른 앱이 가져갔거나 허용이 취소됐을 수 있습니다. 다시 찍어 주세요.',

  'card.booth.image-unreadable': '사진을 읽을 수 없었습니다. 다시 찍어 주세요.',
  'card.booth.no-face':
    '신분증에서 얼굴 사진을 찾지 못했습니다. 앞면이 보이게, 바로 세워 다시 찍어 주세요.',
  'card.booth.several-faces': '얼굴이 여러 개 보입니다. 신분증 하나만 보이게 다시 찍어 주세요.',
  'card.booth.come-nearer': '얼굴 사진이 작습니다. 신분증을 더 가까이에서 찍어 주세요.',
  'card.booth.move-back': '신분증이 너무 가깝습니다. 조금 멀리서 전체를 찍어 주세요.',
  'card.booth.adjust-light':
    '얼굴 사진의 명암을 알아볼 수 없습니다. 빛이 비치거나 어두운지, 그림이나 복사본이 아닌지 보고, 밝은 곳에서 신분증을 다시 찍어 주세요.',
  'card.booth.look-straight': '신분증이 기울어져 있습니다. 바로 위에서 반듯하게 찍어 주세요.',
  'card.booth.hold-still': '사진이 흔들렸습니다. 신분증을 내려놓고 다시 찍어 주세요.',

  'face.opening-camera.title': '카메라를 켜고 있습니다',
  'face.opening-camera.body': '카메라를 써도 되는지 물으면 허용을 눌러 주세요.',
  'face.getting-ready.title': '얼굴을 타원에 맞춰 주세요',
  'face.getting-ready.body': '밝은 곳에서, 모자와 마스크를 벗고, 눈높이에서 정면을 봐 주세요.',
  'face.start': '준비됐습니다, 시작하기',
  'face.counting-down.title': '곧 시작합니다',
  'face.counting-down.body': '카메라를 보고 가만히 계세요.',
  'face.capturing.title': '카메라를 봐 주세요',
  'face.preview': '앞 카메라에 비친 모습',
  'face.time-left': '남은 시간 {seconds}초',
  'face.progress': '진행 상황',

  'face.guidance.none': '얼굴을 타원 안에 두고 그대로 계세요.',
  'face.guidance.image-unreadable': '화면이 흐립니다. 렌즈를 닦고 카메라를 봐 주세요.',
  'face.guidance.no-face': '얼굴이 보이지 않습니다. 얼굴을 타원 안에 맞춰 주세요.',
  'face.guidance.several-faces': '한 분만 보여야 합니다. 다른 분은 화면 밖으로 나가 주세요.',
  'face.guidance.come-nearer': '조금 더 가까이 와 주세요.',
  'face.guidance.move-back': '조금 더 멀리 가 주세요.',
  'face.guidance.adjust-light': '빛을 바꿔 주세요. 밝은 쪽을 마주 보면 좋습니다.',
  'face.guidance.look-straight': '정면을 봐 주세요.',
  'face.guidance.hold-still': '가만히 계세요.',
  'face.light.too-dark': '어둡습니다. 불을 켜거나 창 쪽을 봐 주세요.',
  'face.light.too-bright': '너무 밝습니다. 직사광선을 피해 주세요.',
  'face.light.backlit': '뒤쪽이 밝습니다. 빛을 마주 보고 서 주세요.',

  'challenge.choose.title': '얼굴 확인은 이렇게 합니다',
  'challenge.choose.body':
    '화면에 안내가 한 번에 하나씩 나옵니다. 카메라를 보면서 그대로 따라 하시면 됩니다. 고개는 조금만 움직이면 됩니다.',
  'challenge.choose.legend': '나에게 맞는 방식을 골라 주세요',
  'challenge.choose.go': '이 방식으로 계속하기',
  'challenge.kind.ordinary': '보통',
  'challenge.kind.ordinary.more': '고개를 조금씩 움직이고, 화면 색이 바뀌는 동안 카메라를 봅니다.',
  'challenge.kind.slow': '시간이 더 필요해요',
  'challenge.kind.slow.more': '보통과 같은 것을 더 천천히 합니다.',
  'challenge.kind.no-motion': '고개를 움직이기 어려워요',
  'challenge.kind.no-motion.more': '움직이지 않고 카메라만 봅니다. 화면 색이 더 오래 바뀝니다.',
  'challenge.kind.no-colour': '색이 바뀌는 화면이 불편해요',
  'challenge.kind.no-colour.more': '화면 색은 바뀌지 않습니다. 고개를 더 여러 번 움직입니다.',
  'challenge.about': '{seconds}초쯤 걸립니다.',
  'challenge.colours': '화면 전체의 색이 바뀝니다',
  'challenge.colours.here':
    '부드러운 색이 1초에 세 번까지, 몇 초 동안 바뀝니다. 빛이나 색이 바뀔 때 발작이나 심한 두통을 겪은 적이 있으면 아래에서 “색이 바뀌는 화면이 불편해요”를 골라 주세요.',
  'challenge.colours.elsewhere':
    '부드러운 색이 1초에 세 번까지, 몇 초 동안 바뀝니다. 빛이나 색이 바뀔 때 발작이나 심한 두통을 겪은 적이 있으면 시작하지 마세요. “다른 방법으로 확인하기”를 누르시면 됩니다. 색 없이 얼굴을 확인해 주는 매장이 있는지는 통신사에 물어보세요.',
  'challenge.no-motion.elsewhere':
    '고개를 움직이기 어려우시면 “다른 방법으로 확인하기”를 눌러 주세요. 불이익은 없습니다.',
  'challenge.get-ready':
    '화면을 밝게 하고, 모자와 마스크를 벗고, 머리 뒤를 비우고, 눈높이에서 정면을 봐 주세요.',
  'challenge.ready': '시작을 누르면 3초 뒤부터 {seconds}초쯤 걸립니다.',
  'challenge.ask.straight': '카메라를 똑바로 봐 주세요',
  'challenge.ask.left': '고개를 왼쪽으로 조금 돌려 주세요',
  'challenge.ask.right': '고개를 오른쪽으로 조금 돌려 주세요',
  'challenge.ask.up': '고개를 위로 조금 들어 주세요',
  'challenge.ask.down': '고개를 아래로 조금 숙여 주세요',
  'challenge.ask.nearer': '얼굴을 조금 더 가까이 해 주세요',
  'challenge.ask.colours': '움직이지 말고 카메라를 봐 주세요',
  'challenge.beside.straight': '얼굴을 타원 안에 두고 그대로 계세요.',
  'challenge.beside.pose': '화면을 보면서 그대로 잠시 계세요.',
  'challenge.beside.moved-near': '처음 거리로 물러난 다음에 해 주세요.',
  'challenge.beside.colours': '화면 색이 바뀌는 것도 확인의 한 부분입니다.',
  'challenge.again': '잘 보이지 않았습니다. 괜찮습니다, 한 번 더 해 볼게요.',
  'challenge.place': '{of}단계 중 {place}단계',

  'voice.switch': '안내를 소리로도 듣기',
  'voice.on': '켜짐',
  'voice.off': '꺼짐',
  'voice.speaks': '안내를 소리로도 들려 드립니다.',
  'voice.missing': '이 기기에는 한국어 목소리가 없습니다. 안내는 화면에 글로 나옵니다.',

  'waiting.title': '확인하고 있습니다',
  'waiting.body': '카메라는 꺼졌습니다. 잠시만 기다려 주세요.',

  'answer.accepted.title': '확인됐습니다',
  'answer.accepted.body':
    '신분증의 사진과 같은 분으로 확인됐습니다. 통신사에는 Y라는 결과와 언제, 몇 번 만에, 어떤 규칙으로 나왔는지가 전해졌습니다. 사진은 전해지지 않았습니다.',
  'answer.accepted.next': '이제 통신사에서 개통을 계속합니다. 이 창은 닫아도 됩니다.',
  'answer.attempts-exhausted.title': '얼굴로는 확인하지 못했습니다',
  'answer.attempts-exhausted.body':
    '정해진 횟수를 다 썼습니다. 신분증 사진이 오래됐거나 빛이 맞지 않으면 본인이어도 이런 일이 생길 수 있습니다.',
  'answer.attempts-exhausted.next':
    '통신사로 돌아가 다른 방법으로 확인해 주세요. 예를 들어 모바일 신분증이나 당일 발급한 주민등록초본을 쓸 수 있는지 물어보세요.',
  'answer.captures-exhausted.title': '이번에는 촬영이 되지 않았습니다',
  'answer.captures-exhausted.body':
    '여러 번 찍었지만 살펴볼 수 있는 영상이 없었습니다. 본인이 아니라는 뜻이 아닙니다.',
  'answer.captures-exhausted.next':
    '통신사로 돌아가 다른 방법으로 확인해 주세요. 예를 들어 모바일 신분증이나 당일 발급한 주민등록초본을 쓸 수 있는지 물어보세요.',
  'answer.face-route-left.title': '얼굴 확인을 하지 않습니다',
  'answer.face-route-left.body':
    '괜찮습니다. 이유를 묻지 않으며 불이익도 없습니다. 사진은 아무것도 남지 않았습니다.',
  'answer.face-route-left.next':
    '통신사에는 다른 확인 방법이 있습니다. 돌아가서 다른 방법을 골라 주세요.',
  'answer.expired.title': '시간이 지났습니다',
  'answer.expired.body': '이 신청의 확인 시간이 끝났습니다. 불리하게 남는 것은 없습니다.',
  'answer.expired.next': '통신사로 돌아가 새 링크를 받아 주세요.',
  'answer.not-required.title': '확인이 필요하지 않습니다',
  'answer.not-required.body':
    '이 신청은 규칙에 따라 얼굴 확인 대상이 아닙니다. 카메라를 켜지 않았고, 남는 것도 없습니다.',
  'answer.not-required.next': '이제 통신사에서 개통을 계속합니다. 이 창은 닫아도 됩니다.',
  'answer.already-answered.title': '이미 끝난 확인입니다',
  'answer.already-answered.body': '이 신청의 결과는 이미 통신사에 전해졌습니다.',
  'answer.already-answered.next': '통신사로 돌아가 결과를 확인해 주세요.',
  'answer.return': '{operator} 화면으로 돌아가기',
  'answer.close': '이 창은 닫아도 됩니다.',
  'answer.kept':
    '남은 것: 어떻게 끝났는지, 각 단계와 그 시각, 동의한 문구. 남지 않은 것: 신분증 사진, 얼굴 영상.',

  'receipt.title': '영수증',
  'receipt.so-far': '지금까지의 영수증 받기',
  'receipt.asking': '공개 원장에 적히기를 기다립니다. 보통 1초쯤 걸립니다.',
  'receipt.there':
    '신분증과 얼굴 영상을 받은 프로그램이 끝났고 받은 것도 함께 사라졌다고 공개 원장에 적혔습니다. 이 번호를 가진 사람은 누구나 확인할 수 있습니다. 결과가 무엇이었는지는 영수증에 없습니다.',
  'receipt.goes-on':
    '이어서 하셔도 번호는 그대로이고, 그다음 시도도 이 번호로 확인할 수 있습니다. 저장한 파일에는 지금까지의 것만 있습니다.',
  'receipt.late':
    '아직 원장에 다 적히지 않았습니다. 확인 결과에는 영향이 없습니다. 잠시 뒤에 다시 알아봐 주세요. 번호가 나와 있으면 적어 두었다가 나중에 확인해도 되고, 통신사에 영수증을 달라고 할 수도 있습니다.',
  'receipt.unreachable':
    '영수증을 받아 오지 못했습니다. 확인 결과에는 영향이 없습니다. 인터넷 연결을 보고 다시 알아봐 주세요.',
  'receipt.gone':
    '여기에서는 이제 영수증을 받을 수 없습니다. 통신사에 영수증을 달라고 할 수 있습니다.',
  'receipt.ask-again': '다시 알아보기',
  'receipt.save': '영수증 저장하기',
  'receipt.check': '확인하기 (새 창)',
  'check.title': '영수증 확인',
  'check.lead': '얼굴 확인 영수증이 공개 원장과 맞는지 이 브라우저 안에서 확인합니다.',
  'check.code': '영수증 번호',
  'check.go': '확인하기',
  'check.file': '저장한 영수증 파일 고르기',
  'check.checking': '확인하는 중입니다.',
  'check.failed.unknown-code':
    '이 번호의 영수증을 찾을 수 없습니다. 잘못 적었거나 이미 지워졌을 수 있습니다. 번호를 다시 보거나, 저장한 파일을 골라 주세요.',
  'check.failed.too-often': '너무 자주 확인했습니다. 잠시 뒤에 다시 해 주세요.',
  'check.failed.unreachable':
    '서비스에 연결되지 않습니다. 아무것도 확인하지 못했습니다. 연결을 보고 다시 해 주세요.',
  'check.failed.not-a-receipt': '이 파일은 영수증이 아닙니다. 저장한 영수증 파일을 골라 주세요.',
  'check.disproved.title': '맞지 않습니다',
  'check.disproved.body':
    '영수증과 원장이 서로 어긋납니다. 영수증이 바뀌었거나 원장이 바뀐 것입니다. 이 화면을 사진으로 남겨 통신사나 감독 기관에 보여 주시고, 저장한 영수증은 지우지 마세요.',
  'check.disproved.fault': '어긋난 곳의 이름: {fault}',
  'check.could-not.title': '확인하지 못했습니다',
  'check.could-not.ledger-unreachable':
    '공개 원장을 읽을 수 없었습니다. 맞는지 틀리는지 알 수 없습니다. 잠시 뒤에 다시 해 주세요.',
  'check.could-not.browser-too-old':
    '이 브라우저는 서명을 확인할 수 없습니다. 다른 브라우저에서 해 주세요.',
  'check.could-not.nothing-to-check':
    '이 영수증에는 확인할 것이 없습니다. 번호를 알고 있으면 번호로 확인해 주세요.',
  'check.holds.title': '원장과 맞습니다',
  'check.says.attempt-opened': '{at}: 얼굴 확인을 한 번 시작했습니다.',
  'check.says.concluded':
    '{at}: 확인이 끝났고, 신분증과 얼굴을 본 프로그램 둘 다 사라졌습니다. 밖으로 나온 말은 {words}마디, 걸려 있던 격리 장치는 {measures}가지입니다.',
  'check.says.stopped':
    '{at}: 답을 내기 전에 멈췄고, 신분증과 얼굴을 본 프로그램 둘 다 사라졌습니다.',
  'check.says.unseen':
    '{at}: 서비스가 갑자기 멈췄습니다. 보던 프로그램은 함께 끝나지만, 끝나는 것을 본 사람은 없습니다.',
  'check.says.other': '{at}: 원장에 다른 내용이 적혀 있습니다.',
  'check.unended':
    '시작만 있고 끝이 없는 확인이 {count}번 있습니다. 지금 진행 중이거나 방금 끝났다면 그럴 수 있습니다. 몇 분 뒤에 다시 확인해도 그대로면 통신사나 감독 기관에 알려 주세요.',
  'check.key': '원장의 열쇠입니다. 다른 곳에서 얻은 열쇠와 같은지 견주어 보세요.',
  'check.meaning.title': '맞는다는 것은 무엇을 뜻하나요',
  'check.meaning.does':
    '서비스가 그때 이 내용을 원장에 적었고 그 뒤로 지우거나 바꾸지 않았다는 뜻입니다. 얼굴, 이름, 번호는 원장에 없고, 결과가 무엇이었는지는 원장에서도 영수증에서도 읽을 수 없습니다.',
  'check.meaning.does-not':
    '적힌 내용이 참이라는 증명은 아닙니다. 이 화면도 같은 서비스가 보냅니다. 서비스에 기대지 않고 확인하려면 감사 프로그램 bonin-audit를 쓰거나, 증인의 서명을 확인하세요.',

  'again.not-confirmed.title': '이번에는 확인되지 않았습니다',
  'again.not-confirmed.body':
    '같은 분이라는 확신을 얻지 못했습니다. 본인이어도 빛, 각도, 오래된 신분증 사진 때문에 그럴 수 있습니다.',
  'again.capture-unusable.title': '영상이 충분하지 않았습니다',
  'again.capture-unusable.body': '횟수에 들어가지 않습니다. 아래를 바꾸고 다시 해 주세요.',
  'again.left': '남은 횟수 {left}번 (모두 {max}번)',
  'again.tips': '다음에는 이렇게 해 보세요',
  'again.tip.light': '빛을 마주 보고 서기',
  'again.tip.bright': '화면 밝기를 높이기',
  'again.tip.behind': '벽, 베개, 등받이에서 머리를 떼기',
  'again.tip.level': '전화기를 눈높이에 들기',
  'again.tip.glasses': '안경에 빛이 비치면 잠시 벗기',
  'again.tip.card': '신분증 사진을 번들거림 없이 다시 찍기',
  'again.go': '다시 해 보기',
  'again.choose': '확인 방식 바꾸기',
  'again.new-card': '신분증부터 다시 찍기',
  'again.withdraw': '동의 철회하기',

  'interrupted.connection-lost.title': '다시 이어졌습니다',
  'interrupted.connection-lost.body':
    '확인하던 중에 연결이 끊겼습니다. 횟수에는 들어가지 않았습니다.',
  'interrupted.answer-awaited.title': '다시 이어졌습니다',
  'interrupted.answer-awaited.body':
    '촬영을 마친 뒤에 연결이 끊겼고, 그 결과는 아직 오지 않았습니다. 이어서 하면 새로 찍어 확인합니다.',
  'interrupted.page-slept.title': '촬영이 멈췄습니다',
  'interrupted.page-slept.body':
    '화면이 꺼지거나 다른 앱으로 넘어가서 카메라를 껐습니다. 횟수에는 들어가지 않았습니다.',
  'interrupted.stopped.title': '멈췄습니다',
  'interrupted.stopped.body':
    '카메라를 껐고, 보낸 사진을 보던 프로그램도 종료됐습니다. 횟수에는 들어가지 않았습니다.',
  'interrupted.time-over.title': '시간이 다 됐습니다',
  'interrupted.time-over.body': '횟수에는 들어가지 않았습니다. 준비되면 다시 시작해 주세요.',
  'interrupted.camera-ended.title': '카메라가 꺼졌습니다',
  'interrupted.camera-ended.body':
    '다른 앱이 카메라를 가져갔거나 허용이 취소됐습니다. 횟수에는 들어가지 않았습니다.',
  'interrupted.broken-off.title': '확인이 중간에 멈췄습니다',
  'interrupted.broken-off.body': '횟수에는 들어가지 않았습니다. 다시 시작할 수 있습니다.',
  'interrupted.go': '이어서 하기',

  'trouble.camera-refused.title': '카메라가 허용되지 않았습니다',
  'trouble.camera-refused.body':
    '주소창의 자물쇠나 설정 표시를 눌러 카메라를 허용한 뒤 다시 시도해 주세요. 아이폰은 설정 > Safari > 카메라에서 바꿀 수 있습니다.',
  'trouble.camera-missing.title': '카메라를 찾지 못했습니다',
  'trouble.camera-missing.body':
    '링크를 복사해 카메라가 있는 전화기에서 열거나, 카메라를 연결한 뒤 다시 시도해 주세요.',
  'trouble.camera-in-use.title': '다른 앱이 카메라를 쓰고 있습니다',
  'trouble.camera-in-use.body': '카메라를 쓰는 다른 앱이나 창을 닫고 다시 시도해 주세요.',
  'trouble.camera-unsupported.title': '이 브라우저에서는 카메라를 쓸 수 없습니다',
  'trouble.camera-unsupported.body':
    '링크를 복사해 크롬, 사파리, 삼성 인터넷 같은 브라우저에 붙여 넣어 주세요.',
  'trouble.camera-in-app.title': '앱 안에서는 카메라가 열리지 않습니다',
  'trouble.camera-in-app.body':
    '{app} 안에서 열린 창입니다. 메뉴에서 “다른 브라우저로 열기”를 누르거나, 링크를 복사해 크롬이나 사파리에 붙여 넣어 주세요.',
  'trouble.connection-lost.title': '연결이 끊겼습니다',
  'trouble.connection-lost.body':
    '다시 잇고 있습니다. 횟수에는 들어가지 않았고, 이어지면 하던 곳에서 계속합니다.',
  'trouble.answer-awaited.title': '연결이 끊겼습니다',
  'trouble.answer-awaited.body':
    '촬영은 끝났습니다. 다시 잇고 있으며, 이어지면 결과를 받아 옵니다. 이 화면을 그대로 두세요.',
  'trouble.booths-taken.title': '지금은 모두 사용 중입니다',
  'trouble.booths-taken.body': '잠시 뒤 저절로 다시 시도합니다. 기다리셔도 횟수는 줄지 않습니다.',
  'trouble.booths-taken.wait': '{seconds}초 뒤 다시 시도합니다',
  'trouble.link-missing.title': '여기에는 열 수 있는 확인이 없습니다',
  'trouble.link-missing.body':
    '확인을 이미 마치셨다면 이 창은 닫아도 됩니다. 아직 하지 않으셨다면 통신사에서 받은 링크를 다시 누르거나 QR을 다시 찍어 주세요.',
  'trouble.link-invalid.title': '쓸 수 없는 링크입니다',
  'trouble.link-invalid.body':
    '링크가 잘렸거나 더 이상 쓰이지 않습니다. 통신사에 새 링크를 요청해 주세요.',
  'trouble.already-open.title': '다른 곳에서 열려 있습니다',
  'trouble.already-open.body':
    '같은 확인이 다른 창이나 다른 기기에서 열려 있습니다. 그쪽을 닫은 뒤 여기서 다시 시도해 주세요. 모르는 일이라면 통신사에 알려 주세요.',
  'trouble.insecure-context.title': '안전한 연결이 아닙니다',
  'trouble.insecure-context.body':
    '주소가 https로 시작해야 카메라와 암호화를 쓸 수 있습니다. 통신사에서 받은 링크를 그대로 열어 주세요.',
  'trouble.server-gone.title': '서비스에 연결되지 않습니다',
  'trouble.server-gone.body':
    '인터넷 연결을 확인하고 다시 시도해 주세요. 다시 시도한다고 횟수가 줄지는 않습니다. 계속 안 되면 통신사의 다른 방법을 이용해 주세요.',
  'trouble.page-outdated.title': '화면이 오래됐습니다',
  'trouble.page-outdated.body':
    '동의 내용이 새로 바뀌었습니다. 화면을 새로 열어 바뀐 내용을 읽어 주세요.',
  'trouble.out-of-step.title': '순서가 어긋났습니다',
  'trouble.out-of-step.body':
    '다른 창에서 진행됐을 수 있습니다. 다시 불러오면 지금 상태에서 계속합니다.',
  'trouble.offer-not-genuine.title': '보낼 곳을 확인하지 못했습니다',
  'trouble.offer-not-genuine.body':
    '받는 프로그램의 서명이 맞지 않아 아무것도 보내지 않았습니다. 다시 시도해 보고, 또 생기면 통신사에 알려 주세요.',
  'trouble.fault.title': '저희 쪽에 문제가 생겼습니다',
  'trouble.fault.body':
    '신청하신 분의 잘못이 아닙니다. 다시 시도해 주세요. 또 생기면 통신사에 알려 주세요.',
  'trouble.correlation': '문의할 때 알려 주실 번호: {id}',
  'trouble.retry': '다시 시도하기',
  'trouble.reload': '새로 열기',
  'trouble.card-instead': '신분증 단계로 돌아가기',
  'trouble.copy': '링크 복사하기',
  'trouble.copied':
    '복사했습니다. 다른 브라우저의 주소창에 붙여 넣어 주세요. 그쪽에서 열 수 있게 여기서는 확인을 내려놓았습니다.',
  'trouble.copy-failed': '복사하지 못했습니다. 아래 링크를 길게 눌러 복사해 주세요.',

  'app.kakaotalk': '카카오톡',
  'app.naver': '네이버 앱',
  'app.daum': '다음 앱',
  'app.band': '밴드',
  'app.line': '라인',
  'app.instagram': '인스타그램',
  'app.facebook': '페이스북',
  'app.threads': '스레드',
  'app.tiktok': '틱톡',
  'app.wechat': '위챗',
  'app.other': '다른 앱',
} as const;

export type WordingKey = keyof typeof ko;
