import type { GuidanceSymbol } from '@bonin/core';

/** Fewer frames say nothing of a step. */
const FRAMES_LEAST = 4;

/** Remembers why frames of the step that is under way could not be used. */
export interface HindranceWatch {
  /** A step was released. */
  begin(): void;
  /** The step is done. */
  end(): void;
  took(): void;
  refused(guidance: GuidanceSymbol): void;
  /**
   * What stood in the way most often, when half of the frames of a step that was not done could not be used:
   * a bad capture, and not an answer that was not given.
   */
  main(): GuidanceSymbol | undefined;
}

export function openHindranceWatch(): HindranceWatch {
  const refusals = new Map<GuidanceSymbol, number>();
  let refused = 0;
  let frames = 0;
  const clear = (): void => {
    refusals.clear();
    refused = 0;
    frames = 0;
  };
  return {
    begin: clear,
    end: clear,
    took() {
      frames += 1;
    },
    refused(guidance) {
      frames += 1;
      refused += 1;
      refusals.set(guidance, (refusals.get(guidance) ?? 0) + 1);
    },
    main() {
      if (frames < FRAMES_LEAST || 2 * refused < frames) return undefined;
      const [most] = Array.from(refusals).sort(([, one], [, other]) => other - one);
      return most?.[0];
    },
  };
}
