import type { BoothSymbol } from '@bonin/core';
import type { CaptureView, Problem, ServerMessage } from '@bonin/protocol/channel';
import { challengeOver, challengeStep } from './challenge-said.ts';
import { isCorrection, type Correction } from './correction.ts';
import type { Advance, CalmPlace, Flow } from './flow.ts';
import {
  CAPTURE_ENDED,
  GUIDANCE_MS,
  TRIES_MAX,
  boothDelayMs,
  breakOff,
  finish,
  finishAs,
  goTo,
  handIn,
  inTrouble,
  isCapturing,
  isChallenged,
  isFinal,
  leavingMessage,
  rejoinDelayMs,
  stay,
} from './steps.ts';

/** What follows from a message of the server. */
export function serverSaid(flow: Flow, message: ServerMessage): Advance {
  if (flow.connection === 'closed') return stay(flow);
  switch (message.kind) {
    case 'registration-loaded':
      return registrationLoaded(flow, message.view);
    case 'booth-offered': {
      const attempted: Flow = { ...flow, attempted: true };
      // The server answers in order: until it has said that the old attempt is over, this is its booth.
      if (flow.attempt !== 'requested' || flow.abandoning) return stay(attempted);
      return stay(attempted, [{ kind: 'verify-offer', offer: message.offer }]);
    }
    case 'guidance-given':
      return guidanceGiven(flow, message.symbol);
    case 'challenge-step':
      return challengeStep(flow, message);
    case 'challenge-over':
      return challengeOver(flow);
    case 'attempt-decided':
      if (isFinal(message.view)) return finishAs(flow, message.view);
      if (message.view.state === 'awaiting-consent') return registrationLoaded(flow, message.view);
      // An accepted attempt approves its registration; a view that says otherwise is not believed.
      if (message.outcome === 'accepted') return inTrouble(flow, { kind: 'out-of-step' });
      return attemptDecided(flow, message.outcome, message.view);
    case 'attempt-abandoned':
      return attemptAbandoned(flow, message.view);
    case 'refused':
      return refused(flow, message.problem);
  }
}

function registrationLoaded(flow: Flow, view: CaptureView): Advance {
  if (isFinal(view)) return finishAs(flow, view);
  const joined: Flow = { ...flow, view, connection: 'joined', tries: 0 };
  if (flow.leaving) {
    return stay(joined, [{ kind: 'send', message: leavingMessage(flow) }]);
  }
  const place = placeAfterLoading(flow, view);
  if (place === flow.place) return stay(joined);
  if (view.state !== 'awaiting-consent') {
    return goTo(joined, place, [{ kind: 'clear-timer', timer: 'patience' }]);
  }
  // Without consent nothing of a face may be held.
  return goTo({ ...joined, attempt: 'none', cardHeld: false }, place, [
    ...CAPTURE_ENDED,
    { kind: 'erase-card' },
  ]);
}

function placeAfterLoading(flow: Flow, view: CaptureView): Flow['place'] {
  const { place } = flow;
  if (view.state === 'awaiting-consent') return placeBeforeConsent(flow, view);

  const counted = flow.view !== undefined && view.attemptsLeft < flow.view.attemptsLeft;
  // The answer came while the channel was gone.
  if (counted) return { kind: 'try-again', outcome: 'not-confirmed' };
  if (place.kind === 'trouble' && place.trouble.kind === 'connection-lost') {
    return afterConsent(flow, resumed(place.trouble.resume, view));
  }
  if (place.kind === 'trouble' && place.trouble.kind === 'camera') return place;
  if (place.kind === 'trouble') return atCard(flow);
  return afterConsent(flow, place);
}

/** That nothing was counted is promised only where the server says that nothing is running any more. */
function resumed(resume: CalmPlace, { state }: CaptureView): CalmPlace {
  const isOver =
    resume.kind === 'interrupted' &&
    resume.cause === 'answer-awaited' &&
    state === 'awaiting-capture';
  return isOver ? { kind: 'interrupted', cause: 'broken-off' } : resume;
}

function afterConsent(flow: Flow, place: CalmPlace): CalmPlace {
  const before = place.kind === 'opening' || place.kind === 'welcome' || place.kind === 'consent';
  return before ? atCard(flow) : place;
}

