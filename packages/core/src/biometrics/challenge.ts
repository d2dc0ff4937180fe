/**
 * The challenge: what a person before the camera is asked to do, so that a recording cannot answer.
 *
 * Here: its words, and how one is drawn. Not here: when a step is released (server), whether it was obeyed (booth).
 *
 * @see docs/formats/challenge.md
 */

/** Head movements, as the person means them: `left` is towards the person's own left. */
export const POSES = ['left', 'right', 'up', 'down', 'nearer'] as const;
export type Pose = (typeof POSES)[number];

/** Soft colours that the screen takes; none is a saturated red (WCAG 2.2, “general flash and red flash thresholds”). */
export const SCREEN_COLOURS = {
  rose: [255, 120, 120],
  green: [120, 255, 120],
  blue: [120, 120, 255],
  yellow: [255, 255, 100],
  cyan: [100, 255, 255],
  violet: [255, 100, 255],
} as const satisfies Readonly<Record<string, readonly [number, number, number]>>;

/** The page before, between and after steps with colours: a light grey that favours none of them. */
export const NEUTRAL_PAGE: readonly [red: number, green: number, blue: number] = [235, 235, 235];

export type ScreenColour = keyof typeof SCREEN_COLOURS;
export const SCREEN_COLOUR_NAMES = Object.keys(SCREEN_COLOURS) as readonly ScreenColour[];

/**
 * Kinds of challenge to choose from before the camera: the ordinary one, one with more time, one without movements, one
 * without colours. A policy says which are offered.
 */
export const CHALLENGE_PROFILES = ['ordinary', 'slow', 'no-motion', 'no-colour'] as const;
export type ChallengeProfile = (typeof CHALLENGE_PROFILES)[number];

/** One thing that is asked for at a time. */
export type ChallengeStep =
  /** Look into the camera for `holdMs`: the person's own middle, from which movements are counted. */
  | { readonly kind: 'straight'; readonly holdMs: number }
  /** Turn the head so and hold it for `holdMs`. */
  | { readonly kind: 'pose'; readonly pose: Pose; readonly holdMs: number }
  /** Look straight while the screen shows these colours, each for `eachMs`, after {@link COLOUR_LEAD_MS}. */
  | {
      readonly kind: 'colours';
      readonly colours: readonly ScreenColour[];
      readonly eachMs: number;
    };

/** Steps of one challenge, the first included: a booth has a word for each of them. */
export const CHALLENGE_STEPS_MOST = 7;

/** Time to begin to come back to the middle before the first colour. */
export const COLOUR_LEAD_MS = 400;

/** The first colour is looked for in the answer until so long after it could have been seen at the earliest. */
export const COLOURS_WITHIN_MS = 680;
