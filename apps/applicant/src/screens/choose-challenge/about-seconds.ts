import type { ChallengeProfile } from '@bonin/core';

/** Roughly how long each kind of challenge takes. Told beforehand; nothing ends when it is over. */
export const ABOUT_SECONDS: Readonly<Record<ChallengeProfile, number>> = {
  ordinary: 8,
  slow: 15,
  'no-motion': 8,
  'no-colour': 12,
};