/** A picture that is still in memory is shown, to be used or taken again. */
function atCard({ cardHeld }: Flow): CalmPlace {
  return { kind: 'hold-document', step: cardHeld ? 'reviewing' : 'choosing' };
}

function placeBeforeConsent(flow: Flow, view: CaptureView): Flow['place'] {
  const { place } = flow;
  if (place.kind === 'welcome' || place.kind === 'consent') return place;
  if (place.kind === 'trouble' && place.trouble.kind === 'connection-lost') {
    if (place.trouble.resume.kind === 'consent') return place.trouble.resume;
  }
  if (!flow.cameraOffered && !view.demonstration) {
    const trouble = { kind: 'camera', reason: 'unsupported', during: 'welcome' } as const;
    return { kind: 'trouble', trouble };
  }
  return { kind: 'welcome' };
}

function guidanceGiven(flow: Flow, symbol: BoothSymbol): Advance {
  const { place } = flow;
  if (place.kind === 'hold-document' && place.step === 'checking') {
    if (symbol === 'reference-acquired') {
      return goTo(flow, { kind: 'look-at-camera', step: 'opening-camera' }, [
        { kind: 'clear-timer', timer: 'patience' },
        { kind: 'open-face-camera' },
      ]);
    }
    if (!isCorrection(symbol)) return stay(flow);
    // The booth ends with this word: the card is taken again for another one.
    return goTo(
      { ...flow, attempt: 'none', cardHeld: false },
      { kind: 'hold-document', step: 'choosing', problem: { by: 'booth', symbol } },
      [...CAPTURE_ENDED, { kind: 'erase-card' }],
    );
  }
  if (place.kind === 'wait-for-answer' && isCorrection(symbol)) {
    return stay({ ...flow, hints: withHint(flow, symbol) });
  }
  if (place.kind !== 'look-at-camera' || place.step !== 'capturing') return stay(flow);
  if (symbol === 'capture-sufficient') return handIn(flow);
  if (!isCorrection(symbol)) return stay(flow);
  return goTo({ ...flow, hints: withHint(flow, symbol) }, { ...place, guidance: symbol }, [
    { kind: 'set-timer', timer: 'guidance', ms: GUIDANCE_MS },
  ]);
}

function attemptDecided(
  flow: Flow,
  outcome: 'not-confirmed' | 'capture-unusable',
  view: CaptureView,
): Advance {
  // It does not count, and the person has gone on: what was wrong with the card was said before.
  if (outcome === 'capture-unusable' && !isCapturing(flow)) {
    return stay({ ...flow, view, attempt: stillRequested(flow), abandoning: false });
  }
  // The next attempt may be asked for already; its booth is not wanted before the person has read this.
  const asked: Flow = { ...flow, view, attempt: stillRequested(flow), abandoning: false };
  return breakOff(asked, { kind: 'try-again', outcome });
}

/** What ends is the attempt that was open. One that was asked for since then is still on its way. */
function stillRequested({ attempt }: Flow): 'none' | 'requested' {
  return attempt === 'requested' ? 'requested' : 'none';
}

function withHint({ hints }: Flow, symbol: Correction): Flow['hints'] {
  return hints.includes(symbol) ? hints : [...hints, symbol];
}

function attemptAbandoned(flow: Flow, view: CaptureView): Advance {
  if (isFinal(view)) return finishAs(flow, view);
  if (view.state === 'awaiting-consent') return registrationLoaded(flow, view);
  const ended: Flow = { ...flow, view, attempt: stillRequested(flow), abandoning: false };
  // Otherwise it is the echo of what the applicant broke off, or the card is being taken again.
  if (!isCapturing(flow)) return stay(ended);
  return goTo(ended, { kind: 'interrupted', cause: 'broken-off' }, CAPTURE_ENDED);
}

