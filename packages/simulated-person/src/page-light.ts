import type { LinearColour } from './canvas.ts';
import { toLinear } from './numbers.ts';
import { NEUTRAL_PAGE, type Shown } from './presentation.ts';

/** The light of a page, remembered, since a picture is taken a little before it arrives. */
export interface PageLight {
  see(shown: Shown, atMs: number): void;
  /** Mean light of a span of time; a white page is 1, 1, 1. */
  mean(fromMs: number, toMs: number): LinearColour;
}

export function openPageLight(): PageLight {
  const turns: { readonly atMs: number; readonly colour: LinearColour }[] = [];
  const neutral = lightOf(NEUTRAL_PAGE);
  return {
    see(shown, atMs) {
      turns.push({ atMs, colour: shown.kind === 'colour' ? lightOf(shown.rgb) : neutral });
    },
    mean(fromMs, toMs) {
      const sum: [number, number, number] = [0, 0, 0];
      let since = fromMs;
      let colour = neutral;
      const add = (until: number): void => {
        const share = (until - since) / (toMs - fromMs);
        for (let channel = 0; channel < 3; channel += 1) sum[channel]! += share * colour[channel]!;
      };
      for (const turn of turns) {
        if (turn.atMs >= toMs) break;
        if (turn.atMs > since) {
          add(turn.atMs);
          since = turn.atMs;
        }
        colour = turn.colour;
      }
      add(toMs);
      return sum;
    },
  };
}

function lightOf(rgb: readonly [number, number, number]): LinearColour {
  return [toLinear(rgb[0]), toLinear(rgb[1]), toLinear(rgb[2])];
}
