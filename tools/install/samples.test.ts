import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decodeClip, frameName, hasAllFrames } from './decode-clip.ts';
import { installSamples } from './install-samples.ts';
import { hashOf, KeptFiles } from './kept-files.ts';
import { Progress } from './progress.ts';
import type { ClipSample, SampleManifest } from './sample-manifest.ts';
import { makeArchive, pin } from './testing/make-package.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const temporary = useTemporaryFolder();

/** The smallest thing with a frame header of this size between the two marks of a JPEG. */
function makeJpeg(width: number, height: number): Uint8Array {
  const sizes = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, ...sizes, 1, 1, 17, 0, 0xff, 0xd9);
}

/** Stands for ffmpeg: writes the wanted number of frames where the last argument says. */
function makeDecoder(frames: number, width: number): Uint8Array {
  const jpeg = JSON.stringify([...makeJpeg(width, 30)]);
  const program = `#!${process.execPath}
    const { writeFileSync } = require('node:fs');
    const pattern = process.argv.at(-1);
    for (let n = 1; n <= ${frames}; n++) {
      writeFileSync(pattern.replace('%03d', String(n).padStart(3, '0')), Uint8Array.from(${jpeg}));
    }`;
  return new TextEncoder().encode(program);
}

const still = makeJpeg(8, 8);
const archive = makeArchive({ 'media/clip.mp4': new Uint8Array(9), 'media/a.jpg': still });
const media = pin('media', archive);
const clip: ClipSample = {
  kind: 'clip',
  folder: 'man',
  source: { package: media, path: 'media/clip.mp4', sha256: hashOf(new Uint8Array(9)) },
  every: 2,
  count: 3,
  width: 40,
  height: 30,
};
const samples: SampleManifest['samples'] = [
  clip,
  {
    kind: 'still',
    file: 'stills/001.jpg',
    source: { package: media, path: 'media/a.jpg', sha256: hashOf(still) },
  },
];

async function install(frames: number, width = 40) {
  const program = makeDecoder(frames, width);
  const packed = makeArchive({ ffmpeg: program });
  const decoder = { package: pin('decoder', packed), path: 'ffmpeg', sha256: hashOf(program) };
  const fetched: string[] = [];
  const outcome = await installSamples(
    { samples, decoders: new Map([['made-up', decoder]]) },
    { files: new KeptFiles(temporary.path), platform: 'made-up' },
    {
      openRegistry: () =>
        Promise.resolve(({ name }) => {
          fetched.push(name);
          return Promise.resolve(name === 'decoder' ? packed : archive);
        }),
      progress: new Progress({ write: () => undefined }),
    },
  );
  return { outcome, fetched };
}

describe('installSamples', () => {
  it('decodes clips, takes stills as they are and leaves no decoder behind', async () => {
    const { outcome } = await install(3);
    assert.deepEqual(outcome, { kind: 'complete', brought: 2 });
    assert.deepEqual((await readdir(temporary.path)).toSorted(), ['man', 'stills']);
    assert.deepEqual(await readdir(join(temporary.path, 'man')), ['001.jpg', '002.jpg', '003.jpg']);
  });

  it('fetches nothing the second time', async () => {
    await install(3);
    assert.deepEqual((await install(3)).fetched, []);
  });

  it('refuses a clip that yields fewer frames, or frames of another size, and keeps none', async () => {
    await assert.rejects(install(2), { code: 'CLIP_NOT_DECODED', details: { sample: 'man' } });
    await assert.rejects(install(3, 41), { code: 'CLIP_NOT_DECODED' });
    assert.deepEqual(await readdir(temporary.path), ['stills']);
  });
});

describe('decodeClip', () => {
  it('says so when the decoder cannot be run', async () => {
    const target = join(temporary.path, 'man');
    const bytes = new Uint8Array(9);
    await assert.rejects(
      decodeClip(clip, { bytes, folder: target, decoder: join(temporary.path, 'no') }),
      {
        code: 'CLIP_NOT_DECODED',
      },
    );
    assert.deepEqual(await readdir(temporary.path), []);
  });
});

describe('hasAllFrames', () => {
  it('does not take a frame that was cut off for a whole one', async () => {
    const target = join(temporary.path, 'man');
    await mkdir(target);
    for (const number of [1, 2, 3])
      await writeFile(join(target, frameName(number)), makeJpeg(40, 30));
    assert.equal(await hasAllFrames(clip, target), true);
    await writeFile(join(target, '002.jpg'), makeJpeg(40, 30).subarray(0, 15));
    assert.equal(await hasAllFrames(clip, target), false);
  });
});
