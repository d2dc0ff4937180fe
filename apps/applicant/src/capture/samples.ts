import type { Locale } from '@bonin/protocol/consent-text';
import { endTracks } from './camera-stream.ts';
import type { FrameSource } from './frame-source.ts';
import { makeLightMeter } from './light-meter.ts';
import { encodeFrame } from './picture.ts';
import { FACE_STAGE, shownPart } from './shown-part.ts';

const FOLDER = '/demonstration/samples/';

/** Somebody who can stand in for a camera in a demonstration. */
export interface SampleApplicant {
  readonly id: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly card: string;
  readonly frames: readonly string[];
  readonly expect: 'Y' | 'N';
  readonly note: Readonly<Record<Locale, string>>;
}

export async function listSamples(): Promise<readonly SampleApplicant[]> {
  const response = await fetch(`${FOLDER}index.json`, { credentials: 'omit' });
  if (!response.ok) throw new Error('SAMPLES_NOT_LOADED');
  const json: unknown = await response.json();
  return Array.isArray(json) ? (json as readonly SampleApplicant[]) : [];
}

async function loadFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(FOLDER + name, { credentials: 'omit' });
  if (!response.ok) throw new Error('SAMPLE_NOT_LOADED');
  return new Uint8Array(await response.arrayBuffer());
}

/** The card of a sample applicant, as a file like any other. */
export async function loadSampleCard(sample: SampleApplicant): Promise<Blob> {
  return new Blob([await loadFile(sample.card)], { type: 'image/jpeg' });
}

/** Opens a sample applicant in the place of a front camera: the same part of each frame, the same way on. */
export async function openSampleFace(sample: SampleApplicant): Promise<FrameSource> {
  const files = await Promise.all(sample.frames.map(loadFile));
  const pictures = await Promise.all(
    files.map((file) => createImageBitmap(new Blob([file], { type: 'image/jpeg' }))),
  );
  const first = pictures[0];
  if (first === undefined) throw new Error('SAMPLE_NOT_LOADED');

  const canvas = document.createElement('canvas');
  canvas.width = first.width;
  canvas.height = first.height;
  const context = canvas.getContext('2d');
  const meter = makeLightMeter();
  let next = 0;
  let shown: ImageBitmap = first;
  let closed = false;
  context?.drawImage(first, 0, 0);
  const preview = canvas.captureStream(10);

  return {
    preview,
    mirrored: false,
    async nextFrame() {
      if (closed) return undefined;
      // There and back again, so that the last frame is never followed by the first with a jump.
      const span = Math.max(1, 2 * (pictures.length - 1));
      const at = next % span < pictures.length ? next % span : span - (next % span);
      next += 1;
      shown = pictures[at] ?? first;
      context?.drawImage(shown, 0, 0, canvas.width, canvas.height);
      const takenAtMs = performance.now();
      return { image: await encodeFrame(shown, shownPart(shown, FACE_STAGE)), takenAtMs };
    },
    see: () => undefined,
    light: () => (closed ? undefined : meter.read(shown, shownPart(shown, FACE_STAGE))),
    close() {
      closed = true;
      endTracks(preview);
      for (const picture of pictures) picture.close();
      canvas.width = 0;
    },
  };
}
