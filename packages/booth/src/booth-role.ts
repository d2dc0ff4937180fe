/**
 * Which of the two booths of an attempt: the reader sees the card and no live face, the matcher the portrait and the live
 * face and no card.
 */
export const BOOTH_ROLES = ['reader', 'matcher'] as const;

export type BoothRole = (typeof BOOTH_ROLES)[number];