/** Words of the server that it could not do what was asked, by code. */
function refused(flow: Flow, { code, correlationId }: Problem): Advance {
  switch (code) {
    case 'REGISTRATION_EXPIRED':
      return finish(flow, { kind: 'answer', answer: { kind: 'expired' } });
    case 'REGISTRATION_FINISHED':
      if (flow.leaving) return finish(flow, LEFT);
      return finish(flow, { kind: 'answer', answer: { kind: 'already-answered' } });
    case 'CAPTURE_TOKEN_INVALID':
      return closed(flow, { kind: 'link-invalid' });
    case 'CAPTURE_ALREADY_OPEN':
      return alreadyOpen(flow);
    case 'BOOTHS_EXHAUSTED':
      // Said to the request that was broken off.
      return flow.abandoning ? stay(flow) : boothsTaken(flow);
    // The booth of the attempt before is still ending.
    case 'ATTEMPT_ALREADY_OPEN':
    case 'NOT_READY':
    case 'TOO_MANY_REQUESTS':
      return boothsTaken(flow);
    case 'CONSENT_REQUIRED': {
      const broken = breakOff(flow, { kind: 'consent', sent: false });
      return { ...broken, flow: { ...broken.flow, attempt: 'none' } };
    }
    case 'CHALLENGE_NOT_OFFERED':
      return notOffered(flow);
    case 'CONSENT_TEXT_UNKNOWN':
      return closed(flow, { kind: 'page-outdated' });
    case 'CAPTURE_OVER':
    case 'FRAME_BEFORE_ATTEMPT':
      // A picture that was under way when the capture ended.
      if (flow.attempt === 'none' || flow.abandoning || flow.place.kind === 'wait-for-answer') {
        return stay(flow);
      }
      return closed(flow, { kind: 'out-of-step' });
    case 'EVENT_NOT_ALLOWED':
    case 'REGISTRATION_OVERTAKEN':
    case 'ATTEMPT_OVERTAKEN':
      // Broken off here at the moment in which it ended there: there is nothing to be out of step with.
      if (flow.abandoning) return stay({ ...flow, abandoning: false });
      if (!isAwaitingServer(flow)) return stay(flow);
      return closed(flow, { kind: 'out-of-step' });
    default:
      return closed(flow, {
        kind: 'fault',
        ...(correlationId === undefined ? {} : { correlationId }),
      });
  }
}

/** The kind that was chosen is not to be had: another one is chosen. */
function notOffered(flow: Flow): Advance {
  if (flow.attempt !== 'requested' || flow.abandoning) return stay(flow);
  if (!isChallenged(flow)) return closed(flow, { kind: 'out-of-step' });
  const unchosen: Flow = { ...flow, attempt: 'none', profile: undefined };
  return goTo(unchosen, { kind: 'choose-challenge' }, CAPTURE_ENDED);
}

function isAwaitingServer({ place, attempt, leaving }: Flow): boolean {
  if (leaving || attempt !== 'none') return true;
  return place.kind === 'opening' || (place.kind === 'consent' && place.sent);
}

const LEFT = {
  kind: 'answer',
  answer: { kind: 'refused', ground: 'face-route-left' },
} as const satisfies CalmPlace;

function closed(flow: Flow, trouble: Parameters<typeof inTrouble>[1]): Advance {
  // Whoever leaves is not held up by a fault of ours.
  if (flow.leaving) return finish(flow, LEFT);
  const left: Flow = { ...flow, connection: 'closed', attempt: 'none', abandoning: false };
  return inTrouble(left, trouble, [...CAPTURE_ENDED, { kind: 'leave-channel' }]);
}

/**
 * After a lost connection the server may for a while still hold the old one to be open; so somebody
 * who comes back is not told that they are elsewhere, but tries again.
 */
function alreadyOpen(flow: Flow): Advance {
  const comingBack = flow.view !== undefined && flow.tries > 0 && flow.tries < TRIES_MAX;
  return comingBack ? joinLater(flow) : closed(flow, { kind: 'already-open' });
}

/** The server is there and cannot take us in yet. */
function joinLater(flow: Flow): Advance {
  const tries = flow.tries + 1;
  if (tries > TRIES_MAX) return closed(flow, { kind: 'server-gone' });
  return stay({ ...flow, connection: 'lost', abandoning: false, tries }, [
    { kind: 'leave-channel' },
    { kind: 'set-timer', timer: 'rejoin', ms: rejoinDelayMs(tries) },
  ]);
}

function boothsTaken(flow: Flow): Advance {
  if (flow.attempt === 'none') return joinLater(flow);
  const times = flow.boothsTaken + 1;
  const waitMs = boothDelayMs(times);
  return inTrouble(
    { ...flow, attempt: 'none', boothsTaken: times },
    { kind: 'booths-taken', waitMs },
    [...CAPTURE_ENDED, { kind: 'set-timer', timer: 'retry', ms: waitMs }],
  );
}
