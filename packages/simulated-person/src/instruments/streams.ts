import type { PageColour, Presentation, RgbPicture, Shown } from '../presentation.ts';

/** Whether the page asks for a colour, rather than being as it always is. */
export function isColour(shown: Shown): shown is Extract<Shown, { kind: 'colour' }> {
  return shown.kind === 'colour' && new Set(shown.rgb).size > 1;
}

/** Lets somebody see other colours than the page shows; `undefined` is the page as it always is. */
export function withColours(
  inner: Presentation,
  colourFor: (rgb: PageColour) => PageColour | undefined,
): Presentation {
  return {
    see(shown, atMs) {
      if (!isColour(shown)) {
        inner.see(shown, atMs);
        return;
      }
      const rgb = colourFor(shown.rgb);
      inner.see(rgb === undefined ? { kind: 'straight' } : { kind: 'colour', rgb }, atMs);
    },
    frameAt: (atMs) => inner.frameAt(atMs),
  };
}

/** Everything comes late. */
export function delayed(inner: Presentation, delayMs: number): Presentation {
  return {
    see(shown, atMs) {
      inner.see(shown, atMs + delayMs);
    },
    frameAt: (atMs) => inner.frameAt(atMs),
  };
}

/** Says of its pictures, once anything was asked, that they were taken so much earlier. */
export function datedBack(inner: Presentation, byMs: number): Presentation {
  let fromMs = Infinity;
  return {
    see(shown, atMs) {
      if (shown.kind === 'pose' || isColour(shown)) fromMs = Math.min(fromMs, atMs);
      inner.see(shown, atMs);
    },
    frameAt: (atMs) => inner.frameAt(atMs),
    // Never before a picture that was sent already: the first that is dated back stands still for a moment.
    dateOf: (atMs) => (atMs < fromMs ? atMs : Math.max(atMs - byMs, fromMs + (atMs - fromMs) / 15)),
  };
}

/** Has a clock that runs faster than time does. */
export function withFastClock(inner: Presentation, factor: number): Presentation {
  return {
    see(shown, atMs) {
      inner.see(shown, atMs);
    },
    frameAt: (atMs) => inner.frameAt(atMs),
    dateOf: (atMs) => factor * atMs,
  };
}

/** Sends the last picture again now and then, being too slow to make another. */
export function stuttering(inner: Presentation, isMissed: () => boolean): Presentation {
  let last: RgbPicture | undefined;
  return {
    see(shown, atMs) {
      inner.see(shown, atMs);
    },
    frameAt(atMs) {
      if (last === undefined || !isMissed()) last = inner.frameAt(atMs);
      return last;
    },
  };
}

export function mirrored(inner: Presentation): Presentation {
  return {
    see(shown, atMs) {
      inner.see(shown, atMs);
    },
    frameAt: (atMs) => mirrorImage(inner.frameAt(atMs)),
  };
}

function mirrorImage({ width, height, pixels }: RgbPicture): RgbPicture {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = 3 * (y * width + x);
      const to = 3 * (y * width + width - 1 - x);
      turned[to] = pixels[from]!;
      turned[to + 1] = pixels[from + 1]!;
      turned[to + 2] = pixels[from + 2]!;
    }
  }
  return { width, height, pixels: turned };
}

/**
 * Plays an answer slower: each movement and each group of colours was answered rightly and at its own speed, and is
 * played `slower` times as slow from the moment that it is asked for. What is still to be played when the next is asked
 * for is skipped.
 */
export function stretched(inner: Presentation, slower: number): Presentation {
  /** From here on the recording plays slowly, and is this much behind. */
  let segment: { readonly fromMs: number; readonly recordedMs: number } | undefined;
  let wasColour = false;
  let lastRecordedMs = 0;
  const recordedAt = (atMs: number): number => {
    if (segment === undefined) return atMs;
    const since = Math.max(0, atMs - segment.fromMs);
    return segment.recordedMs + since / slower;
  };
  return {
    see(shown, atMs) {
      const isNext = isColour(shown);
      if (segment !== undefined && isNext && wasColour) {
        lastRecordedMs = segment.recordedMs + (atMs - segment.fromMs);
      } else {
        lastRecordedMs = Math.max(lastRecordedMs, recordedAt(atMs));
        segment = { fromMs: atMs, recordedMs: lastRecordedMs };
      }
      wasColour = isNext;
      inner.see(shown, lastRecordedMs);
    },
    frameAt: (atMs) => inner.frameAt(recordedAt(atMs)),
  };
}

/**
 * Answers each thing that is asked for with a piece of another session of the same person: right each time, with a jump
 * between.
 *
 * @param lagMs - what whoever cuts needs to find the piece
 */
export function cutTogether(sessions: readonly Presentation[], lagMs: () => number): Presentation {
  const cuts: { readonly fromMs: number; readonly session: number }[] = [];
  const latest = sessions.map(() => 0);
  let next = 0;
  const tell = (session: number, shown: Shown, atMs: number): void => {
    latest[session] = Math.max(latest[session]!, atMs);
    sessions[session]!.see(shown, latest[session]);
  };
  return {
    see(shown, atMs) {
      const fromMs = Math.max(atMs + lagMs(), cuts.at(-1)?.fromMs ?? 0);
      const before = cuts.at(-1)?.session;
      next = (next + 1) % sessions.length;
      tell(next, shown, atMs);
      cuts.push({ fromMs, session: next });
      // The others come back to the middle, to be ready for another piece.
      if (before !== undefined && before !== next) tell(before, { kind: 'straight' }, fromMs);
    },
    frameAt(atMs) {
      const cut = cuts.findLast(({ fromMs }) => fromMs <= atMs);
      return sessions[cut?.session ?? 0]!.frameAt(atMs);
    },
  };
}

/** Shows one presentation or the other, by what the page shows and since when; both see everything. */
export function switching(
  presentations: readonly [Presentation, Presentation],
  choose: (shown: Shown) => 0 | 1,
): Presentation {
  let chosen: 0 | 1 = 0;
  return {
    see(shown, atMs) {
      chosen = choose(shown);
      for (const presentation of presentations) presentation.see(shown, atMs);
    },
    frameAt: (atMs) => presentations[chosen].frameAt(atMs),
  };
}
