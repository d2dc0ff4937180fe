import type { FileHandle } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';
import type { InputPlace } from './image-file.ts';
import type { RgbPicture } from './rgb-picture.ts';

/** A YUV4MPEG2 clip: uncompressed frames, one after another. */
export interface Y4mClip {
  readonly width: number;
  readonly height: number;
  readonly sampling: Sampling;
  readonly isFullRange: boolean;
  /** Where the samples of each whole frame begin. */
  readonly frames: readonly number[];
  readonly frameBytes: number;
}

interface Sampling {
  readonly across: 1 | 2;
  readonly down: 1 | 2;
  readonly hasColour: boolean;
}

const LINE_MOST_BYTES = 1024;
const SIDE_MOST_PX = 8192;
const FRAMES_MOST = 100_000;

/**
 * Reads the header of a clip and finds its frames.
 *
 * @throws {CliError} `CLIP_MALFORMED`; `CLIP_UNSUPPORTED` for more than 8 bits a sample or an alpha plane
 */
export async function readY4m(file: FileHandle, at: InputPlace): Promise<Y4mClip> {
  const { size } = await file.stat();
  const line = await readLine(file, 0);
  const [name, ...parameters] = line?.split(' ') ?? [];
  if (line === undefined || name !== 'YUV4MPEG2') throw new CliError('CLIP_MALFORMED', { ...at });
  const values = new Map(parameters.map((word) => [word.slice(0, 1), word.slice(1)]));
  const width = parseSide(values.get('W'), at);
  const height = parseSide(values.get('H'), at);
  const sampling = parseSampling(values.get('C') ?? '420', at);
  const frameBytes = width * height + 2 * planeSize({ width, height, sampling });

  const frames: number[] = [];
  let from = line.length + 1;
  while (frames.length < FRAMES_MOST) {
    const frameLine = await readLine(file, from);
    if (frameLine === undefined) break;
    if (!/^FRAME(?: |$)/.test(frameLine)) throw new CliError('CLIP_MALFORMED', { ...at });
    const start = from + frameLine.length + 1;
    if (start + frameBytes > size) break;
    frames.push(start);
    from = start + frameBytes;
  }
  if (frames.length === 0) throw new CliError('CLIP_MALFORMED', { ...at });
  const isFullRange = parameters.includes('XCOLORRANGE=FULL');
  return { width, height, sampling, isFullRange, frames, frameBytes };
}

/** Reads one frame as sRGB, with the matrix of ITU-R BT.601. */
export async function readY4mFrame(
  file: FileHandle,
  clip: Y4mClip,
  start: number,
): Promise<RgbPicture> {
  const samples = new Uint8Array(clip.frameBytes);
  await file.read(samples, 0, samples.length, start);
  const { width, height, sampling, isFullRange } = clip;
  const chroma = planeSize(clip);
  const chromaWidth = Math.ceil(width / sampling.across);
  const pixels = new Uint8ClampedArray(width * height * 3);
  const gain = isFullRange ? 1 : 255 / 219;
  const colourGain = isFullRange ? 1 : 255 / 224;
  const black = isFullRange ? 0 : 16;

  for (let y = 0; y < height; y += 1) {
    const chromaRow = Math.floor(y / sampling.down) * chromaWidth;
    for (let x = 0; x < width; x += 1) {
      const place = width * height + chromaRow + Math.floor(x / sampling.across);
      const luma = gain * (samples[y * width + x]! - black);
      const blue = sampling.hasColour ? colourGain * (samples[place]! - 128) : 0;
      const red = sampling.hasColour ? colourGain * (samples[place + chroma]! - 128) : 0;
      const to = (y * width + x) * 3;
      pixels[to] = luma + 1.402 * red;
      pixels[to + 1] = luma - 0.344136 * blue - 0.714136 * red;
      pixels[to + 2] = luma + 1.772 * blue;
    }
  }
  return { width, height, pixels };
}

async function readLine(file: FileHandle, from: number): Promise<string | undefined> {
  const piece = Buffer.alloc(LINE_MOST_BYTES);
  const { bytesRead } = await file.read(piece, 0, piece.length, from);
  const end = piece.subarray(0, bytesRead).indexOf(0x0a);
  return end < 0 ? undefined : piece.toString('latin1', 0, end);
}

function parseSide(text: string | undefined, at: InputPlace): number {
  const side = /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 0;
  if (side === 0) throw new CliError('CLIP_MALFORMED', { ...at });
  if (side > SIDE_MOST_PX) throw new CliError('IMAGE_TOO_MANY_PIXELS', { ...at, side });
  return side;
}

function parseSampling(text: string, at: InputPlace): Sampling {
  if (/^420(?:jpeg|mpeg2|paldv)?$/.test(text)) return { across: 2, down: 2, hasColour: true };
  if (text === '422') return { across: 2, down: 1, hasColour: true };
  if (text === '444') return { across: 1, down: 1, hasColour: true };
  if (text === 'mono') return { across: 1, down: 1, hasColour: false };
  throw new CliError('CLIP_UNSUPPORTED', { ...at });
}

/** Samples of one colour plane. */
function planeSize({
  width,
  height,
  sampling,
}: Pick<Y4mClip, 'width' | 'height' | 'sampling'>): number {
  if (!sampling.hasColour) return 0;
  return Math.ceil(width / sampling.across) * Math.ceil(height / sampling.down);
}
