/**
 * One applicant's capture of one registration, from joining to leaving.
 *
 * Here: what a device may do when, and which act it leads to. Not here: sockets (capture-door), rules
 * (core), what a booth sees. Images pass through as ciphertext and are not looked into.
 */
import {
  RegistrationError,
  isFinished,
  parseRouteId,
  type AbandonmentGround,
  type ChallengeProfile,
  type ChallengeProfilePolicy,
  type Registration,
} from '@bonin/core';
import type { DeviceMessage, ServerMessage } from '@bonin/protocol';
import { keyToText, parseChunk, SealingError } from '@bonin/sealing';
import { randomInt } from 'node:crypto';
import { StorageError } from '@bonin/storage';
import {
  abandonAttempt,
  concludeAttempt,
  faceTermsFor,
  giveConsent,
  leaveFaceRoute,
  openAttempt,
  withdrawConsent,
  type BoothEnding,
  type BoothPair,
  type OpenedAttempt,
} from '@bonin/workflows';
import { presentProblem } from '../http/problem.ts';
import { Refusal } from '../http/refusal.ts';
import { faultFields } from '../observability/log.ts';
import type { Service } from '../service.ts';
import { inTurn } from './in-turn.ts';
import { presentOutcome, presentView, profilesFor } from './present-view.ts';
import { runAttempt, type RunningAttempt } from './running-attempt.ts';

/** How long to wait before each further try to record how an attempt ended. */
const STORAGE_PAUSES_MS = [100, 400, 1_500] as const;

/**
 * After the last chunk “not confirmed” is told after so long or a multiple of it, so that its moment says nothing of what
 * was found. Examinations take a third of it (docs/performance).
 */
const NOT_CONFIRMED_EVERY_MS = 1_500;

export interface CaptureSession {
  /** @throws {CodedError} when the message cannot be acted on; the session goes on */
  take(message: DeviceMessage): Promise<void>;
  /** Passes a sealed chunk on. @throws {CodedError} as `take` */
  takeChunk(chunk: Uint8Array): Promise<void>;
  /** Sends the registration as it stands. */
  sendView(): void;
  /**
   * Nobody is listening any more. An attempt whose capture is complete is still concluded; any other is
   * abandoned. Resolves when nothing is running.
   */
  leave(ground: AbandonmentGround): Promise<void>;
}

export interface SessionOwner {
  readonly registration: Registration;
  readonly mobileOperatorName: string;
  readonly correlationId: string;
  readonly send: (message: ServerMessage) => void;
  /** Called when booths are about to be offered, and when what became of its attempt is settled. */
  readonly attemptRuns: (doesRun: boolean) => void;
}

