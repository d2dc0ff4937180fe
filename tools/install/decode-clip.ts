/**
 * Takes frames out of a clip with ffmpeg.
 *
 * Decoders of different versions differ in the last bit, so what is checked is the number of frames,
 * that each is a whole JPEG, and its size in pixels.
 */

import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InstallError } from './install-error.ts';
import type { ClipSample } from './sample-manifest.ts';

/** JPEG quality of ffmpeg's scale, 2 (best) to 31. */
const QUALITY = 2;

/**
 * Leaves either all frames in `folder` or none.
 *
 * @param decoder path or name of an ffmpeg
 * @throws {InstallError} `CLIP_NOT_DECODED`
 */
export async function decodeClip(
  clip: ClipSample,
  { bytes, folder, decoder }: { bytes: Uint8Array; folder: string; decoder: string },
): Promise<void> {
  const draft = `${folder}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const source = join(draft, 'clip');
    await writeFile(source, bytes);
    await runDecoder(clip, { decoder, source, draft });
    await rm(source);
    if (!(await hasAllFrames(clip, draft))) throw notDecoded(clip);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Whether the folder has exactly the frames of the clip, each a JPEG of the right size. */
export async function hasAllFrames(clip: ClipSample, folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const expected = Array.from({ length: clip.count }, (_, index) => frameName(index + 1));
  if (names.toSorted().join() !== expected.join()) return false;
  for (const name of names) {
    const size = jpegSize(await readFile(join(folder, name)));
    if (size?.width !== clip.width || size.height !== clip.height) return false;
  }
  return true;
}

export function frameName(number: number): string {
  return `${String(number).padStart(3, '0')}.jpg`;
}

async function runDecoder(
  clip: ClipSample,
  { decoder, source, draft }: { decoder: string; source: string; draft: string },
): Promise<void> {
  const arguments_ = [
    ...['-v', 'error', '-nostdin', '-i', source, '-an'],
    ...['-vf', `select='not(mod(n,${clip.every}))'`, '-vsync', '0'],
    ...['-frames:v', String(clip.count), '-threads', '1', '-q:v', String(QUALITY)],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
    join(draft, '%03d.jpg'),
  ];
  try {
    await promisify(execFile)(decoder, arguments_, { timeout: 120_000 });
  } catch (cause) {
    throw notDecoded(clip, cause);
  }
}

/** Width and height from the frame header (ITU-T T.81, B.2.2); nothing when cut off or no JPEG. */
function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole =
    bytes.length > 4 && view.getUint16(0) === 0xffd8 && view.getUint16(bytes.length - 2) === 0xffd9;
  if (!isWhole) return undefined;
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
  }
  return undefined;
}

function notDecoded({ folder }: ClipSample, cause?: unknown): InstallError {
  return new InstallError('CLIP_NOT_DECODED', { sample: folder }, { cause });
}
