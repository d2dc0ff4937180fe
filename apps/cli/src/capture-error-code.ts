import type { GuidanceSymbol } from '@bonin/core';

/** What is wrong with the picture of the card, or with the frames, so that nothing was compared. */
export type CaptureErrorCode =
  | `${'CARD' | 'PROBE'}_${CaptureFlaw}`
  | 'PROBE_TOO_FEW_FRAMES'
  /** Not said what. */
  | 'CAPTURE_UNUSABLE';

type CaptureFlaw =
  | 'IMAGE_UNREADABLE'
  | 'NO_FACE'
  | 'SEVERAL_FACES'
  | 'TOO_SMALL'
  | 'TOO_LARGE'
  | 'BADLY_LIT'
  | 'NOT_STRAIGHT'
  | 'BLURRED';

const FLAWS: Readonly<Partial<Record<GuidanceSymbol, CaptureFlaw>>> = {
  'image-unreadable': 'IMAGE_UNREADABLE',
  'no-face': 'NO_FACE',
  'several-faces': 'SEVERAL_FACES',
  'come-nearer': 'TOO_SMALL',
  'move-back': 'TOO_LARGE',
  'adjust-light': 'BADLY_LIT',
  'look-straight': 'NOT_STRAIGHT',
  'hold-still': 'BLURRED',
};

/** @param guidance - the booth's last word before it gave up, if it said one */
export function captureErrorCode(
  role: 'reference' | 'probe',
  guidance: GuidanceSymbol | undefined,
): CaptureErrorCode {
  const flaw = guidance === undefined ? undefined : FLAWS[guidance];
  if (flaw !== undefined) return `${role === 'reference' ? 'CARD' : 'PROBE'}_${flaw}`;
  return role === 'probe' ? 'PROBE_TOO_FEW_FRAMES' : 'CAPTURE_UNUSABLE';
}
