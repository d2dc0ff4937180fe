import {
  isVerdict,
  type AbandonmentGround,
  type ChallengeOutline,
  type DrawNumber,
  type GuidanceSymbol,
} from '@bonin/core';
import type { BoothEnding, BoothPair, OpenedAttempt } from '@bonin/workflows';
import { conductChallenge, type ReleasedStep } from './conduct-challenge.ts';

export interface AttemptEvents {
  guidanceGiven(symbol: GuidanceSymbol): void;
  stepReleased(released: ReleasedStep): void;
  challengeOver(answered: boolean): void;
  /** Called once, when the booths' processes are gone. */
  boothsEnded(ending: BoothEnding): Promise<void>;
}

/** One attempt and the booths that serve it. Sees ciphertext only. */
export interface RunningAttempt {
  readonly opened: OpenedAttempt;
  readonly booths: BoothPair;
  /** When the chunk that ends the capture was passed on. */
  readonly lastDeliveredAt: number | undefined;
  /** How many symbols the booths have said. */
  readonly symbolsSaid: number;
  deliver(chunk: Uint8Array, isLast: boolean): Promise<void>;
  /** Ends the booths at once; resolves when the attempt is settled. */
  end(ground: AbandonmentGround): Promise<void>;
  /** Resolves when the booths are gone and their ending has been dealt with. */
  readonly settled: Promise<void>;
}

/** Follows booths that have been bound to their attempt to their end, whichever that is. */
export function runAttempt(
  booths: BoothPair,
  opened: OpenedAttempt,
  ticks: () => number,
  events: AttemptEvents,
  challenge?: { readonly outline: ChallengeOutline; readonly draw: DrawNumber },
): RunningAttempt {
  let lastDeliveredAt: number | undefined;
  let symbolsSaid = 0;
  const limit = setTimeout(() => {
    void booths.end('time-limit');
  }, opened.policy.attempts.captureTimeLimit);

  const conductor =
    challenge &&
    conductChallenge(challenge.outline, challenge.draw, {
      released: (released) => {
        booths.release(released.step);
        events.stepReleased(released);
      },
      over: (answered) => {
        events.challengeOver(answered);
      },
    });

  const follow = async (): Promise<void> => {
    try {
      for await (const symbol of booths.symbols) {
        symbolsSaid += 1;
        if (isVerdict(symbol)) continue;
        events.guidanceGiven(symbol);
        conductor?.heard(symbol);
      }
    } catch {
      // Booths whose words cannot be read have nothing to say; their ending tells the rest.
      await booths.end('booth-fault');
    }
    const ending = await booths.ended;
    conductor?.stop();
    clearTimeout(limit);
    await events.boothsEnded(ending);
  };

  const settled = follow();
  return {
    opened,
    booths,
    get lastDeliveredAt() {
      return lastDeliveredAt;
    },
    get symbolsSaid() {
      return symbolsSaid;
    },
    deliver: async (chunk, isLast) => {
      conductor?.frameCame();
      if (isLast) {
        lastDeliveredAt = ticks();
        conductor?.stop();
      }
      await booths.deliver(chunk);
      // The limit is on the applicant's part; how long a booth may examine is the booth's own limit.
      if (isLast) clearTimeout(limit);
    },
    end: async (ground) => {
      await booths.end(ground);
      await settled;
    },
    settled,
  };
}
