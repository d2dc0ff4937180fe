import { POSES, SCREEN_COLOUR_NAMES, SCREEN_COLOURS, type Pose } from '@bonin/core';
import { oneOf } from '../numbers.ts';
import type { PageColour, Presentation, RgbPicture, Shown } from '../presentation.ts';
import { between, type Random } from '../random.ts';

/** What a page showed, and when. */
export interface Script {
  readonly turns: readonly { readonly shown: Shown; readonly atMs: number }[];
  readonly lastsMs: number;
}

const COLOURS_IN_A_GROUP = 10;
const COLOUR_MS = 350;

/** A challenge of another day: of the same kind, drawn anew, so that it is another one. */
export function olderChallenge(random: Random): Script {
  const turns: { shown: Shown; atMs: number }[] = [{ shown: { kind: 'straight' }, atMs: 0 }];
  let atMs = between(random, 1200, 2200);
  const groupAt = Math.floor(4 * random());
  let last: Pose | undefined;
  for (let step = 0; step < 4; step += 1) {
    if (step === groupAt) {
      turns.push({ shown: { kind: 'straight' }, atMs });
      atMs += between(random, 600, 1200);
      for (const rgb of colourSequence(random, COLOURS_IN_A_GROUP)) {
        turns.push({ shown: { kind: 'colour', rgb }, atMs });
        atMs += COLOUR_MS;
      }
      turns.push({ shown: { kind: 'straight' }, atMs });
      continue;
    }
    const pose: Pose = oneOf(
      random,
      POSES.filter((candidate) => candidate !== last),
    );
    last = pose;
    turns.push({ shown: { kind: 'pose', pose }, atMs });
    atMs += between(random, 1300, 2200);
  }
  return { turns, lastsMs: atMs };
}

/** Colours of the page, neighbours never equal. */
export function colourSequence(random: Random, count: number): readonly PageColour[] {
  const names: (typeof SCREEN_COLOUR_NAMES)[number][] = [];
  while (names.length < count) {
    names.push(
      oneOf(
        random,
        SCREEN_COLOUR_NAMES.filter((name) => name !== names.at(-1)),
      ),
    );
  }
  return names.map((name) => SCREEN_COLOURS[name]);
}

/** Plays what somebody answered to a script, over and over. */
export function openRecording(
  open: () => Presentation,
  { turns, lastsMs }: Script,
): (elapsedMs: number) => RgbPicture {
  let round = -1;
  let playing = open();
  return (elapsedMs) => {
    const now = Math.max(0, elapsedMs);
    if (Math.floor(now / lastsMs) !== round) {
      round = Math.floor(now / lastsMs);
      playing = open();
      for (const { shown, atMs } of turns) playing.see(shown, atMs);
    }
    return playing.frameAt(now - round * lastsMs);
  };
}
