import {
  SCREEN_COLOURS,
  SCREEN_COLOUR_NAMES,
  type ColourFindings,
  type ScreenColour,
} from '@bonin/core';
import { linearLight } from '../image/linear-light.ts';
import type { LinearColour } from './face-colour.ts';
import { solveLeastSquares } from './least-squares.ts';

/** The light that came back at one moment. */
export interface ColourSample {
  /** When the frame was taken, milliseconds on any clock. */
  readonly atMs: number;
  readonly skin: LinearColour;
  /**
   * Of parts around the head, always the same ones in the same order; `undefined` what was not seen. Without the first
   * nothing is said of what is around.
   */
  readonly behind: readonly (LinearColour | undefined)[];
  /** Of patches of the front of the face, the same ones in the same order. */
  readonly patches: readonly (LinearColour | undefined)[];
}

/** The colours that the screen showed. */
export interface ShownColours {
  readonly colours: readonly ScreenColour[];
  readonly eachMs: number;
  /** The earliest moment at which the first could be seen, on the clock of the samples. */
  readonly fromMs: number;
  /** How much later it may have been: transport, drawing, camera. */
  readonly withinMs: number;
}

type Evaluated = Extract<ColourFindings, { kind: 'evaluated' }>;

/** How far the skin answered the screen, and how the answer was found. */
export type ColourResponse =
  | (Evaluated & { readonly samples: number })
  | { readonly kind: 'not-evaluated'; readonly reason: 'too-few-frames' };

/** Each colour must be seen, and one frame may be on the edge between two. */
const SAMPLES_PER_COLOUR_LEAST = 1.2;
const DELAY_STEP_MS = 20;
/** So near to a change of colour a frame may show both. */
const EDGE_MS = 35;

/**
 * Compares how the skin changed its colour with how the screen did.
 *
 * In ratios of colours, so that brighter or darker does not count: cameras regulate that. The delay is not known
 * and is searched; the order and pace of the colours are the challenge.
 *
 * Not verified: where the light came from.
 */
export function measureColourResponse(
  samples: readonly ColourSample[],
  shown: ShownColours,
): ColourResponse {
  let best: { readonly fit: Fit; readonly delayMs: number } | undefined;
  for (let delayMs = 0; delayMs <= shown.withinMs; delayMs += DELAY_STEP_MS) {
    const placed = place(samples, shown, delayMs);
    const fit = fitAnswer(
      placed.map(({ sample, colour }) => ({ light: sample.skin, colour, atMs: sample.atMs })),
    );
    if (fit === undefined || placed.length < SAMPLES_PER_COLOUR_LEAST * shown.colours.length)
      continue;
    if (best === undefined || fit.explained > best.fit.explained) best = { fit, delayMs };
  }
  if (best === undefined) return { kind: 'not-evaluated', reason: 'too-few-frames' };
  const placed = place(samples, shown, best.delayMs);
  return {
    kind: 'evaluated',
    explained: best.fit.explained,
    matched: countMatched(placed, best.fit, shown.colours),
    shown: shown.colours.length,
    strength: best.fit.strength,
    behindShare: largestShare(placed, best.fit),
    patchShare: leastPatchShare(placed, best.fit),
    delayMs: best.delayMs,
    samples: placed.length,
  };
}

/** In this share of the frames a part around the head must be seen: coming back from near the camera takes a while. */
const SEEN_SHARE = 0.4;

/**
 * The answer of what is around the head in shares of the skin's, of the part that answers most: that of a wall is little,
 * of paper around a printed face as large as the face's, however the rest of the paper is bent away.
 */
function largestShare(placed: readonly Placed[], skin: Fit): number | undefined {
  const parts = placed[0]?.sample.behind.length ?? 0;
  let largest: number | undefined;
  for (let part = 0; part < parts; part += 1) {
    const lit = placed.flatMap(({ sample, colour }) => {
      const light = sample.behind[part];
      return light === undefined ? [] : [{ light, colour, atMs: sample.atMs }];
    });
    const fit = lit.length < SEEN_SHARE * placed.length ? undefined : fitAnswer(lit);
    if (fit === undefined && part === 0) return undefined;
    if (fit === undefined) continue;
    // What the colours do not explain of its changes is noise, or moved: it counts only as far as it is an answer.
    const share = fit.explained * shareOf(fit, skin);
    if (largest === undefined || share > largest) largest = share;
  }
  return largest;
}

/**
 * The answer of the patch that answers least, in shares of their mean. Light from a screen reaches every part of the front of a
 * head; a mirror in glass lies in one place.
 */
