import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crop, drawCard, drawFrames, type Share } from '@bonin/testkit/drawing';
import { ROOT } from './running-service.ts';

/** Cards and camera clips made from the sample faces, in a folder of their own. */
export interface Faces {
  readonly folder: string;
  /** A drawn card around the portrait of the first man. */
  readonly cardFile: string;
  /** The first man, on another recording than the portrait. */
  readonly sameManClip: string;
  /** The other man. */
  readonly otherManClip: string;
  remove(): void;
}

/** Where the man of the webcam clips sits in his pictures. */
export const SITTING: Share = { left: 0.2, top: 0.25, width: 0.64, height: 0.64 };
const PORTRAIT: Share = { left: 0.35, top: 0.23, width: 0.35, height: 0.6 };
export const WHOLE: Share = { left: 0, top: 0, width: 1, height: 1 };

export async function makeFaces(): Promise<Faces> {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-faces-'));
  const cardFile = join(folder, 'card.jpg');
  writeFileSync(cardFile, await drawManOnCard());
  return {
    folder,
    cardFile,
    sameManClip: await writeClip(join(folder, 'same.mjpeg'), stills('man-a-clip-2'), SITTING),
    otherManClip: await writeClip(join(folder, 'other.mjpeg'), stills('man-b-clip'), WHOLE),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The drawn card around the portrait of the first man. */
export async function drawManOnCard(): Promise<Uint8Array> {
  const [still] = stills('man-a-clip-1');
  if (still === undefined) throw new Error('the sample faces are not installed; run npm ci');
  return drawCard({ portrait: await crop(still, PORTRAIT, { width: 420, height: 540 }) });
}

/** The stills of a recording, in their order. */
export function stills(name: string): readonly Uint8Array[] {
  const files = globSync('*.jpg', { cwd: join(ROOT, 'samples/files', name) }).sort();
  return files.map((file) => readFileSync(join(ROOT, 'samples/files', name, file)));
}

/** Pictures in a clip, which Chromium plays over and over: a prime, so that the page comes by all, every so many as it takes. */
const CLIP_FRAMES = 29;

/** A clip that Chromium can play in the place of a camera: JPEG files, one after the other. */
export async function writeClip(
  file: string,
  pictures: readonly Uint8Array[],
  share: Share,
): Promise<string> {
  const frames = await drawFrames({ stills: pictures, count: CLIP_FRAMES, share });
  writeFileSync(file, Buffer.concat(frames));
  return file;
}
