import {
  decideProbe,
  probeDisturbance,
  type BoothSymbol,
  type ChallengeFindings,
  type ChallengeStep,
  type FacePolicy,
  type GuidanceSymbol,
  type ModelId,
  type ProbeFindings,
} from '@bonin/core';
import {
  encodeSealInfo,
  openPortrait,
  openUnsealer,
  SealingError,
  type BoothKey,
  type SealInfo,
} from '@bonin/sealing';
import { BoothError } from '../../booth-error.ts';
import type { PipeMessage } from '../../pipe.ts';
import { decodeHandOver, type ReaderFinding } from '../../hand-over.ts';
import { PipeClosed, PolicyUnsuitable } from '../run-booth.ts';
import { parseTerms } from '../terms.ts';
import { openIntake, type Intake } from './intake.ts';
import { openKeptFrames, type KeptFrames } from './kept-frames.ts';
import { CHALLENGE_GUIDANCE_MAX, openSpeech, type Speech } from './speech.ts';

/** What a matcher needs of an engine; what a reference or a frame consists of is the engine's business. */
export interface MatcherEngine<Reference, Frame> {
  readonly recognitionModel: ModelId;
  readonly padModel: ModelId;
  /** @param portrait - as the reader's engine has written it */
  acquireReference(
    portrait: Uint8Array,
    policy: FacePolicy,
  ): Promise<
    | { readonly kind: 'acquired'; readonly reference: Reference }
    | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol }
  >;
  acquireProbeFrame(
    image: Uint8Array,
    policy: FacePolicy,
  ): Promise<
    | { readonly kind: 'acquired'; readonly frame: Frame }
    | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol }
  >;
  examine(
    reference: Reference,
    frames: readonly Frame[],
    policy: FacePolicy,
    challenge?: ChallengeFindings,
  ): Promise<ProbeFindings>;
  openLive(policy: FacePolicy): MatcherLive<Frame>;
}

/** One capture that answers a challenge, as a matcher needs it of an engine. */
export interface MatcherLive<Frame> {
  release(step: ChallengeStep, atMs: number): void;
  take(
    image: Uint8Array,
    times: { readonly takenAtMs: number; readonly arrivedAtMs: number },
  ): Promise<
    | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol }
    | { readonly kind: 'taken'; readonly stepDone: boolean }
  >;
  views(): readonly Frame[];
  findings(): ChallengeFindings;
  hindrance(): GuidanceSymbol | undefined;
}

export interface ServeAttempt<Reference, Frame> {
  readonly engine: MatcherEngine<Reference, Frame>;
  readonly key: BoothKey;
  readonly messages: AsyncIterator<PipeMessage, void>;
  /** What the reader hands over, sealed. */
  readonly handedOver: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly say: (symbol: BoothSymbol) => void;
  readonly nowMs: () => number;
}

/**
 * Serves the one attempt of a matcher booth: portrait, frames, verdict. Returns when the verdict is said.
 *
 * Personal data: the portrait, the frames and the features drawn from them. They stay in this process
 * and are erased by its end.
 *
 * @throws {SealingError} when the capture is refused
 * @throws {PolicyUnsuitable} before anything is opened
 * @throws {PipeClosed} when the parent goes away
 */
export async function serveAttempt<Reference, Frame>(
  attempt: ServeAttempt<Reference, Frame>,
): Promise<void> {
  const { key, messages, nowMs, say } = attempt;
  const opening = await messages.next();
  if (opening.done === true) throw new PipeClosed();
  const { bound, facePolicy } = parseTerms(opening.value.body, key.publicKey);
  const { recognitionModel, padModel } = attempt.engine;
  const { comparison, pad } = facePolicy;
  if (comparison.scale !== recognitionModel || pad.scale !== padModel) throw new PolicyUnsuitable();
  const unsealer = openUnsealer(key, encodeSealInfo(bound, 'face'));
  const finding = openFinding(attempt, bound);
  const intake = openIntake(messages, unsealer, finding, nowMs);
  const examined =
    facePolicy.challenge === undefined
      ? examine(attempt.engine, intake, facePolicy, openSpeech(say))
      : examineChallenge(
          attempt.engine,
          intake,
          facePolicy,
          openSpeech(say, CHALLENGE_GUIDANCE_MAX),
        );
  await Promise.race([intake.broken, examined]);
}

/** What the reader hands over, opened: nobody but this attempt's reader can have sealed it. */
async function openFinding<Reference, Frame>(
  { key, handedOver }: ServeAttempt<Reference, Frame>,
  bound: SealInfo,
): Promise<ReaderFinding> {
  const sealed = await handedOver();
  try {
    return decodeHandOver(await openPortrait(sealed, key, bound));
  } catch {
    // Not the applicant's doing: no capture can bring it about.
    throw new BoothError('HAND_OVER_MALFORMED');
  }
}

