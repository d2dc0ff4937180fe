import { endTracks } from './camera-stream.ts';
import type { FrameSource } from './frame-source.ts';
import { makeLightMeter } from './light-meter.ts';
import { encodeFrame } from './picture.ts';
import { FACE_STAGE, shownPart, type Shape } from './shown-part.ts';

/** Where a sample applicant is drawn, instead of a camera's pictures: what is on it is shown and sent. */
export interface SampleStage {
  readonly context: CanvasRenderingContext2D;
  readonly preview: MediaStream;
  readonly encode: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly light: FrameSource['light'];
  readonly close: () => void;
}

const PREVIEW_PER_SECOND = 15;

export function openSampleStage({ width, height }: Shape): SampleStage {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('CANVAS_UNAVAILABLE');
  const preview = canvas.captureStream(PREVIEW_PER_SECOND);
  const part = shownPart(canvas, FACE_STAGE);
  const meter = makeLightMeter();
  return {
    context,
    preview,
    encode: () => encodeFrame(canvas, part),
    light: () => meter.read(canvas, part),
    close() {
      endTracks(preview);
      canvas.width = 0;
    },
  };
}
