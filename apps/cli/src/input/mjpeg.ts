import { CliError } from '../cli-error.ts';
import type { InputPlace } from './image-file.ts';

/** Where one picture of a clip lies in its file. */
export interface ClipPicture {
  readonly start: number;
  readonly end: number;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/**
 * Finds the pictures of a motion JPEG clip: JPEG files one after another, without a container.
 *
 * Goes by the markers, as the bytes of an end marker may also stand in a thumbnail. A last picture that
 * is cut off is left out.
 *
 * @throws {CliError} `CLIP_MALFORMED` when it does not begin with a picture or holds none that is whole
 */
export function findMjpegPictures(clip: Buffer, at: InputPlace): readonly ClipPicture[] {
  const pictures: ClipPicture[] = [];
  let start = nextPicture(clip, 0);
  if (start !== 0) throw new CliError('CLIP_MALFORMED', { ...at });
  while (start !== undefined) {
    const end = endOfPicture(clip, start);
    if (end === undefined) break;
    pictures.push({ start, end });
    start = nextPicture(clip, end);
  }
  if (pictures.length === 0) throw new CliError('CLIP_MALFORMED', { ...at });
  return pictures;
}

function nextPicture(clip: Buffer, from: number): number | undefined {
  const found = clip.indexOf(Buffer.of(0xff, SOI, 0xff), from);
  return found < 0 ? undefined : found;
}

function endOfPicture(clip: Buffer, start: number): number | undefined {
  let at = start + 2;
  while (at + 4 <= clip.length) {
    if (clip[at] !== 0xff) return undefined;
    const marker = clip[at + 1];
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return at + 2;
    else {
      at += 2 + clip.readUInt16BE(at + 2);
      if (marker === SOS) at = endOfScan(clip, at);
    }
  }
  return at + 2 <= clip.length && clip[at] === 0xff && clip[at + 1] === EOI ? at + 2 : undefined;
}

/** The next marker after entropy-coded data, where a stuffed zero or a restart marker is none. */
function endOfScan(clip: Buffer, from: number): number {
  for (let at = clip.indexOf(0xff, from); at >= 0; at = clip.indexOf(0xff, at + 1)) {
    const next = clip[at + 1];
    if (next !== undefined && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return clip.length;
}