/** The reference of the portrait that the reader handed over; `undefined` when it could not be one, and that was the last word. */
async function acquireCard<Reference, Frame>(
  engine: MatcherEngine<Reference, Frame>,
  intake: Intake,
  policy: FacePolicy,
  speech: Speech,
): Promise<{ readonly value: Reference } | undefined> {
  const found = await intake.finding;
  const card =
    found.kind === 'read' ? await engine.acquireReference(found.portrait, policy) : found;
  if (card.kind === 'refused') {
    speech.conclude('capture-unusable', card.guidance);
    return undefined;
  }
  speech.referenceAcquired();
  return { value: card.reference };
}

async function examine<Reference, Frame>(
  engine: MatcherEngine<Reference, Frame>,
  intake: Intake,
  policy: FacePolicy,
  speech: Speech,
): Promise<void> {
  const reference = await acquireCard(engine, intake, policy, speech);
  if (reference === undefined) return;

  const { kept, mainReason } = await collectFrames(engine, intake, policy, speech);
  if (!kept.isEnough()) {
    speech.conclude('capture-unusable', mainReason);
    return;
  }
  const findings = await engine.examine(reference.value, kept.frames(), policy);
  speech.conclude(decideProbe(findings, policy));
}

/**
 * Follows a capture through its challenge, step by step as they are released, until it ends.
 *
 * A challenge that was not answered to its end is decided all the same: as what could not be told. Only where the step
 * that was not answered could not be seen, since most of its pictures were not good enough, is the capture unusable.
 */
async function examineChallenge<Reference, Frame>(
  engine: MatcherEngine<Reference, Frame>,
  intake: Intake,
  policy: FacePolicy,
  speech: Speech,
): Promise<void> {
  const reference = await acquireCard(engine, intake, policy, speech);
  if (reference === undefined) return;

  const live = engine.openLive(policy);
  let hasSeenFace = false;
  for (;;) {
    const waiting = await intake.frames.next();
    if (waiting === undefined) break;
    if (waiting.kind === 'step') {
      live.release(waiting.step, waiting.atMs);
      continue;
    }
    const { image, arrivedAtMs, takenAtMs } = waiting;
    // Without a time of its own a frame cannot be held against the colours.
    if (takenAtMs === undefined) throw new SealingError('CHUNK_MALFORMED', { part: 'kind' });
    const taken = await live.take(image, { takenAtMs, arrivedAtMs });
    if (taken.kind === 'refused') {
      speech.frameRefused(taken.guidance, arrivedAtMs);
      continue;
    }
    hasSeenFace = true;
    speech.frameAcquired(arrivedAtMs);
    if (taken.stepDone) speech.stepDone();
  }
  const hindrance = live.hindrance();
  if (hindrance !== undefined || !hasSeenFace) {
    speech.conclude('capture-unusable', hindrance);
    return;
  }
  const views = live.views();
  if (views.length < policy.probeFrames.minimum) {
    // A face was to be seen and answered too little: whoever only shows one must not try without end.
    speech.conclude('undecided');
    return;
  }
  const findings = await engine.examine(reference.value, views, policy, live.findings());
  const verdict = decideProbe(findings, policy);
  const isBad = verdict === 'capture-unusable';
  speech.conclude(verdict, isBad ? probeDisturbance(findings, policy) : undefined);
}

/**
 * Assesses frames as they come until the capture ends; says what is wrong, and when it is enough.
 *
 * Goes on when it is enough: a face that comes in late must not go unseen.
 */
async function collectFrames<Reference, Frame>(
  engine: MatcherEngine<Reference, Frame>,
  intake: Intake,
  policy: FacePolicy,
  speech: Speech,
): Promise<{
  readonly kept: KeptFrames<Frame>;
  readonly mainReason: GuidanceSymbol | undefined;
}> {
  const kept = openKeptFrames<Frame>(policy.probeFrames);
  const refusals = new Map<GuidanceSymbol, number>();
  let isSufficient = false;

  for (;;) {
    const waiting = await intake.frames.next();
    if (waiting === undefined) return { kept, mainReason: mostFrequent(refusals) };

    if (waiting.kind === 'step') throw new BoothError('PIPE_MESSAGE_MALFORMED');
    const found = await engine.acquireProbeFrame(waiting.image, policy);
    if (found.kind === 'refused') {
      refusals.set(found.guidance, (refusals.get(found.guidance) ?? 0) + 1);
      speech.frameRefused(found.guidance, waiting.arrivedAtMs);
      continue;
    }
    kept.keep(found.frame, waiting.arrivedAtMs);
    speech.frameAcquired(waiting.arrivedAtMs);
    // Once the last part is in, nobody waits for this word any more.
    if (!isSufficient && kept.isEnough() && !intake.isComplete()) {
      isSufficient = true;
      speech.captureSufficient();
    }
  }
}

function mostFrequent(refusals: ReadonlyMap<GuidanceSymbol, number>): GuidanceSymbol | undefined {
  const [most] = Array.from(refusals).sort(([, one], [, other]) => other - one);
  return most?.[0];
}
