import {
  openCaptureDevice,
  endingOf,
  presentLive,
  type CaptureDevice,
  type OpenedCapture,
} from '@bonin/testkit/applicant';
import type { Presentation } from '@bonin/simulated-person';
import process from 'node:process';
import { ProofError } from '../proof-error.ts';
import type { RunningService } from './running-service.ts';

/** Every way in which an attempt can end. */
export const ENDINGS = [
  'confirmed',
  'not-confirmed',
  'capture-unusable',
  'left-alone',
  'withdrawn',
  'booth-killed',
  'malformed',
  'service-killed',
] as const;
export type Ending = (typeof ENDINGS)[number];

/** What one attempt shows. */
export interface AttemptPictures {
  readonly card: Uint8Array;
  readonly nextFrame: () => Uint8Array;
}

export interface ActOptions {
  /** Called when card and frames are with the booth, and nothing has ended yet. */
  readonly midway?: () => Promise<void>;
}

/** Fewer than the policy asks for. */
const FRAMES_FEW = 2;
const FRAMES_MOST = 100;
const APART_MS = 150;
/**
 * Brings attempts to the same ending, side by side, through the doors of applicants.
 *
 * @throws {ProofError} `SERVICE_UNUSABLE` when one ended in another way than it had to
 */
export async function actAttempts(
  service: RunningService,
  ending: Ending,
  all: readonly AttemptPictures[],
  { midway }: ActOptions = {},
): Promise<void> {
  const opened = await settled(all.map((pictures) => toMidway(service, ending, pictures)));
  try {
    await midway?.();
    // What ends all of them is done once.
    if (ending === 'service-killed') await service.crash();
    if (ending === 'booth-killed') {
      // Those that wait as well: which of them serves, nobody outside can tell.
      for (const { pid } of service.booths()) killIfThere(pid);
    }
    await settled(opened.map((one) => toEnding(ending, one)));
  } finally {
    for (const { device } of opened) device[Symbol.dispose]();
  }
}

/**
 * Makes an attempt that goes on until the time of the policy is over.
 *
 * @throws {ProofError} `SERVICE_UNUSABLE` when it ended otherwise
 */
export async function actUntilTimeIsOver(
  service: RunningService,
  pictures: AttemptPictures,
): Promise<void> {
  const { device, capture } = await toMidway(service, 'capture-unusable', pictures);
  try {
    const { kind } = await endingOf(capture);
    if (kind !== 'abandoned') throw new ProofError('SERVICE_UNUSABLE', { told: kind });
  } finally {
    device[Symbol.dispose]();
  }
}

/** Waits for all, also when one of them failed: what goes on in the background disturbs what comes next. */
async function settled<T>(all: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

interface AttemptUnderWay {
  readonly device: CaptureDevice;
  readonly capture: OpenedCapture;
}

/** Card and frames are with the booths then, and nothing has ended yet. */
async function toMidway(
  service: RunningService,
  ending: Ending,
  { card, nextFrame }: AttemptPictures,
): Promise<AttemptUnderWay> {
  const { captureLink } = await service.open();
  const device = await openCaptureDevice(service.url, captureLink);
  try {
    const capture = await device.requestAttempt();
    await capture.sendCard(card);
    if (ending === 'capture-unusable') await sendSome(capture, nextFrame);
    else await sendUntilEnough(capture, nextFrame);
    return { device, capture };
  } catch (error) {
    device[Symbol.dispose]();
    throw error;
  }
}

async function toEnding(ending: Ending, { device, capture }: AttemptUnderWay): Promise<void> {
  switch (ending) {
    case 'confirmed':
    case 'not-confirmed':
    case 'capture-unusable':
      await capture.end();
      break;
    case 'withdrawn':
      device.channel.say({ kind: 'consent-withdrawn' });
      break;
    case 'left-alone':
      // A device that is gone; so is the attempt.
      device[Symbol.dispose]();
      return;
    case 'malformed':
      capture.sendChunk(Uint8Array.from({ length: 4096 }, (_, at) => at & 0xff));
      break;
    case 'booth-killed':
      break;
    case 'service-killed':
      return;
  }
  const heard = await endingOf(capture);
  const told = heard.kind === 'decided' ? heard.outcome : heard.kind;
  if (!ALLOWED[ending].includes(told)) throw new ProofError('SERVICE_UNUSABLE', { ending, told });
}

const ALLOWED: Readonly<Record<Ending, readonly string[]>> = {
  confirmed: ['accepted'],
  'not-confirmed': ['not-confirmed'],
  'capture-unusable': ['capture-unusable'],
  'left-alone': ['gone'],
  withdrawn: ['abandoned', 'refused'],
  'booth-killed': ['abandoned', 'refused'],
  malformed: ['abandoned', 'refused'],
  'service-killed': ['gone'],
};

/** Shows a living person, who answers the challenge, with canaries in each picture. */
export async function actUnderChallenge(
  service: RunningService,
  card: Uint8Array,
  presentation: Presentation,
  plant: (jpeg: Uint8Array) => Uint8Array,
): Promise<string> {
  const { captureLink } = await service.open();
  using device = await openCaptureDevice(service.url, captureLink);
  const capture = await device.requestAttempt();
  await capture.sendCard(card);
  const planting: OpenedCapture = {
    ...capture,
    sendFrame: (image, takenAtMs) => capture.sendFrame(plant(image), takenAtMs),
  };
  const { ending } = await presentLive(planting, presentation);
  return ending.kind === 'decided' ? ending.outcome : ending.kind;
}

async function sendSome(capture: OpenedCapture, nextFrame: () => Uint8Array): Promise<void> {
  for (let at = 0; at < FRAMES_FEW; at += 1) await sendOne(capture, nextFrame());
}

/** @throws {ProofError} `SERVICE_UNUSABLE` when the booth never has enough */
async function sendUntilEnough(capture: OpenedCapture, nextFrame: () => Uint8Array): Promise<void> {
  const state = { isEnough: false };
  const heard = capture.hear().then(({ kind }) => {
    state.isEnough = true;
    return kind;
  });
  for (let at = 0; at < FRAMES_MOST && !state.isEnough; at += 1) {
    await sendOne(capture, nextFrame());
  }
  if (!state.isEnough || (await heard) !== 'enough') {
    throw new ProofError('SERVICE_UNUSABLE', { step: 'frames', said: capture.guidance.join(' ') });
  }
}

async function sendOne(capture: OpenedCapture, frame: Uint8Array): Promise<void> {
  await capture.sendUntimedFrame(frame);
  await new Promise((resolve) => setTimeout(resolve, APART_MS));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The other booth of a pair dies with the first.
  }
}