export function openSession(service: Service, owner: SessionOwner): CaptureSession {
  const { registrations } = service.storage;
  const ports = { ...service, registrations };
  const { send, correlationId, mobileOperatorName } = owner;
  const { tenantId } = owner.registration;
  const stepInTurn = inTurn();
  let current = owner.registration;
  let running: RunningAttempt | undefined;
  let hadAttempt = false;
  let hasLeft = false;
  const left = Promise.withResolvers<undefined>();

  const view = () => presentView(service, current, mobileOperatorName);
  const sendView = () => {
    send({ kind: 'registration-loaded', view: view() });
  };

  /** One step after the other; when somebody else was first, the device learns how things stand. */
  const step = (act: (from: Registration) => Promise<Registration>): Promise<void> =>
    stepInTurn(async () => {
      try {
        current = await act(current);
      } catch (error) {
        if (isOvertaken(error)) {
          await reload();
          sendView();
        }
        throw error;
      }
    });

  const reload = async (): Promise<void> => {
    current = (await registrations.loadForCapture(current.id)) ?? current;
  };

  const requestAttempt = async (profile: ChallengeProfile): Promise<void> => {
    if (running !== undefined) throw new Refusal('ATTEMPT_ALREADY_OPEN');
    if (isFinished(current.state)) throw new Refusal('REGISTRATION_FINISHED');
    if (current.state.kind === 'awaiting-consent') throw new Refusal('CONSENT_REQUIRED');
    const { challenges } = service.policies.version(current.policy);
    const allowed = faceTermsFor(service.policies, current)?.profiles;
    const offered = profilesFor(current.channel, challenges, allowed);
    if (challenges !== undefined && !offered.includes(profile)) {
      throw new Refusal('CHALLENGE_NOT_OFFERED');
    }
    // Taken before anything is recorded: when there is none, nothing has been counted.
    const booths = await service.booths.take();
    if (booths === undefined) {
      service.metrics.boothsExhausted.inc();
      service.log('warn', 'booths-exhausted', { correlationId, tenantId });
      throw new Refusal('BOOTHS_EXHAUSTED');
    }
    try {
      let opened: OpenedAttempt | undefined;
      await step(async (from) => {
        const outcome = await openAttempt(ports, from);
        opened = outcome.kind === 'opened' ? outcome.attempt : undefined;
        return outcome.registration;
      });
      if (opened === undefined) {
        await booths.end('withdrawn');
        sendView();
      } else {
        await begin(booths, opened, opened.policy.challenges?.[profile]);
      }
    } catch (error) {
      await booths.end('booth-fault');
      throw error;
    }
  };

  const begin = async (
    booths: BoothPair,
    opened: OpenedAttempt,
    challenge: ChallengeProfilePolicy | undefined,
  ): Promise<void> => {
    const bound = {
      registrationId: current.id,
      attemptId: opened.attemptId,
      challenge: opened.challenge,
      buildDigest: service.buildDigest,
    };
    const offer = await service.offers.sign(
      {
        ...bound,
        readerKey: keyToText(booths.keys.reader),
        matcherKey: keyToText(booths.keys.matcher),
      },
      opened.challengedAt + opened.policy.attempts.challengeLifetime,
    );
    const facePolicy =
      challenge === undefined
        ? opened.policy.face
        : { ...opened.policy.face, challenge: challenge.evidence };
    booths.begin({ bound, facePolicy });
    service.log('info', 'attempt-opened', { correlationId, tenantId });
    const attempt = runAttempt(
      booths,
      opened,
      service.ticks,
      {
        guidanceGiven: (symbol) => {
          send({ kind: 'guidance-given', symbol });
        },
        stepReleased: ({ place, of, again, step }) => {
          send({ kind: 'challenge-step', place, of, again, step });
        },
        challengeOver: (answered) => {
          send({ kind: 'challenge-over', answered });
        },
        boothsEnded: (ending) => settle(attempt, ending),
      },
      challenge && { outline: challenge.outline, draw: randomInt },
    );
    running = attempt;
    hadAttempt = true;
    owner.attemptRuns(true);
    if (hasLeft) void attempt.end('connection-lost');
    else send({ kind: 'booth-offered', offer });
  };

  const settle = async (attempt: RunningAttempt, ending: BoothEnding): Promise<void> => {
    try {
      await stepInTurn(async () => {
        let message: ServerMessage;
        try {
          message = await record(attempt, ending);
          if (isNotConfirmed(message)) await untilToldAlike(attempt.lastDeliveredAt);
        } finally {
          running = undefined;
          owner.attemptRuns(false);
        }
        send(message);
      });
    } catch (error) {
      if (!(error instanceof RegistrationError)) {
        service.log('error', 'capture-failed', { correlationId, ...faultFields(error) });
      }
      send({ kind: 'refused', problem: presentProblem(error, correlationId) });
      await reload().catch(() => undefined);
      sendView();
    }
  };

  const record = async (attempt: RunningAttempt, ending: BoothEnding): Promise<ServerMessage> => {
    const { opened, booths, lastDeliveredAt, symbolsSaid } = attempt;
    const { isolation } = booths;
    if (ending.kind === 'stopped') {
      const { ground } = ending;
      current = await persistently(() =>
        abandonAttempt(ports, current, { attempt: opened, ground, isolation, symbolsSaid }),
      );
      service.metrics.attemptsAbandoned.inc({ ground });
      service.log('info', 'attempt-abandoned', { correlationId, tenantId, ground });
      return { kind: 'attempt-abandoned', view: view() };
    }
    const { verdict } = ending;
    const { decision, registration } = await persistently(() =>
      concludeAttempt(ports, current, { attempt: opened, verdict, isolation, symbolsSaid }),
    );
    current = registration;
    service.metrics.attemptsDecided.inc({ decision: decision.kind });
    if (lastDeliveredAt !== undefined) {
      service.metrics.answerSeconds.observe((service.ticks() - lastDeliveredAt) / 1000);
    }
    service.log('info', 'attempt-decided', { correlationId, tenantId, outcome: decision.kind });
    return { kind: 'attempt-decided', outcome: presentOutcome(decision), view: view() };
  };

  /** Whatever was found, and however long it took to find: “not confirmed” is told at one of few moments. */
  const untilToldAlike = async (lastDeliveredAt: number | undefined): Promise<void> => {
    if (lastDeliveredAt === undefined || hasLeft) return;
    const since = service.ticks() - lastDeliveredAt;
    const waitMs = Math.ceil(since / NOT_CONFIRMED_EVERY_MS) * NOT_CONFIRMED_EVERY_MS - since;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, waitMs)), left.promise]);
  };

  /** Tries once more from the newest version; the state machine refuses what is no longer possible. */
  const againIfOvertaken = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      await reload();
      return act();
    }
  };

  /** A verdict exists once, in this process; it must not be lost because the database is away for a moment. */
  const persistently = async <T>(act: () => Promise<T>): Promise<T> => {
    for (const pauseMs of STORAGE_PAUSES_MS) {
      try {
        return await againIfOvertaken(act);
      } catch (error) {
        if (!isStorageFailure(error)) throw error;
        service.log('warn', 'storage-retried', { correlationId, ...faultFields(error) });
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    return againIfOvertaken(act);
  };

  return {
    sendView,
    take: async (message) => {
      switch (message.kind) {
        case 'capture-joined':
          throw new Refusal('EVENT_NOT_ALLOWED');
        case 'consent-given':
          await step((from) => giveConsent(ports, from, message.consentTextDigest));
          sendView();
          return;
        case 'consent-withdrawn':
          await running?.end('withdrawn');
          await step((from) => withdrawConsent(ports, from));
          sendView();
          return;
        case 'attempt-requested':
          await requestAttempt(message.profile ?? 'ordinary');
          return;
        case 'attempt-abandoned':
          if (running === undefined) throw new Refusal('EVENT_NOT_ALLOWED');
          if (running.lastDeliveredAt !== undefined) throw new Refusal('CAPTURE_OVER');
          await running.end('withdrawn');
          return;
        case 'face-route-left':
          await running?.end('withdrawn');
          await step((from) =>
            leaveFaceRoute(
              ports,
              from,
              message.chosen === undefined ? undefined : parseRouteId(message.chosen),
            ),
          );
          sendView();
          return;
      }
    },
    takeChunk: async (chunk) => {
      if (isFinished(current.state)) throw new Refusal('REGISTRATION_FINISHED');
      if (current.state.kind === 'awaiting-consent') throw new Refusal('CONSENT_REQUIRED');
      const isLast = endsCapture(chunk);
      if (running === undefined) {
        throw new Refusal(hadAttempt ? 'CAPTURE_OVER' : 'FRAME_BEFORE_ATTEMPT');
      }
      if (running.lastDeliveredAt !== undefined) throw new Refusal('CAPTURE_OVER');
      await running.deliver(chunk, isLast);
    },
    leave: async (ground) => {
      hasLeft = true;
      left.resolve(undefined);
      const attempt = running;
      if (attempt === undefined) return;
      const isComplete = attempt.lastDeliveredAt !== undefined;
      if (isComplete && ground === 'connection-lost') await attempt.settled;
      else await attempt.end(ground);
    },
  };
}

function isNotConfirmed(message: ServerMessage): boolean {
  return message.kind === 'attempt-decided' && message.outcome === 'not-confirmed';
}

/** Whether nothing follows. Reads the plaintext header, and nothing behind it. */
function endsCapture(chunk: Uint8Array): boolean {
  try {
    const { kind, last } = parseChunk(chunk);
    // A card is the last that its reader gets, and the first of the capture.
    return last && kind !== 'card';
  } catch (error) {
    if (error instanceof SealingError) throw new Refusal('MESSAGE_MALFORMED');
    throw error;
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof RegistrationError && error.code === 'REGISTRATION_OVERTAKEN';
}

function isStorageFailure(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'STORAGE_FAILED';
}
