import { parseCalibrationId, parseModelId, type ChallengeStep, type FacePolicy } from '@bonin/core';
import {
  encodeTimedFrame,
  keyToText,
  openSealer,
  type CapturePart,
  type CaptureSealer,
} from '@bonin/sealing';
import type { CaptureBinding } from '@bonin/workflows';
import { fileURLToPath } from 'node:url';
import { pairBooths, type SupervisedPair } from '../src/booth-pair.ts';
import { superviseBooth, type BoothProcess } from '../src/booth-process.ts';
import type { BoothRole } from '../src/booth-role.ts';
import { hiddenFolders } from '../src/hidden-folders.ts';
import { probeMeans } from '../src/isolation.ts';
import { launchPair } from '../src/launch-pair.ts';
import { launchConfined, type BoothProgram, type BoothPrograms } from '../src/launch.ts';
import { DEFAULT_BOOTH_LIMITS, type BoothLimits } from '../src/limits.ts';

export const LIMITS: BoothLimits = { ...DEFAULT_BOOTH_LIMITS, warmUpMs: 20_000 };

export const BOUND: CaptureBinding = {
  registrationId: 'r-1',
  attemptId: 'a-1',
  challenge: 'c-1',
  buildDigest: 'b-1',
};

const scale = parseModelId('first-byte');
const calibration = parseCalibrationId('none');

export const POLICY: FacePolicy = {
  comparison: { minimum: 0.5, scale, calibration },
  pad: { attackBelow: 0.2, bonaFideFrom: 0.5, scale, calibration },
  referenceQuality: {},
  probeQuality: {},
  probeFrames: { minimum: 2, best: 3, spreadMs: 0 },
};

/** Two steps must be answered; nothing else is asked for. */
export const CHALLENGE_POLICY: FacePolicy = {
  ...POLICY,
  challenge: {
    calibration,
    pieces: ['poses'],
    poses: { least: 2, astrayMax: 0 },
    continuity: { jumpsMax: 0, leapsMax: 1, lostMax: 0 },
    relief: { flatBelow: 0.5, solidFrom: 1, sheetBelow: 1.2, sheetFrom: 1.9 },
    colours: {
      explainedFrom: 0.9,
      wrongMax: 0,
      strengthFrom: 0.01,
      behindShareMax: 0.35,
      behindNearFrom: 0.6,
    },
    capture: { frozenMax: 0, misdatedMax: 0 },
  },
};

const PROGRAMS = new URL('./programs/', import.meta.url);
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

export function hostile(deed: string): BoothProgram {
  const file = fileURLToPath(new URL('hostile.ts', PROGRAMS));
  return { file, arguments: [deed], readable: [file] };
}

function plain(name: string): BoothProgram {
  const file = fileURLToPath(new URL(name, PROGRAMS));
  return { file, arguments: [], readable: [REPOSITORY] };
}

/** Both whole programs with engines that read a picture's first byte, from sources. */
export const PLAIN: BoothPrograms = {
  reader: plain('plain-reader.ts'),
  matcher: plain('plain-matcher.ts'),
};

const means = await probeMeans();

/** One booth by itself, with nothing beside its standard descriptors. */
export function startBooth(
  program: BoothProgram,
  limits = LIMITS,
  role: BoothRole = 'matcher',
): BoothProcess {
  const hidden = hiddenFolders([program]);
  const options = { means, hidden, cpuMs: limits.cpuMs, niceness: 0, stderr: 'ignore' } as const;
  return superviseBooth(launchConfined(program, options), limits, role);
}

/** A booth that has been told its terms. */
export async function beginBooth(
  program: BoothProgram,
  limits = LIMITS,
  role: BoothRole = 'matcher',
): Promise<BoothProcess> {
  const booth = startBooth(program, limits, role);
  await booth.ready;
  const key = keyToText(booth.publicKey);
  booth.begin({ bound: { ...BOUND, readerKey: key, matcherKey: key }, facePolicy: POLICY });
  return booth;
}

export function startPair(programs: BoothPrograms = PLAIN, limits = LIMITS): SupervisedPair {
  const hidden = hiddenFolders([programs.reader, programs.matcher]);
  const options = { means, hidden, cpuMs: limits.cpuMs, niceness: 0, stderr: 'ignore' } as const;
  const { reader, matcher } = launchPair(programs, options);
  return pairBooths(
    superviseBooth(reader, limits, 'reader'),
    superviseBooth(matcher, limits, 'matcher'),
    limits.exitMs,
  );
}

/** Two booths that have been told their terms. */
export async function beginPair(
  facePolicy = POLICY,
  limits = LIMITS,
  programs = PLAIN,
): Promise<SupervisedPair> {
  const booths = startPair(programs, limits);
  await booths.ready;
  booths.begin({ bound: BOUND, facePolicy });
  return booths;
}

/** Seals as a device does that was offered these booths. */
export function sealerFor({ keys }: Pick<SupervisedPair, 'keys'>): Promise<CaptureSealer> {
  const readerKey = keyToText(keys.reader);
  return openSealer({ ...BOUND, readerKey, matcherKey: keyToText(keys.matcher) });
}

/** Pictures for the first-byte engine. */
export function card(byte: number): CapturePart {
  return { kind: 'card', last: true, payload: Uint8Array.of(byte) };
}

const drawn = { frames: 0 };

/** Each another picture of the same, as from a camera. */
export function frame(byte: number): CapturePart {
  drawn.frames += 1;
  const payload = Uint8Array.of(byte, drawn.frames & 0xff, drawn.frames >> 8);
  return { kind: 'frame', last: false, payload };
}

/** A picture that answers a step of this kind, taken at a time of the device's own. */
export function answer(byte: number, kind: ChallengeStep['kind']): CapturePart {
  drawn.frames += 1;
  const place = ['straight', 'pose', 'colours'].indexOf(kind) + 1;
  const image = Uint8Array.of(byte, place, drawn.frames & 0xff, drawn.frames >> 8);
  const payload = encodeTimedFrame({ takenAtMs: 100 * drawn.frames, image });
  return { kind: 'timed-frame', last: false, payload };
}

export const END: CapturePart = { kind: 'end', last: true, payload: new Uint8Array() };

export async function deliverAll(
  booths: Pick<SupervisedPair, 'keys' | 'deliver'>,
  parts: readonly CapturePart[],
  pauseMs = 0,
): Promise<void> {
  const sealer = await sealerFor(booths);
  for (const part of parts) {
    await booths.deliver(await sealer.seal(part));
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export async function collect<T>(symbols: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const symbol of symbols) all.push(symbol);
  return all;
}
