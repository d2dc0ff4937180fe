export type LightFinding = 'fine' | 'too-dark' | 'too-bright' | 'backlit';

/** Mean luminance, 0 to 255, of the middle of a picture and of its rim. */
export interface Luminance {
  readonly middle: number;
  readonly rim: number;
}

// Moments of help, not rules: a face outside of them may still be captured, the booth decides.
const DARK_BELOW = 55;
const BRIGHT_ABOVE = 225;
const BACKLIT_DIFFERENCE = 70;
const BACKLIT_MIDDLE_BELOW = 105;

/**
 * Measures light in a small picture (RGBA): inside the oval in which the face is held, and outside.
 *
 * @see ITU-R BT.709, luma coefficients
 */
export function measureLuminance(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): Luminance {
  let middleSum = 0;
  let middleCount = 0;
  let rimSum = 0;
  let rimCount = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const luma =
        0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0);
      const fromMiddleX = (x + 0.5 - width / 2) / (width * 0.22);
      const fromMiddleY = (y + 0.5 - height / 2) / (height * 0.36);
      if (fromMiddleX ** 2 + fromMiddleY ** 2 <= 1) {
        middleSum += luma;
        middleCount += 1;
      } else {
        rimSum += luma;
        rimCount += 1;
      }
    }
  }
  return {
    middle: middleCount === 0 ? 0 : middleSum / middleCount,
    rim: rimCount === 0 ? 0 : rimSum / rimCount,
  };
}

/** Says what to change about the light. Helps the applicant; decides nothing. */
export function assessLight({ middle, rim }: Luminance): LightFinding {
  if (middle < DARK_BELOW) return 'too-dark';
  if (middle > BRIGHT_ABOVE) return 'too-bright';
  if (rim - middle > BACKLIT_DIFFERENCE && middle < BACKLIT_MIDDLE_BELOW) return 'backlit';
  return 'fine';
}
