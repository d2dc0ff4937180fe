import type { DetectedFace } from '../detection/detected-face.ts';
import type { Cut, Raster } from '../image/raster.ts';

/**
 * The portrait of a card, cut out of its picture: what is handed from whoever saw the card to whoever compares.
 *
 * It holds as much of the picture as assessing and comparing the portrait look at, so that cutting changes no measure. Of the
 * card around it, that is where names and numbers stand, as little as that allows.
 *
 * Personal data: the pixels of one face, and whatever is printed right beside it.
 */
export interface CardPortrait {
  readonly raster: Raster;
  readonly cut: Cut;
  /** Where a detector saw the face, in pixels of the whole picture. */
  readonly detected: DetectedFace;
  /** Quarter turns, clockwise, by which the card lies turned: 0…3. */
  readonly quarterTurns: number;
  /** Area of the second largest face of the picture in that of this one; 0 when it is alone. */
  readonly secondFaceShare: number;
}

/** A portrait is handed over in no more pixels than this to a side; a larger one is halved first. */
export const PORTRAIT_SIDE_MAX_PX = 640;
