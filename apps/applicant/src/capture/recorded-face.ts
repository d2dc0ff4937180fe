import type { FrameSource } from './frame-source.ts';
import { openSampleStage } from './sample-stage.ts';
import { loadSampleFile, type RecordedPresentation } from './samples.ts';

/** No camera gives the same picture twice, also of a recording: it is shifted by up to so many pixels. */
const SHIFT_PX = 0.8;

/** A recording in the place of a camera. It sees nothing of the page. */
export async function openRecordedFace({ frames }: RecordedPresentation): Promise<FrameSource> {
  const pictures = await Promise.all(
    frames.map(async (name) => createImageBitmap(await (await loadSampleFile(name)).blob())),
  );
  const [first] = pictures;
  if (first === undefined) throw new Error('SAMPLE_NOT_LOADED');
  const stage = openSampleStage(first);
  let next = 0;
  let closed = false;
  draw(first);

  function draw(picture: ImageBitmap): void {
    const shift = (): number => SHIFT_PX * (2 * Math.random() - 1);
    stage.context.drawImage(picture, shift(), shift());
  }

  return {
    preview: stage.preview,
    mirrored: false,
    async nextFrame() {
      if (closed) return undefined;
      // There and back again, so that the last frame is never followed by the first with a jump.
      const span = Math.max(1, 2 * (pictures.length - 1));
      const at = next % span < pictures.length ? next % span : span - (next % span);
      next += 1;
      draw(pictures[at] ?? first);
      const takenAtMs = performance.now();
      return { image: await stage.encode(), takenAtMs };
    },
    see: () => undefined,
    light: () => (closed ? undefined : stage.light()),
    close() {
      closed = true;
      stage.close();
      for (const picture of pictures) picture.close();
    },
  };
}