function leastPatchShare(placed: readonly Placed[], skin: Fit): number | undefined {
  const shares: number[] = [];
  for (const part of placed[0]?.sample.patches.keys() ?? []) {
    const share = shareOfPart(placed, skin, (sample) => sample.patches[part]);
    if (share === undefined) return undefined;
    shares.push(share);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return shares.length === 0 ? undefined : Math.min(...shares) / mean;
}

function shareOfPart(
  placed: readonly Placed[],
  skin: Fit,
  lightOf: (sample: ColourSample) => LinearColour | undefined,
): number | undefined {
  const lit = placed.flatMap(({ sample, colour }) => {
    const light = lightOf(sample);
    return light === undefined ? [] : [{ light, colour, atMs: sample.atMs }];
  });
  const fit = lit.length < SEEN_SHARE * placed.length ? undefined : fitAnswer(lit);
  return fit && shareOf(fit, skin);
}

/** Along the skin's own answer, so that noise counts as often against as for. */
function shareOf(part: Fit, skin: Fit): number {
  const gains = ({ redGreen, blueGreen }: Fit): readonly number[] => [
    ...redGreen.gains,
    ...blueGreen.gains,
  ];
  const own = gains(skin);
  const squares = own.reduce((sum, gain) => sum + gain * gain, 0);
  return gains(part).reduce((sum, gain, at) => sum + gain * own[at]!, 0) / squares;
}

interface Placed {
  readonly sample: ColourSample;
  readonly place: number;
  readonly colour: ScreenColour;
}

function place(
  samples: readonly ColourSample[],
  { colours, eachMs, fromMs }: ShownColours,
  delayMs: number,
): readonly Placed[] {
  return samples.flatMap((sample) => {
    const since = sample.atMs - fromMs - delayMs;
    const at = Math.floor(since / eachMs);
    const colour = colours[at];
    const intoColour = since - at * eachMs;
    if (
      since < 0 ||
      colour === undefined ||
      intoColour < EDGE_MS ||
      intoColour > eachMs - EDGE_MS / 2
    )
      return [];
    return [{ sample, place: at, colour }];
  });
}

interface Lit {
  readonly light: LinearColour;
  readonly colour: ScreenColour;
  readonly atMs: number;
}

/** Red against green, and blue against green, as the shown colour makes them. */
interface Fit {
  readonly explained: number;
  readonly strength: number;
  readonly redGreen: Answer;
  readonly blueGreen: Answer;
}

interface Answer {
  /** Of the channel's own light, and of green light. */
  readonly gains: readonly [own: number, green: number];
  /** What is left of the ratio when the slow drift is taken off, sample by sample. */
  readonly detrended: readonly number[];
  /** What a colour adds to the ratio. */
  readonly predict: (colour: ScreenColour) => number;
  readonly explained: number;
  readonly total: number;
}

function fitAnswer(lit: readonly Lit[]): Fit | undefined {
  const redGreen = fitRatio(lit, 0);
  const blueGreen = fitRatio(lit, 2);
  if (redGreen === undefined || blueGreen === undefined) return undefined;
  const total = redGreen.total + blueGreen.total;
  const explained = redGreen.explained + blueGreen.explained;
  return {
    redGreen,
    blueGreen,
    explained: total > 0 ? Math.max(0, explained / total) : 0,
    strength: Math.sqrt(Math.max(0, explained) / lit.length),
  };
}

/**
 * Fits ln(channel ∕ green) with a drift over time and two gains: the channel's own light makes it more, green light makes
 * it less. A gain of the wrong sign is no answer of a surface to light.
 */
function fitRatio(lit: readonly Lit[], channel: 0 | 2): Answer | undefined {
  const [first] = lit;
  const last = lit.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  const values = lit.map(({ light }) => Math.log(light[channel] / light[1]));
  if (!values.every(Number.isFinite)) return undefined;
  const drift = lit.map(({ atMs }) => {
    const t = (2 * (atMs - first.atMs)) / (last.atMs - first.atMs) - 1;
    return [1, t, t * t];
  });
  const trend = solveLeastSquares(drift, values);
  const full = solveLeastSquares(
    drift.map((row, at) => {
      const shown = linearScreen(lit[at]!.colour);
      return [...row, shown[channel], -shown[1]];
    }),
    values,
  );
  if (trend === undefined || full === undefined) return undefined;
  const [, , , own = 0, green = 0] = full.coefficients;
  const isAnswer = own > 0 && green > 0;
  const explained = isAnswer ? trend.squares - full.squares : 0;
  const detrended = values.map(
    (value, at) =>
      value -
      drift[at]!.reduce((sum, term, place) => sum + term * (full.coefficients[place] ?? 0), 0),
  );
  return {
    gains: [own, green],
    detrended,
    predict: (colour) => {
      const shown = linearScreen(colour);
      return own * shown[channel] - green * shown[1];
    },
    explained,
    total: trend.squares,
  };
}

function countMatched(
  placed: readonly Placed[],
  { redGreen, blueGreen }: Fit,
  colours: readonly ScreenColour[],
): number {
  let matched = 0;
  colours.forEach((colour, at) => {
    let red = 0;
    let blue = 0;
    let count = 0;
    placed.forEach(({ place: where }, index) => {
      if (where !== at) return;
      red += redGreen.detrended[index]!;
      blue += blueGreen.detrended[index]!;
      count += 1;
    });
    if (count === 0) return;
    const distance = (candidate: ScreenColour): number =>
      Math.hypot(
        red / count - redGreen.predict(candidate),
        blue / count - blueGreen.predict(candidate),
      );
    const nearest = SCREEN_COLOUR_NAMES.toSorted(
      (one, other) => distance(one) - distance(other),
    )[0];
    if (nearest === colour) matched += 1;
  });
  return matched;
}

function linearScreen(colour: ScreenColour): LinearColour {
  const [r, g, b] = SCREEN_COLOURS[colour];
  return [linearLight(r), linearLight(g), linearLight(b)];
}
