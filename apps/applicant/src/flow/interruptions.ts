/**
 * What comes between: a page that sleeps, a channel that is lost, a time that is over.
 *
 * Here: what follows when nobody pressed anything. Not here: what a person does (`advance-flow.ts`) and what the
 * server says (`server-said.ts`).
 */
import type { Advance, CalmPlace, Flow, Place, TimerName, Trouble } from './flow.ts';
import {
  CAPTURE_ENDED,
  PATIENCE_MS,
  TRIES_MAX,
  askForBoothAgain,
  breakOff,
  cardCameraGone,
  goTo,
  handIn,
  inTrouble,
  rejoin,
  rejoinDelayMs,
  stay,
} from './steps.ts';

export function pageHidden(flow: Flow): Advance {
  const { place } = flow;
  if (place.kind === 'look-at-camera') {
    return breakOff(flow, { kind: 'interrupted', cause: 'page-slept' });
  }
  // Choosing a file hides the page too, so only an open camera is put down.
  if (place.kind === 'hold-document' && place.step === 'framing') {
    return cardCameraGone(flow, 'page-slept');
  }
  return makeWay(flow);
}

/**
 * A registration is open in one window at a time. Whoever has no camera here is on the way to another
 * browser with the same link, which must be let in; retrying here joins again.
 */
export function makeWay(flow: Flow): Advance {
  const { place } = flow;
  if (place.kind !== 'trouble' || place.trouble.kind !== 'camera') return stay(flow);
  if (flow.connection === 'closed') return stay(flow);
  return stay({ ...flow, connection: 'closed', attempt: 'none', abandoning: false }, [
    ...CAPTURE_ENDED,
    { kind: 'clear-timer', timer: 'rejoin' },
    { kind: 'leave-channel' },
  ]);
}

export function channelLost(flow: Flow): Advance {
  if (flow.connection === 'closed') return stay(flow);
  const tries = flow.tries + 1;
  if (tries > TRIES_MAX) {
    const gone: Flow = {
      ...flow,
      connection: 'closed',
      attempt: 'none',
      abandoning: false,
      tries,
    };
    // Whoever has left needs nothing more of us: the registration runs out by itself.
    if (flow.leaving) return stay(gone);
    return inTrouble(gone, { kind: 'server-gone' }, CAPTURE_ENDED);
  }
  const lost: Flow = {
    ...flow,
    connection: 'lost',
    attempt: 'none',
    abandoning: false,
    tries,
  };
  const again = { kind: 'set-timer', timer: 'rejoin', ms: rejoinDelayMs(tries) } as const;
  const ended = [...CAPTURE_ENDED, again];
  const { place } = flow;
  if (place.kind === 'wait-for-answer') return inTrouble(lost, ANSWER_AWAITED, ended);
  const busy =
    place.kind === 'look-at-camera' ||
    (place.kind === 'hold-document' && place.step === 'checking');
  if (busy) {
    const resume = { kind: 'interrupted', cause: 'connection-lost' } as const;
    return inTrouble(lost, { kind: 'connection-lost', resume }, ended);
  }
  if (place.kind === 'consent' && place.sent) {
    const resume = { kind: 'consent', sent: false } as const;
    return inTrouble(lost, { kind: 'connection-lost', resume }, ended);
  }
  if (place.kind === 'trouble' && place.trouble.kind === 'booths-taken') {
    const resume = { kind: 'interrupted', cause: 'connection-lost' } as const;
    return inTrouble(lost, { kind: 'connection-lost', resume }, [
      ...ended,
      { kind: 'clear-timer', timer: 'retry' },
    ]);
  }
  return stay(lost, [again]);
}

export function timerRang(flow: Flow, timer: TimerName): Advance {
  const { place } = flow;
  switch (timer) {
    case 'rejoin':
      if (flow.connection !== 'lost') return stay(flow);
      return stay({ ...flow, connection: 'connecting' }, [
        { kind: 'join' },
        { kind: 'set-timer', timer: 'patience', ms: PATIENCE_MS },
      ]);
    case 'retry':
      if (place.kind !== 'trouble' || place.trouble.kind !== 'booths-taken') return stay(flow);
      return askForBoothAgain(flow);
    case 'countdown':
      if (place.kind !== 'look-at-camera' || place.step !== 'counting-down') return stay(flow);
      return beginCapture(flow);
    case 'guidance':
      if (place.kind !== 'look-at-camera') return stay(flow);
      return goTo(flow, { kind: 'look-at-camera', step: place.step });
    case 'time-limit':
      return timeLimitReached(flow);
    case 'patience':
      return patienceEnded(flow);
  }
}

/** What was asked for while the person got ready is shown from here on. */
function beginCapture(flow: Flow): Advance {
  const { asked } = flow;
  return goTo(flow, { kind: 'look-at-camera', step: 'capturing' }, [
    { kind: 'send-frames' },
    ...(asked === undefined ? [] : [{ kind: 'ask', step: asked.step } as const]),
  ]);
}

function timeLimitReached(flow: Flow): Advance {
  const { place } = flow;
  // What was sent is looked at, rather than thrown away.
  if (place.kind === 'look-at-camera' && place.step === 'capturing') return handIn(flow);
  if (place.kind === 'look-at-camera') {
    return breakOff(flow, { kind: 'interrupted', cause: 'time-over' });
  }
  if (flow.attempt === 'open' && place.kind !== 'wait-for-answer') {
    // In the middle of taking the card again, or of allowing the camera: a new booth is asked for then.
    if (place.kind === 'hold-document' && place.step === 'checking') {
      return breakOff(flow, { kind: 'interrupted', cause: 'time-over' });
    }
    const broken = breakOff(flow, place);
    return stay(
      broken.flow,
      broken.effects.filter((effect) => effect.kind !== 'close-camera'),
    );
  }
  return stay(flow);
}

/** The server has not answered for so long that the channel is taken for dead. */
function patienceEnded(flow: Flow): Advance {
  const { place } = flow;
  if (place.kind === 'opening') {
    return rejoin(flow, { kind: 'trouble', trouble: { kind: 'server-gone' } });
  }
  if (place.kind === 'consent' && place.sent) {
    return rejoin(flow, connectionLost({ kind: 'consent', sent: false }));
  }
  if (place.kind === 'wait-for-answer') {
    return rejoin(flow, { kind: 'trouble', trouble: ANSWER_AWAITED });
  }
  if (place.kind === 'hold-document' && place.step === 'checking') {
    return rejoin(flow, connectionLost({ kind: 'interrupted', cause: 'connection-lost' }));
  }
  // An attempt to come back that nobody answers.
  return flow.connection === 'connecting' ? rejoin(flow, place) : stay(flow);
}

/** The server may conclude such an attempt by itself, so nothing is said here about its being counted. */
const ANSWER_AWAITED = {
  kind: 'connection-lost',
  resume: { kind: 'interrupted', cause: 'answer-awaited' },
} as const satisfies Trouble;

function connectionLost(resume: CalmPlace): Place {
  return { kind: 'trouble', trouble: { kind: 'connection-lost', resume } };
}
