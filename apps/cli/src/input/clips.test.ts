import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import { CliError, type CliErrorCode } from '../cli-error.ts';
import { chooseEvenly } from './choose-evenly.ts';
import type { InputPlace } from './image-file.ts';
import { readImageHeader } from './image-header.ts';
import { findMjpegPictures } from './mjpeg.ts';
import { encodePng } from './png.ts';
import { readProbeFrames } from './probe-frames.ts';
import { halve } from './rgb-picture.ts';
import { readY4m, readY4mFrame } from './y4m.ts';

const AT: InputPlace = { role: 'probe', place: 1 };
const folder = mkdtempSync(join(tmpdir(), 'bonin-clips-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, ...parts: readonly (Uint8Array | string)[]): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
  return path;
}

function refusal(code: CliErrorCode) {
  return (error: unknown) => error instanceof CliError && error.code === code;
}

/** A JPEG in form only: a segment that holds a false end, a scan with a stuffed byte, an end. */
function jpegInForm(tag: number): Uint8Array {
  return Uint8Array.of(
    ...[0xff, 0xd8, 0xff, 0xe1, 0x00, 0x06, 0xff, 0xd9, 0xff, 0xd8],
    ...[0xff, 0xc0, 0x00, 0x0b, 8, 0, 48, 0, 64, 1, 1, 0x11, 0],
    ...[0xff, 0xda, 0x00, 0x02, tag, 0xff, 0x00, 0x12, 0xff, 0xd3, 0x34, 0xff, 0xd9],
  );
}

describe('a motion JPEG clip', () => {
  it('is cut into its pictures by their markers', () => {
    const pictures = [1, 2, 3].map(jpegInForm);
    const clip = Buffer.concat(pictures);
    const found = findMjpegPictures(clip, AT);
    assert.equal(found.length, 3);
    found.forEach(({ start, end }, at) => {
      assert.deepEqual(Uint8Array.from(clip.subarray(start, end)), pictures[at]);
    });
  });

  it('leaves out a last picture that is cut off, at whatever byte', () => {
    const [first, second] = [jpegInForm(1), jpegInForm(2)];
    for (let length = 0; length < second.length; length += 1) {
      const clip = Buffer.concat([first, second.subarray(0, length)]);
      assert.equal(findMjpegPictures(clip, AT).length, 1, `cut after ${length} bytes`);
    }
  });

  it('is refused when it holds no whole picture, or begins with something else', () => {
    const cut = Buffer.from(jpegInForm(1).subarray(0, 20));
    assert.throws(() => findMjpegPictures(cut, AT), refusal('CLIP_MALFORMED'));
    assert.throws(() => findMjpegPictures(Buffer.from('text'), AT), refusal('CLIP_MALFORMED'));
    const late = Buffer.concat([Buffer.from('text'), jpegInForm(1)]);
    assert.throws(() => findMjpegPictures(late, AT), refusal('CLIP_MALFORMED'));
  });
});

describe('a Y4M clip', () => {
  const grey = Buffer.alloc(4 * 2 + 2 * 2, 128);

  it('is read frame by frame, a cut-off last one left out', async () => {
    const path = file(
      'grey.y4m',
      'YUV4MPEG2 W4 H2 F25:1 C420jpeg\n',
      ...['FRAME\n', grey, 'FRAME Ip\n', grey, 'FRAME\n', grey.subarray(1)],
    );
    await using clipFile = await open(path);
    const clip = await readY4m(clipFile, AT);
    assert.equal(clip.frames.length, 2);
    const picture = await readY4mFrame(clipFile, clip, clip.frames[1] ?? 0);
    assert.deepEqual([picture.width, picture.height], [4, 2]);
    const expected = Math.round(((128 - 16) * 255) / 219);
    assert.ok(picture.pixels.every((value) => Math.abs(value - expected) <= 1));
  });

  it('gives red where its samples are red', async () => {
    const red = Buffer.of(76, 85, 255);
    const path = file('red.y4m', 'YUV4MPEG2 W1 H1 C444 XCOLORRANGE=FULL\nFRAME\n', red);
    await using clipFile = await open(path);
    const clip = await readY4m(clipFile, AT);
    const { pixels } = await readY4mFrame(clipFile, clip, clip.frames[0] ?? 0);
    assert.ok(Math.abs((pixels[0] ?? 0) - 254) <= 1);
    assert.ok((pixels[1] ?? 255) <= 1 && (pixels[2] ?? 255) <= 1);
  });

  it('is refused when its header or a frame is not what the format says', async () => {
    const cases: readonly (readonly [CliErrorCode, string])[] = [
      ['CLIP_MALFORMED', 'a text file\n'],
      ['CLIP_MALFORMED', 'YUV4MPEG2 W0 H2\nFRAME\n'],
      ['CLIP_MALFORMED', 'YUV4MPEG2 W4 H2\nNOFRAME\n'],
      ['CLIP_MALFORMED', 'YUV4MPEG2 W4 H2\n'],
      ['IMAGE_TOO_MANY_PIXELS', 'YUV4MPEG2 W65535 H65535\nFRAME\n'],
      ['CLIP_UNSUPPORTED', 'YUV4MPEG2 W4 H2 C420p10\nFRAME\n'],
    ];
    for (const [index, [code, text]] of cases.entries()) {
      await assert.rejects(readProbeFrames([file(`bad-${index}.y4m`, text)]), refusal(code), text);
    }
  });
});

describe('a PNG of our own', () => {
  it('holds the pixels it was made of', () => {
    const pixels = Uint8ClampedArray.from({ length: 3 * 2 * 3 }, (_, at) => (at * 37) % 256);
    const png = Buffer.from(encodePng({ width: 3, height: 2, pixels }));
    assert.deepEqual(readImageHeader(png)?.size, { width: 3, height: 2 });
    const length = png.readUInt32BE(33);
    const rows = inflateSync(png.subarray(41, 41 + length));
    const first = rows.subarray(1, 10);
    const second = rows.subarray(11, 20).map((value, at) => value + (first[at] ?? 0));
    assert.deepEqual([...first, ...second], [...pixels]);
  });

  it('is of half the size when halved', () => {
    const pixels = Uint8ClampedArray.from({ length: 5 * 4 * 3 }, () => 90);
    const half = halve({ width: 5, height: 4, pixels });
    assert.deepEqual([half.width, half.height, half.pixels.length], [2, 2, 12]);
    assert.ok(half.pixels.every((value) => value === 90));
  });
});

describe('the header of a picture', () => {
  it('tells format and size of JPEG and WebP', () => {
    const jpeg = readImageHeader(jpegInForm(1));
    assert.deepEqual(jpeg, {
      format: 'jpeg',
      size: { width: 64, height: 48 },
      isAnimated: false,
    });
    const webp = Buffer.alloc(30);
    webp.write('RIFF', 0);
    webp.write('WEBPVP8X', 8);
    webp[20] = 2;
    webp[24] = 99;
    webp[27] = 49;
    assert.deepEqual(readImageHeader(webp), {
      format: 'webp',
      size: { width: 100, height: 50 },
      isAnimated: true,
    });
  });

  it('is none for a text, and for nothing', () => {
    assert.equal(readImageHeader(Buffer.from('a text file that is long enough')), undefined);
    assert.equal(readImageHeader(new Uint8Array()), undefined);
  });
});

describe('the frames of a probe', () => {
  it('are chosen evenly when there are more than a booth keeps', async () => {
    const clip = file('long.mjpeg', ...Array.from({ length: 29 }, (_, tag) => jpegInForm(tag)));
    const { found, frames } = await readProbeFrames([clip]);
    assert.equal(found, 29);
    assert.deepEqual(
      frames.map((frame) => frame[27]),
      [0, 4, 8, 12, 16, 20, 24, 28],
    );
    assert.deepEqual(chooseEvenly([1, 2], 8), [1, 2]);
  });

  it('are refused when the folder has no picture or the clip is in a container', async () => {
    await assert.rejects(
      readProbeFrames([mkdtempSync(join(folder, 'empty-'))]),
      refusal('FOLDER_EMPTY'),
    );
    await assert.rejects(readProbeFrames([file('clip.mp4', 'ftyp')]), refusal('CLIP_UNSUPPORTED'));
    await assert.rejects(readProbeFrames([join(folder, 'gone.jpg')]), refusal('FILE_MISSING'));
  });
});
