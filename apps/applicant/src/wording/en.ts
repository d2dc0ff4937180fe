import type { WordingKey } from './ko.ts';

/** Every sentence of the page in English. */
export const en: Readonly<Record<WordingKey, string>> = {
  'page.title': 'Checking that it is you',
  'page.name': 'Bonin',
  'page.skip': 'Skip to the content',
  'page.language': 'Language',
  'page.step': 'Step {step} of {total}: {name}',
  'page.step.card': 'Card',
  'page.step.face': 'Face',
  'page.step.answer': 'Answer',
  'page.offline':
    'The connection is gone; we are getting it back. You can leave this page as it is.',
  'page.demonstration': 'This is a demonstration. No line will be opened.',
  'page.other-route': 'Use another way',
  'page.stop': 'Stop',

  'kind.new-line': 'new line',
  'kind.number-portability': 'number transfer',
  'kind.device-change': 'change of device',
  'kind.name-change': 'change of name',
  'kind.sim-replacement': 'new SIM',

  'opening.title': 'Opening',
  'opening.body': 'One moment, please.',
  'opening.again': 'This takes longer than usual. We keep trying; please wait.',

  'welcome.title': 'One short check that it is you',
  'welcome.asked': 'For {operator}: {kind}',
  'welcome.steps': 'What will happen',
  'welcome.step.card': 'Photograph your identity card',
  'welcome.step.card.more': 'Only the portrait is looked at. You may cover the number.',
  'welcome.step.face': 'Look at the camera',
  'welcome.step.face.more': 'About 10 seconds. The page tells you what to do.',
  'welcome.step.answer': 'See the answer at once',
  'welcome.step.answer.more':
    'Your mobile operator is told Y or N, when, after how many attempts and by which rules. It gets no picture.',
  'welcome.where': 'Where your pictures go',
  'welcome.where.body':
    'They are encrypted on this device and go to one program that serves this check only. When the check is over the program ends, and no picture is kept.',
  'welcome.warning': 'Lending your name for a line is a crime',
  'welcome.warning.body':
    'If you open a line that somebody else will use, you can be punished. This check cannot protect you from such a request. If somebody asked you to do this, stop here.',
  'welcome.limits':
    'To be honest with you: photos, screens and recordings are told from a living person by asking for other movements and colours each time. A well-made mask, or a false picture that is made while you are asked, may still get through. It does not check whether the card is genuine, or even that the portrait lies on a card.',
  'welcome.limits.unasked':
    'To be honest with you: here photos and screens are told from a living person by the picture alone. You are not asked to move. It does not check whether the card is genuine, or even that the portrait lies on a card.',
  'welcome.go': 'Check by my face',

  'routes.title': 'Choose how to show that it is you',
  'routes.body':
    'All ways are equal. You need not say why you choose one, and none has a bad consequence.',
  'routes.face': 'By my face',
  'routes.face.more': 'Here, at once: photograph your card and look at the camera.',
  'routes.mobile-id': 'By my mobile ID',
  'routes.mobile-id.more':
    'With the mobile ID app on a phone in your name. Your mobile operator goes on with it.',
  'routes.resident-abstract': 'By a resident-registration abstract of today',
  'routes.resident-abstract.more':
    'With the number on an abstract that was issued today. Your mobile operator goes on with it.',
  'routes.other': 'By another way ({route})',
  'routes.other.more': 'Your mobile operator goes on with it.',
  'routes.about-face': 'If you choose your face',
  'answer.face-route-left.chosen':
    'You chose: {route}. Go back to your mobile operator, which goes on with it.',

  'consent.sending': 'Recording your consent…',
  'consent.kicker': 'Please read this before you begin',

  'card.choosing.title': 'Have your identity card ready',
  'card.choosing.body': 'The front of a resident card or a driver licence.',
  'card.again.title': 'Please photograph the card again',
  'card.tip.flat': 'Lay it flat on something dark',
  'card.tip.glare': 'Turn it so that no light shines off it',
  'card.tip.number': 'You may cover number and address',
  'card.by-camera': 'Use the camera',
  'card.by-file': 'Choose a picture file',
  'card.by-sample': 'No camera? Choose a sample applicant',
  'card.sample.title': 'Sample applicants',
  'card.sample.body':
    'A prepared card goes the same way as yours, with somebody simulated or recorded in place of a camera.',
  'card.sample.loading': 'Loading…',
  'card.sample.none': 'They could not be loaded. Please use the camera or a picture file.',
  'card.sample.expect': 'Expected answer {answer}',
  'card.framing.title': 'Fit the card into the frame',
  'card.framing.body': 'Fill the frame, hold still, then take the picture.',
  'card.framing.opening': 'Starting the camera…',
  'card.shutter': 'Take the picture',
  'card.reviewing.title': 'Is the portrait sharp?',
  'card.reviewing.body': 'Go on if the face on the card is bright and sharp.',
  'card.picture': 'The picture of your card',
  'card.use': 'Go on with this picture',
  'card.retake': 'Take it again',
  'card.checking.title': 'Looking at your card',
  'card.checking.body': 'This takes a second or two. The picture travels encrypted.',

  'card.opening': 'Opening the picture…',
  'card.refusal.too-large':
    'The file is larger than 40 MB. Please use the camera or choose a smaller file.',
  'card.refusal.too-many-pixels':
    'The picture has more than 100 million pixels and cannot be opened. Take one with fewer, or use the camera here.',
  'card.refusal.not-an-image':
    'This is not a picture. Please choose a JPEG or PNG file, or use the camera.',
  'card.refusal.unreadable':
    'This picture cannot be opened. Please choose another file or use the camera.',
  'card.refusal.too-small':
    'The picture is too small to make out the face. Please choose a larger one or use the camera.',

  'card.camera.page-slept':
    'The screen went off or you changed to another app, so the camera was closed. Please take the picture again.',
  'card.camera.camera-ended':
    'The camera went off. Another app took it, or permission was taken back. Please take the picture again.',

  'card.booth.image-unreadable': 'The picture could not be read. Please take it again.',
  'card.booth.no-face':
    'No portrait was found. Show the front of the card, the right way up, and take it again.',
  'card.booth.several-faces':
    'There is more than one face. Show one card and nothing else, and take it again.',
  'card.booth.come-nearer': 'The portrait is small. Photograph the card from nearer.',
  'card.booth.move-back': 'The card is too near. Photograph all of it from further away.',
  'card.booth.adjust-light':
    'Light and shade of the portrait cannot be made out. See whether there is glare or too little light, and that it is no drawing or copy; then photograph the card again where it is bright.',
  'card.booth.look-straight': 'The card is at an angle. Photograph it straight from above.',
  'card.booth.hold-still': 'The picture is blurred. Put the card down and take it again.',

  'face.opening-camera.title': 'Starting the camera',
  'face.opening-camera.body': 'If you are asked whether the camera may be used, allow it.',
  'face.getting-ready.title': 'Fit your face into the oval',
  'face.getting-ready.body':
    'Good light, no hat or mask, the camera at eye level, looking straight.',
  'face.start': 'I am ready, start',
  'face.counting-down.title': 'About to start',
  'face.counting-down.body': 'Look at the camera and keep still.',
  'face.capturing.title': 'Look at the camera',
  'face.preview': 'What the front camera sees',
  'face.time-left': '{seconds} seconds left',
  'face.progress': 'Progress',

  'face.guidance.none': 'Keep your face in the oval, and stay like that.',
  'face.guidance.image-unreadable': 'The picture is unclear. Wipe the lens and look at the camera.',
  'face.guidance.no-face': 'Your face is not in view. Bring it into the oval.',
  'face.guidance.several-faces': 'One person only. Everybody else, please step out of the picture.',
  'face.guidance.come-nearer': 'Come a little nearer.',
  'face.guidance.move-back': 'Move back a little.',
  'face.guidance.adjust-light': 'Change the light. Facing a window helps.',
  'face.guidance.look-straight': 'Look straight ahead.',
  'face.guidance.hold-still': 'Keep still.',
  'face.light.too-dark': 'It is dark. Switch on a light or face a window.',
  'face.light.too-bright': 'It is too bright. Step out of direct sun.',
  'face.light.backlit': 'The light is behind you. Turn to face it.',

  'challenge.choose.title': 'How your face is checked',
  'challenge.choose.body':
    'The page asks for one thing at a time. Look at the camera and do what it says. Small movements are enough.',
  'challenge.choose.legend': 'Choose what suits you',
  'challenge.choose.go': 'Go on like this',
  'challenge.kind.ordinary': 'The usual way',
  'challenge.kind.ordinary.more':
    'You move your head a little, and look at the camera while the page changes its colour.',
  'challenge.kind.slow': 'I need more time',
  'challenge.kind.slow.more': 'The same as the usual way, but slower.',
  'challenge.kind.no-motion': 'I cannot move my head',
  'challenge.kind.no-motion.more':
    'You only look at the camera. The page changes its colour for longer.',
  'challenge.kind.no-colour': 'Changing colours are bad for me',
  'challenge.kind.no-colour.more':
    'The page keeps its colour. You move your head a few more times.',
  'challenge.about': 'About {seconds} seconds.',
  'challenge.colours': 'The whole page changes its colour',
  'challenge.colours.here':
    'Soft colours change up to three times a second, for a few seconds. If changing light or colours have ever given you a seizure or a bad headache, choose “Changing colours are bad for me” below.',
  'challenge.colours.elsewhere':
    'Soft colours change up to three times a second, for a few seconds. If changing light or colours have ever given you a seizure or a bad headache, do not start. Choose “Use another way” instead. Your mobile operator can tell you whether a store checks faces without colours.',
  'challenge.no-motion.elsewhere':
    'If you cannot move your head, choose “Use another way”. It has no bad consequence.',
  'challenge.get-ready':
    'Make the screen bright, take off hat and mask, have nothing close behind your head, and look straight at eye level.',
  'challenge.ready': 'It begins 3 seconds after you start, and takes about {seconds} seconds.',
  'challenge.ask.straight': 'Look straight at the camera',
  'challenge.ask.left': 'Turn your head a little to your left',
  'challenge.ask.right': 'Turn your head a little to your right',
  'challenge.ask.up': 'Tilt your head up a little',
  'challenge.ask.down': 'Tilt your head down a little',
  'challenge.ask.nearer': 'Bring your face a little nearer',
  'challenge.ask.colours': 'Hold still and look at the camera',
  'challenge.beside.straight': 'Keep your face in the oval, and stay like that.',
  'challenge.beside.pose': 'Keep looking here, and stay there for a moment.',
  'challenge.beside.moved-near': 'Go back to where you began first, then do this.',
  'challenge.beside.colours': 'The changing colours are part of the check.',
  'challenge.again': 'We could not see that well. That is fine: let us do it once more.',
  'challenge.place': 'Step {place} of {of}',

  'voice.switch': 'Hear the instructions too',
  'voice.on': 'On',
  'voice.off': 'Off',
  'voice.speaks': 'The instructions are read aloud too.',
  'voice.missing': 'This device has no English voice. The instructions stay on the screen.',

  'waiting.title': 'Checking',
  'waiting.body': 'The camera is off. One moment, please.',

  'answer.accepted.title': 'It is you',
  'answer.accepted.body':
    'Your face matches the portrait. Your mobile operator was told Y, when, after how many attempts and by which rules. It got no picture.',
  'answer.accepted.next': 'Your mobile operator goes on from here. You can close this window.',
  'answer.attempts-exhausted.title': 'We could not confirm it by your face',
  'answer.attempts-exhausted.body':
    'All attempts are used up. An old portrait or difficult light can cause this even when it is you.',
  'answer.attempts-exhausted.next':
    'Go back to your mobile operator and use another way, for example the mobile ID or a resident-registration abstract issued today.',
  'answer.captures-exhausted.title': 'It did not work this time',
  'answer.captures-exhausted.body':
    'After several captures there was none that could be examined. This does not mean that it is not you.',
  'answer.captures-exhausted.next':
    'Go back to your mobile operator and use another way, for example the mobile ID or a resident-registration abstract issued today.',
  'answer.face-route-left.title': 'Your face will not be checked',
  'answer.face-route-left.body':
    'That is fine. You need not say why, and it has no bad consequence. No picture was kept.',
  'answer.face-route-left.next':
    'Your mobile operator has other ways to check. Go back and choose one.',
  'answer.expired.title': 'The time is over',
  'answer.expired.body':
    'The time for this check has run out. Nothing is kept that counts against you.',
  'answer.expired.next': 'Go back to your mobile operator and ask for a new link.',
  'answer.not-required.title': 'No check is needed',
  'answer.not-required.body':
    'The rule does not ask for your face in this case. No camera was opened, and nothing of you is kept here.',
  'answer.not-required.next': 'Your mobile operator goes on from here. You can close this window.',
  'answer.already-answered.title': 'This check is already over',
  'answer.already-answered.body': 'Your mobile operator has its answer.',
  'answer.already-answered.next': 'Go back to your mobile operator to see what it was.',
  'answer.return': 'Back to {operator}',
  'answer.close': 'You can close this window.',
  'answer.kept':
    'Kept: how it ended, the steps and their times, and the text you agreed to. Not kept: the picture of your card, the pictures of your face.',

  'receipt.title': 'Your receipt',
  'receipt.so-far': 'Get the receipt so far',
  'receipt.asking': 'Waiting for it to be written to the public ledger. That takes about a second.',
  'receipt.there':
    'The public ledger says that the programs for your card and your face have ended, and that what they were shown is gone with them. Whoever has this code can check that. The receipt does not say what the answer was.',
  'receipt.goes-on':
    'If you go on, the code stays the same, and further attempts can be checked with it too. A saved file holds what there was until now.',
  'receipt.late':
    'Not all of it is in the ledger yet. That changes nothing about your answer. Look again in a moment. Where a code is shown, note it down and check it later, or ask your mobile operator for the receipt.',
  'receipt.unreachable':
    'The receipt could not be fetched. That changes nothing about your answer. Look at your connection and try again.',
  'receipt.gone': 'The receipt can no longer be had here. You can ask your mobile operator for it.',
  'receipt.ask-again': 'Look again',
  'receipt.save': 'Save the receipt',
  'receipt.check': 'Check it (new window)',
  'check.title': 'Check a receipt',
  'check.lead':
    'Inside this browser, we check that the receipt of a face check agrees with the public ledger.',
  'check.code': 'Code of the receipt',
  'check.go': 'Check',
  'check.file': 'Choose a saved receipt',
  'check.checking': 'Checking.',
  'check.failed.unknown-code':
    'There is no receipt with this code here. It may be mistyped, or erased. Look at the code again, or choose the file that you saved.',
  'check.failed.too-often': 'That was too often. Please wait a moment and try again.',
  'check.failed.unreachable':
    'The service cannot be reached. Nothing was checked. Look at your connection and try again.',
  'check.failed.not-a-receipt': 'This file is not a receipt. Choose the file that you saved.',
  'check.disproved.title': 'It does not agree',
  'check.disproved.body':
    'Receipt and ledger contradict each other. Either the receipt was changed or the ledger was. Take a picture of this page for your mobile operator or the supervisory authority, and keep the saved receipt.',
  'check.disproved.fault': 'Name of the contradiction: {fault}',
  'check.could-not.title': 'It could not be checked',
  'check.could-not.ledger-unreachable':
    'The public ledger could not be read. Whether it agrees is not known. Please try again in a while.',
  'check.could-not.browser-too-old':
    'This browser cannot verify signatures. Please use another one.',
  'check.could-not.nothing-to-check':
    'There is nothing to check in this receipt. If you know its code, check that.',
  'check.holds.title': 'It agrees with the ledger',
  'check.says.attempt-opened': '{at}: a face check was begun.',
  'check.says.concluded':
    '{at}: it was finished, and both programs that saw card and face are gone. They said {words} words in all, behind {measures} measures of isolation.',
  'check.says.stopped':
    '{at}: it was stopped before there was an answer, and both programs that saw card and face are gone.',
  'check.says.unseen':
    '{at}: the service stopped suddenly. The programs end with it, but nobody saw them end.',
  'check.says.other': '{at}: the ledger says something else.',
  'check.unended':
    'Begun and not ended: {count}. That can be while it is going on or has just ended. If it is still so when you check again in some minutes, tell your mobile operator or the supervisory authority.',
  'check.key': 'The key of the ledger. Compare it with one that you had from somewhere else.',
  'check.meaning.title': 'What it means that they agree',
  'check.meaning.does':
    'The service wrote this to the ledger at that time, and has neither taken it back nor changed it since. No face, name or number is in the ledger, and what the answer was can be read neither there nor in the receipt.',
  'check.meaning.does-not':
    'It does not prove that what was written is true. This page comes from the same service. To check without relying on it, use the audit program bonin-audit, or look at the signatures of witnesses.',

  'again.not-confirmed.title': 'Not confirmed this time',
  'again.not-confirmed.body':
    'We could not be sure that it is the same person. Light, angle or an old portrait can cause this even when it is you.',
  'again.capture-unusable.title': 'The pictures were not good enough',
  'again.capture-unusable.body': 'This does not count. Change the points below and try again.',
  'again.left': 'Attempts left: {left} of {max}',
  'again.tips': 'Try this next time',
  'again.tip.light': 'Face the light',
  'again.tip.bright': 'Make the screen brighter',
  'again.tip.behind': 'Come away from the wall, the pillow or the back of the seat',
  'again.tip.level': 'Hold the phone at eye level',
  'again.tip.glasses': 'Take off glasses that reflect',
  'again.tip.card': 'Photograph the card again, without glare',
  'again.go': 'Try again',
  'again.choose': 'Change how I am checked',
  'again.new-card': 'Start again with the card',
  'again.withdraw': 'Withdraw my consent',

  'interrupted.connection-lost.title': 'Connected again',
  'interrupted.connection-lost.body':
    'The connection was lost in the middle of the check. Nothing was counted.',
  'interrupted.answer-awaited.title': 'Connected again',
  'interrupted.answer-awaited.body':
    'The connection was lost after the capture, and its answer has not come yet. If you go on, new pictures are taken.',
  'interrupted.page-slept.title': 'The capture was broken off',
  'interrupted.page-slept.body':
    'The screen went off or you changed to another app, so the camera was closed. Nothing was counted.',
  'interrupted.stopped.title': 'Stopped',
  'interrupted.stopped.body':
    'The camera is off, and the program that saw your pictures has ended. Nothing was counted.',
  'interrupted.time-over.title': 'The time is over',
  'interrupted.time-over.body': 'Nothing was counted. Start again when you are ready.',
  'interrupted.camera-ended.title': 'The camera went off',
  'interrupted.camera-ended.body':
    'Another app took it, or permission was taken back. Nothing was counted.',
  'interrupted.broken-off.title': 'The check was broken off',
  'interrupted.broken-off.body': 'Nothing was counted. You can start again.',
  'interrupted.go': 'Go on',

  'trouble.camera-refused.title': 'The camera is not allowed',
  'trouble.camera-refused.body':
    'Tap the lock or settings sign in the address bar, allow the camera, then try again. On an iPhone: Settings > Safari > Camera.',
  'trouble.camera-missing.title': 'No camera was found',
  'trouble.camera-missing.body':
    'Copy the link and open it on a phone with a camera, or connect a camera and try again.',
  'trouble.camera-in-use.title': 'Another app is using the camera',
  'trouble.camera-in-use.body': 'Close other apps or windows that use the camera, then try again.',
  'trouble.camera-unsupported.title': 'This browser gives no camera',
  'trouble.camera-unsupported.body':
    'Copy the link and paste it into a browser such as Chrome, Safari or Samsung Internet.',
  'trouble.camera-in-app.title': 'The camera does not open inside an app',
  'trouble.camera-in-app.body':
    'This window was opened inside {app}. Choose “open in browser” in its menu, or copy the link and paste it into Chrome or Safari.',
  'trouble.connection-lost.title': 'The connection is lost',
  'trouble.connection-lost.body':
    'We are getting it back. Nothing was counted, and you will go on where you were.',
  'trouble.answer-awaited.title': 'The connection is lost',
  'trouble.answer-awaited.body':
    'The capture is complete. We are getting the connection back to fetch the answer. Leave this page as it is.',
  'trouble.booths-taken.title': 'Everything is busy just now',
  'trouble.booths-taken.body': 'We will try again by ourselves. Waiting uses up no attempt.',
  'trouble.booths-taken.wait': 'Trying again in {seconds} seconds',
  'trouble.link-missing.title': 'There is no check to open here',
  'trouble.link-missing.body':
    'If you have finished the check, you can close this window. If not, tap the link from your mobile operator again, or scan the QR code again.',
  'trouble.link-invalid.title': 'This link cannot be used',
  'trouble.link-invalid.body':
    'It was cut off, or it is no longer in use. Please ask your mobile operator for a new one.',
  'trouble.already-open.title': 'It is open elsewhere',
  'trouble.already-open.body':
    'The same check is open in another window or on another device. Close it there, then try again here. If you know nothing of it, tell your mobile operator.',
  'trouble.insecure-context.title': 'The connection is not secure',
  'trouble.insecure-context.body':
    'The address must begin with https for camera and encryption to work. Please open the link exactly as you got it.',
  'trouble.server-gone.title': 'The service cannot be reached',
  'trouble.server-gone.body':
    'Check your internet connection and try again. Trying uses up no attempt. If it goes on, use another way of your mobile operator.',
  'trouble.page-outdated.title': 'This page is out of date',
  'trouble.page-outdated.body':
    'The text of the consent has changed. Open the page again to read it as it is now.',
  'trouble.out-of-step.title': 'Something happened out of turn',
  'trouble.out-of-step.body':
    'It may have gone on in another window. Load it again to go on from where it is now.',
  'trouble.offer-not-genuine.title': 'We could not confirm who would receive it',
  'trouble.offer-not-genuine.body':
    'The signature of the receiving program was not right, so nothing was sent. Try again; if it happens again, tell your mobile operator.',
  'trouble.fault.title': 'Something of ours broke',
  'trouble.fault.body':
    'It was not your doing. Please try again; if it happens again, tell your mobile operator.',
  'trouble.correlation': 'Number to give when you ask: {id}',
  'trouble.retry': 'Try again',
  'trouble.reload': 'Open again',
  'trouble.card-instead': 'Back to the card',
  'trouble.copy': 'Copy the link',
  'trouble.copied':
    'Copied. Paste it into the address bar of another browser. So that it opens there, the check was put down here.',
  'trouble.copy-failed': 'It could not be copied. Press and hold the link below to copy it.',

  'app.kakaotalk': 'KakaoTalk',
  'app.naver': 'the Naver app',
  'app.daum': 'the Daum app',
  'app.band': 'BAND',
  'app.line': 'LINE',
  'app.instagram': 'Instagram',
  'app.facebook': 'Facebook',
  'app.threads': 'Threads',
  'app.tiktok': 'TikTok',
  'app.wechat': 'WeChat',
  'app.other': 'another app',
};
