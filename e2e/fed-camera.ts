/** Clips that Chromium plays in the place of a camera, made from drawn presentations and from stills. */
import { writeFileSync } from 'node:fs';
import { POSES, SCREEN_COLOUR_NAMES, SCREEN_COLOURS } from '@bonin/core';
import { streamOf, type Presentation, type Shown } from '@bonin/simulated-person';
import { olderChallenge, type Script } from '@bonin/simulated-person/instruments';
import { encodeFrame } from '@bonin/testkit/applicant';
import sharp from 'sharp';

/** Chromium plays so many pictures a second, and each drawn one stays for two of them. */
const PLAYED_PER_SECOND = 30;
const DRAWN_STAYS = 2;

/** Draws what somebody answers to a script, and writes it as a clip. Chromium plays it over and over. */
export async function writeAnswer(
  file: string,
  presentation: Presentation,
  { turns, lastsMs }: Script,
): Promise<string> {
  for (const { shown, atMs } of turns) presentation.see(shown, atMs);
  const stepMs = (1_000 * DRAWN_STAYS) / PLAYED_PER_SECOND;
  const frames: Uint8Array[] = [];
  for (let atMs = 0; atMs < lastsMs; atMs += stepMs) {
    const frame = await encodeFrame(presentation.frameAt(atMs));
    for (let times = 0; times < DRAWN_STAYS; times += 1) frames.push(frame);
  }
  writeFileSync(file, Buffer.concat(frames));
  return file;
}

/** A challenge of another day, as an older session answered it. */
export function otherDay(seed: number): Script {
  return olderChallenge(streamOf(seed, 'other day'));
}

/** Every movement in turn and every colour after them, for whoever hopes that something of it will be asked. */
export function everythingInTurn(): Script {
  const shown: readonly Shown[] = [
    ...POSES.map((pose) => ({ kind: 'pose', pose }) as const),
    ...SCREEN_COLOUR_NAMES.map((name) => ({ kind: 'colour', rgb: SCREEN_COLOURS[name] }) as const),
  ];
  const turns = shown.map((each, place) => ({ shown: each, atMs: 1_500 + 900 * place }));
  return { turns, lastsMs: 1_500 + 900 * shown.length };
}

/** Two pictures beside each other, each cut to its middle. */
export async function besideEachOther(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const half = (picture: Uint8Array) =>
    sharp(picture).resize(320, 480, { fit: 'cover' }).png().toBuffer();
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } })
    .composite([
      { input: await half(left), left: 0, top: 0 },
      { input: await half(right), left: 320, top: 0 },
    ])
    .png()
    .toBuffer();
}
