import { PAYLOAD_MAX_BYTES } from '@bonin/sealing';
import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { chooseEvenly, PROBE_FRAMES_MAX } from './choose-evenly.ts';
import { readImageFile, type InputPlace } from './image-file.ts';
import { findMjpegPictures } from './mjpeg.ts';
import { encodePng } from './png.ts';
import { halve, type RgbPicture } from './rgb-picture.ts';
import { readY4m, readY4mFrame } from './y4m.ts';

/** A frame that could be read when it is chosen. */
type FrameSource = () => Promise<Uint8Array>;

/** A clip without a container is read whole; one of plain samples is read frame by frame. */
const MJPEG_MOST_BYTES = 256 * 1024 * 1024;

const STILL = new Set(['.jpg', '.jpeg', '.png', '.webp']);

/** What the probe arguments came to. */
export interface ProbeFrames {
  /** Frames that were there; of these at most {@link PROBE_FRAMES_MAX} were chosen. */
  readonly found: number;
  readonly frames: readonly Uint8Array[];
}

/**
 * Reads probe frames from stills, folders of stills, and MJPEG or Y4M clips, chosen evenly over all.
 *
 * @throws {CliError} for whatever cannot be used, naming its place
 */
export async function readProbeFrames(paths: readonly string[]): Promise<ProbeFrames> {
  const opened: FileHandle[] = [];
  try {
    const sources: FrameSource[] = [];
    for (const [index, path] of paths.entries()) {
      const at: InputPlace = { role: 'probe', place: index + 1 };
      sources.push(...(await framesOf(path, at, opened)));
    }
    const frames: Uint8Array[] = [];
    for (const read of chooseEvenly(sources, PROBE_FRAMES_MAX)) frames.push(await read());
    return { found: sources.length, frames };
  } finally {
    for (const file of opened) await file.close();
  }
}

async function framesOf(
  path: string,
  at: InputPlace,
  opened: FileHandle[],
): Promise<readonly FrameSource[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CliError('FILE_MISSING', { ...at });
  if (found.isDirectory()) return framesOfFolder(path, at);
  switch (extname(path).toLowerCase()) {
    case '.mjpeg':
    case '.mjpg':
      return framesOfMjpeg(path, at, found.size);
    case '.y4m':
      return framesOfY4m(path, at, opened);
    case '.mp4':
    case '.mov':
    case '.avi':
    case '.webm':
    case '.mkv':
      throw new CliError('CLIP_UNSUPPORTED', { ...at });
    default:
      return [() => readImageFile(path, at)];
  }
}

async function framesOfFolder(folder: string, at: InputPlace): Promise<readonly FrameSource[]> {
  const names = (await readdir(folder)).filter((name) => STILL.has(extname(name).toLowerCase()));
  if (names.length === 0) throw new CliError('FOLDER_EMPTY', { ...at });
  return names.toSorted().map((name) => () => readImageFile(join(folder, name), at));
}

async function framesOfMjpeg(
  path: string,
  at: InputPlace,
  size: number,
): Promise<readonly FrameSource[]> {
  if (size > MJPEG_MOST_BYTES) {
    throw new CliError('FILE_TOO_LARGE', { ...at, bytes: size, most: MJPEG_MOST_BYTES });
  }
  const clip = await readFile(path);
  return findMjpegPictures(clip, at).map(({ start, end }) => () => {
    if (end - start > PAYLOAD_MAX_BYTES.frame) {
      const most = PAYLOAD_MAX_BYTES.frame;
      throw new CliError('FILE_TOO_LARGE', { ...at, bytes: end - start, most });
    }
    return Promise.resolve(clip.subarray(start, end));
  });
}

async function framesOfY4m(
  path: string,
  at: InputPlace,
  opened: FileHandle[],
): Promise<readonly FrameSource[]> {
  const file = await open(path);
  opened.push(file);
  const clip = await readY4m(file, at);
  return clip.frames.map((start) => async () => encodeToFit(await readY4mFrame(file, clip, start)));
}

/** The picture as a PNG, halved as often as it takes to go into one sealed frame. */
function encodeToFit(picture: RgbPicture): Uint8Array {
  const encoded = encodePng(picture);
  return encoded.length <= PAYLOAD_MAX_BYTES.frame ? encoded : encodeToFit(halve(picture));
}
