import { PAYLOAD_MAX_BYTES } from '@bonin/sealing';
import { open, stat } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';
import { readImageHeader } from './image-header.ts';

/** Which picture of the command an error speaks of. */
export interface InputPlace {
  readonly role: 'reference' | 'probe';
  /** From 1, in the order of the command line. */
  readonly place: number;
}

/**
 * Reads the file of one still picture, undecoded.
 *
 * Verified: that it begins as a JPEG, PNG or WebP, is one still picture, and is not larger than a booth takes.
 * Not verified: that it can be decoded; only a booth opens pictures.
 *
 * @throws {CliError} `FILE_MISSING`, `FILE_TOO_LARGE`, `IMAGE_FORMAT_UNSUPPORTED`, `IMAGE_ANIMATED`,
 *   `IMAGE_TOO_MANY_PIXELS`
 */
export async function readImageFile(path: string, at: InputPlace): Promise<Uint8Array> {
  const maxBytes = PAYLOAD_MAX_BYTES[at.role === 'reference' ? 'card' : 'frame'];
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new CliError('FILE_MISSING', { ...at });

  const file = await open(path).catch(() => undefined);
  if (file === undefined) throw new CliError('FILE_MISSING', { ...at });
  try {
    // A file of unknown kind is called that, however large it is; so its first bytes come first.
    const start = new Uint8Array(Math.min(found.size, HEADER_MOST_BYTES));
    await file.read(start, 0, start.length, 0);
    checkHeader(start, at);
    if (found.size > maxBytes) {
      throw new CliError('FILE_TOO_LARGE', { ...at, bytes: found.size, most: maxBytes });
    }
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Enough for the headers before the size of any ordinary photograph, thumbnails included. */
const HEADER_MOST_BYTES = 256 * 1024;

/** As many as a booth decodes. Only to name the cause: the limit that holds is the engine's, which is out of reach here. */
const MOST_PIXELS = 40_000_000;

export function checkHeader(start: Uint8Array, at: InputPlace): void {
  const header = readImageHeader(start);
  if (header === undefined) throw new CliError('IMAGE_FORMAT_UNSUPPORTED', { ...at });
  if (header.isAnimated) throw new CliError('IMAGE_ANIMATED', { ...at });
  const { size } = header;
  if (size !== undefined && size.width * size.height > MOST_PIXELS) {
    throw new CliError('IMAGE_TOO_MANY_PIXELS', { ...at, ...size });
  }
}
