import {
  isVerdict,
  type AbandonmentGround,
  type ChallengeOutline,
  type DrawNumber,
  type GuidanceSymbol,
} from '@bonin/core';
import type { Booth, BoothEnding, OpenedAttempt } from '@bonin/workflows';
import { conductChallenge, type ReleasedStep } from './conduct-challenge.ts';

export interface AttemptEvents {
  guidanceGiven(symbol: GuidanceSymbol): void;
  stepReleased(released: ReleasedStep): void;
  challengeOver(answered: boolean): void;
  /** Called once, when the booth's process is gone. */
  boothEnded(ending: BoothEnding): Promise<void>;
}

/** One attempt and the booth that serves it. Sees ciphertext only. */
export interface RunningAttempt {
  readonly opened: OpenedAttempt;
  readonly booth: Booth;
  /** When the chunk that ends the capture was passed on. */
  readonly lastDeliveredAt: number | undefined;
  /** How many symbols the booth has said. */
  readonly symbolsSaid: number;
  deliver(chunk: Uint8Array, isLast: boolean): Promise<void>;
  /** Ends the booth at once; resolves when the attempt is settled. */
  end(ground: AbandonmentGround): Promise<void>;
  /** Resolves when the booth is gone and its ending has been dealt with. */
  readonly settled: Promise<void>;
}

/** Follows a booth that has been bound to its attempt to its end, whichever that is. */
export function runAttempt(
  booth: Booth,
  opened: OpenedAttempt,
  ticks: () => number,
  events: AttemptEvents,
  challenge?: { readonly outline: ChallengeOutline; readonly draw: DrawNumber },
): RunningAttempt {
  let lastDeliveredAt: number | undefined;
  let symbolsSaid = 0;
  const limit = setTimeout(() => {
    void booth.end('time-limit');
  }, opened.policy.attempts.captureTimeLimit);

  const conductor =
    challenge &&
    conductChallenge(challenge.outline, challenge.draw, {
      released: (released) => {
        booth.release(released.step);
        events.stepReleased(released);
      },
      over: (answered) => {
        events.challengeOver(answered);
      },
    });

  const follow = async (): Promise<void> => {
    try {
      for await (const symbol of booth.symbols) {
        symbolsSaid += 1;
        if (isVerdict(symbol)) continue;
        events.guidanceGiven(symbol);
        conductor?.heard(symbol);
      }
    } catch {
      // A booth whose words cannot be read has nothing to say; its ending tells the rest.
      await booth.end('booth-fault');
    }
    const ending = await booth.ended;
    conductor?.stop();
    clearTimeout(limit);
    await events.boothEnded(ending);
  };

  const settled = follow();
  return {
    opened,
    booth,
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
      await booth.deliver(chunk);
      // The limit is on the applicant's part; how long a booth may examine is the booth's own limit.
      if (isLast) clearTimeout(limit);
    },
    end: async (ground) => {
      await booth.end(ground);
      await settled;
    },
    settled,
  };
}
