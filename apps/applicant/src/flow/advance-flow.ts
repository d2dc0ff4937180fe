import type { Advance, CameraFailure, Flow, FlowEvent, Surroundings } from './flow.ts';
import { channelLost, makeWay, pageHidden, timerRang } from './interruptions.ts';
import { serverSaid } from './server-said.ts';
import {
  CAPTURE_ENDED,
  COUNTDOWN_MS,
  PATIENCE_MS,
  TIME_LIMIT_MARGIN_MS,
  askForBoothAgain,
  breakOff,
  cardCameraGone,
  chooseCard,
  chooseChallenge,
  goOn,
  goTo,
  inTrouble,
  leavingMessage,
  rejoin,
  requestAttempt,
  showsCamera,
  stay,
  waitForChannel,
} from './steps.ts';

/** Begins: joins the channel where that can work, and otherwise says why it cannot. */
export function beginFlow({ secure, linkPresent, cameraOffered }: Surroundings): Advance {
  const flow: Flow = {
    place: { kind: 'opening' },
    connection: 'closed',
    tries: 0,
    attempt: 'none',
    attempted: false,
    abandoning: false,
    cardHeld: false,
    profile: undefined,
    asked: undefined,
    leaving: false,
    hints: [],
    boothsTaken: 0,
    cameraOffered,
  };
  // Without a secure context there is neither a camera nor anything to seal with.
  if (!secure) return inTrouble(flow, { kind: 'insecure-context' });
  if (!linkPresent) return inTrouble(flow, { kind: 'link-missing' });
  return stay({ ...flow, connection: 'connecting' }, [
    { kind: 'join' },
    { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
  ]);
}

/**
 * The next state and what is to be done. Pure; an event that means nothing where the person is now
 * changes nothing, because buttons, cameras and connections report late.
 */
export function advanceFlow(flow: Flow, event: FlowEvent): Advance {
  return withoutForgottenCamera(flow, decideAdvance(flow, event));
}

/** Whatever a rule says: where the screen no longer shows a camera, it is off, and nothing is sealed. */
function withoutForgottenCamera(before: Flow, { flow, effects }: Advance): Advance {
  const left = showsCamera(before) && !showsCamera(flow);
  if (!left || effects.some(({ kind }) => kind === 'close-camera')) return { flow, effects };
  return { flow, effects: [...effects, { kind: 'close-camera' }] };
}

function decideAdvance(flow: Flow, event: FlowEvent): Advance {
  switch (event.kind) {
    case 'server-said':
      return serverSaid(flow, event.message);
    case 'channel-lost':
      return channelLost(flow);
    case 'timer-rang':
      return timerRang(flow, event.timer);
    case 'page-hidden':
      return pageHidden(flow);
    case 'face-route-declined':
      return faceRouteDeclined(flow, event.chosen);
    case 'consent-withdrawn':
      return consentWithdrawn(flow);
    case 'retry-pressed':
      return retryPressed(flow);
    case 'link-copied':
      return makeWay(flow);
    case 'camera-failed':
      return cameraFailed(flow, event.reason);
    case 'offer-verified':
      return offerVerified(flow);
    case 'offer-rejected':
      return offerRejected(flow);
    default:
      return personActed(flow, event);
  }
}

type PlaceEvent = Exclude<
  FlowEvent,
  {
    kind:
      | 'server-said'
      | 'channel-lost'
      | 'timer-rang'
      | 'page-hidden'
      | 'face-route-declined'
      | 'consent-withdrawn'
      | 'retry-pressed'
      | 'link-copied'
      | 'camera-failed'
      | 'offer-verified'
      | 'offer-rejected';
  }
>;

function personActed(flow: Flow, event: PlaceEvent): Advance {
  switch (flow.place.kind) {
    case 'welcome':
      if (event.kind !== 'face-route-chosen') return stay(flow);
      return goTo(flow, { kind: 'consent', sent: false });
    case 'consent':
      if (event.kind !== 'consent-agreed' || flow.place.sent) return stay(flow);
      if (flow.connection !== 'joined') return waitForChannel(flow, flow.place);
      return goTo(flow, { kind: 'consent', sent: true }, [
        { kind: 'send-consent', locale: event.locale },
        { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
      ]);
    case 'hold-document':
      return atDocument(flow, event);
    case 'choose-challenge':
      return challengeChosen(flow, event);
    case 'look-at-camera':
      return atCamera(flow, event);
    case 'try-again':
    case 'interrupted':
      if (event.kind === 'challenge-choice-wanted') return chooseChallenge(flow);
      if (event.kind === 'went-on') return goOn(flow);
      if (event.kind === 'new-card-wanted') return chooseCard(flow);
      return stay(flow);
    case 'trouble':
      return inCameraTrouble(flow, event);
    default:
      return stay(flow);
  }
}

function atDocument(flow: Flow, event: PlaceEvent): Advance {
  if (flow.place.kind !== 'hold-document') return stay(flow);
  const { step } = flow.place;
  switch (event.kind) {
    case 'card-camera-wanted':
      if (step !== 'choosing') return stay(flow);
      return goTo(flow, { kind: 'hold-document', step: 'framing' }, [{ kind: 'open-card-camera' }]);
    case 'sample-chosen':
      if (step !== 'choosing' || flow.view?.demonstration !== true) return stay(flow);
      return stay(flow, [{ kind: 'load-sample', sampleId: event.sampleId }]);
    case 'card-pictured':
      if (step !== 'choosing' && step !== 'framing') return stay(flow);
      return goTo({ ...flow, cardHeld: true }, { kind: 'hold-document', step: 'reviewing' }, [
        { kind: 'close-camera' },
      ]);
    case 'card-refused':
      if (step !== 'choosing' && step !== 'framing') return stay(flow);
      return goTo(
        flow,
        {
          kind: 'hold-document',
          step: 'choosing',
          problem: { by: 'page', refusal: event.refusal },
        },
        [{ kind: 'close-camera' }],
      );
    case 'camera-ended':
      return step === 'framing' ? cardCameraGone(flow, 'camera-ended') : stay(flow);
    case 'stop-pressed':
    case 'card-retake-wanted':
      if (step === 'framing' || step === 'reviewing') return chooseCard(flow);
      if (step === 'checking' && event.kind === 'stop-pressed') {
        return breakOff(flow, { kind: 'interrupted', cause: 'stopped' });
      }
      return stay(flow);
    case 'card-confirmed':
      if (step !== 'reviewing') return stay(flow);
      if (flow.connection !== 'joined') return waitForChannel(flow, flow.place);
      return requestAttempt(flow);
    default:
      return stay(flow);
  }
}

function challengeChosen(flow: Flow, event: PlaceEvent): Advance {
  if (event.kind !== 'challenge-chosen') return stay(flow);
  const { profile } = event;
  if (flow.view?.challengeProfiles.includes(profile) !== true) return stay(flow);
  const chosen: Flow = { ...flow, profile };
  if (flow.connection !== 'joined') return waitForChannel(chosen, { kind: 'choose-challenge' });
  return requestAttempt(chosen);
}

function atCamera(flow: Flow, event: PlaceEvent): Advance {
  if (flow.place.kind !== 'look-at-camera') return stay(flow);
  const { step } = flow.place;
  switch (event.kind) {
    case 'face-camera-opened':
      if (step !== 'opening-camera') return stay(flow);
      return goTo(flow, { kind: 'look-at-camera', step: 'getting-ready' });
    case 'start-pressed':
      if (step !== 'getting-ready') return stay(flow);
      return goTo(flow, { kind: 'look-at-camera', step: 'counting-down' }, [
        { kind: 'set-timer', timer: 'countdown', ms: COUNTDOWN_MS },
      ]);
    case 'stop-pressed':
      return breakOff(flow, { kind: 'interrupted', cause: 'stopped' });
    case 'camera-ended':
      return breakOff(flow, { kind: 'interrupted', cause: 'camera-ended' });
    default:
      return stay(flow);
  }
}

/** Where a camera cannot be had, the card may come as a file, and a sample may stand in. */
function inCameraTrouble(flow: Flow, event: PlaceEvent): Advance {
  if (flow.place.kind !== 'trouble' || flow.place.trouble.kind !== 'camera') return stay(flow);
  if (event.kind !== 'new-card-wanted' || flow.place.trouble.during === 'welcome') {
    return stay(flow);
  }
  const { flow: calm, effects } = breakOff(flow, flow.place);
  const chosen = chooseCard(calm);
  return { flow: chosen.flow, effects: [...effects, ...chosen.effects] };
}

function cameraFailed(flow: Flow, reason: CameraFailure): Advance {
  const { place } = flow;
  if (place.kind === 'hold-document' && place.step === 'framing') {
    return inTrouble(flow, { kind: 'camera', reason, during: 'hold-document' }, [
      { kind: 'close-camera' },
    ]);
  }
  if (place.kind === 'look-at-camera' && place.step === 'opening-camera') {
    return inTrouble(flow, { kind: 'camera', reason, during: 'look-at-camera' }, [
      { kind: 'close-camera' },
    ]);
  }
  return stay(flow);
}

function offerVerified(flow: Flow): Advance {
  if (flow.attempt !== 'requested') return stay(flow);
  const limit = flow.view?.captureTimeLimitMs ?? 60_000;
  return stay({ ...flow, attempt: 'open', boothsTaken: 0 }, [
    { kind: 'send-card' },
    { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
    { kind: 'set-timer', timer: 'time-limit', ms: Math.max(1_000, limit - TIME_LIMIT_MARGIN_MS) },
  ]);
}

function offerRejected(flow: Flow): Advance {
  if (flow.attempt !== 'requested') return stay(flow);
  const broken = breakOff(flow, flow.place);
  return inTrouble(broken.flow, { kind: 'offer-not-genuine' }, broken.effects);
}

/** Leaving is said at once where there is a channel, and as soon as there is one again elsewhere. */
function faceRouteDeclined(flow: Flow, chosen?: string): Advance {
  if (flow.place.kind === 'answer' || flow.leaving) return stay(flow);
  if (flow.view === undefined) return stay(flow);
  const place: Flow['place'] = {
    kind: 'answer',
    answer: { kind: 'refused', ground: 'face-route-left' },
  };
  const flowLeft: Flow = {
    ...flow,
    place,
    attempt: 'none',
    abandoning: false,
    cardHeld: false,
    leaving: true,
    ...(chosen === undefined ? {} : { chosenRoute: chosen }),
  };
  const putDown = [...CAPTURE_ENDED, { kind: 'erase-card' }] as const;
  switch (flow.connection) {
    case 'joined':
      return stay(flowLeft, [...putDown, { kind: 'send', message: leavingMessage(flowLeft) }]);
    case 'closed':
      return stay({ ...flowLeft, connection: 'connecting', tries: 0 }, [
        ...putDown,
        { kind: 'join' },
      ]);
    default:
      return stay(flowLeft, putDown);
  }
}

function consentWithdrawn(flow: Flow): Advance {
  const { place } = flow;
  const withdrawable =
    place.kind === 'hold-document' ||
    place.kind === 'choose-challenge' ||
    place.kind === 'interrupted' ||
    place.kind === 'try-again';
  if (!withdrawable) return stay(flow);
  if (flow.connection !== 'joined') return waitForChannel(flow, place);
  return {
    flow: { ...flow, place: { kind: 'opening' }, attempt: 'none', cardHeld: false },
    effects: [
      ...CAPTURE_ENDED,
      { kind: 'erase-card' },
      { kind: 'send', message: { kind: 'consent-withdrawn' } },
      { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
    ],
  };
}

function retryPressed(flow: Flow): Advance {
  if (flow.place.kind !== 'trouble') return stay(flow);
  const { trouble } = flow.place;
  switch (trouble.kind) {
    case 'camera':
      if (flow.connection === 'closed') return rejoin(flow, { kind: 'opening' });
      return retryCamera(flow, trouble.during);
    case 'connection-lost':
      return rejoin(flow, flow.place);
    case 'booths-taken':
      return askForBoothAgain(flow);
    case 'offer-not-genuine':
      return rejoin(flow, { kind: 'opening' });
    case 'insecure-context':
    case 'link-missing':
      return stay(flow);
    default:
      return rejoin(flow, { kind: 'opening' });
  }
}

function retryCamera(flow: Flow, during: 'hold-document' | 'look-at-camera' | 'welcome'): Advance {
  if (during === 'welcome') return goTo(flow, { kind: 'welcome' });
  if (during === 'hold-document') {
    return goTo(flow, { kind: 'hold-document', step: 'framing' }, [{ kind: 'open-card-camera' }]);
  }
  if (flow.attempt !== 'open') return goOn(flow);
  return goTo(flow, { kind: 'look-at-camera', step: 'opening-camera' }, [
    { kind: 'open-face-camera' },
  ]);
}
