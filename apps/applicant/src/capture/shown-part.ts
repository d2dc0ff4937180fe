/** A width and a height of which only the proportion matters. */
export interface Shape {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of a picture, in its pixels. */
export interface Part extends Shape {
  readonly left: number;
  readonly top: number;
}

/** Proportions of the stages on the screen, as `applicant.css` has them; a test holds the two together. */
export const CARD_STAGE: Shape = { width: 4, height: 3 };
/** Around the oval, with a margin of a twelfth of its width on each side. */
export const FACE_STAGE: Shape = { width: 7, height: 10 };

/**
 * The part of a picture that a stage shows: the largest of its shape around the middle, as `object-fit: cover`
 * cuts it. What is sealed is what the person saw, and nothing of what stood beside it.
 */
export function shownPart({ width, height }: Shape, stage: Shape): Part {
  const scale = Math.min(width / stage.width, height / stage.height);
  const part = { width: Math.round(stage.width * scale), height: Math.round(stage.height * scale) };
  return {
    ...part,
    left: Math.round((width - part.width) / 2),
    top: Math.round((height - part.height) / 2),
  };
}

export function wholeOf({ width, height }: Shape): Part {
  return { left: 0, top: 0, width, height };
}
