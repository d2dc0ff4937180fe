import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { drawCard, drawFigure, type Figure } from '@bonin/testkit/drawing';
import sharp from 'sharp';
import { encodePng } from './input/png.ts';
import { ensureBoothPrograms } from './installation.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const BIN = join(ROOT, 'apps', 'cli', 'bin', 'bonin.mjs');
const FACES = join(ROOT, 'samples', 'files');
const MAN_A = join(FACES, 'man-a-clip-1', '003.jpg');
const MAN_A_LATER = join(FACES, 'man-a-clip-2');
const MAN_B = join(FACES, 'man-b-clip');

const folder = mkdtempSync(join(tmpdir(), 'bonin-cli-'));
before(ensureBoothPrograms);
after(() => {
  rmSync(folder, { recursive: true });
});

function bonin(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function verify(reference: string, ...probe: readonly string[]) {
  return bonin('verify', '--reference', reference, '--probe', ...probe);
}

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The shipped policy for other networks; its threshold is only for this test. */
function policyWith(scale: string): string {
  const policy = JSON.parse(readFileSync(join(ROOT, 'policies', 'default.json'), 'utf8')) as {
    readonly face: { readonly comparison: object };
  };
  const comparison = { minimum: 0.5, scale, calibration: 'only-a-test' };
  const face = { ...policy.face, comparison };
  return file(`policy-${scale}.json`, JSON.stringify({ ...policy, face }));
}

function assertUnusable(run: ReturnType<typeof bonin>, code: string) {
  assert.equal(run.status, 2, run.stderr);
  assert.equal(run.stdout, '');
  assert.ok(run.stderr.includes(`[${code}]`), run.stderr);
}

/** A picture in form only, of 65,535 pixels each way. */
function vastJpeg(): Uint8Array {
  const frameHeader = [0xff, 0xc0, 0x00, 0x0b, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
  return Uint8Array.of(0xff, 0xd8, ...frameHeader, 0xff, 0xd9);
}

function animatedWebp(): Uint8Array {
  const header = Buffer.alloc(64);
  header.write('RIFF', 0);
  header.writeUInt32LE(56, 4);
  header.write('WEBPVP8X', 8);
  header.writeUInt32LE(10, 16);
  header[20] = 2;
  return header;
}

/** 300 MB of which no disk holds more than a page. */
function hugeFile(): string {
  const path = join(folder, 'huge.jpg');
  copyFileSync(MAN_A, path);
  const descriptor = openSync(path, 'r+');
  ftruncateSync(descriptor, 300_000_000);
  closeSync(descriptor);
  return path;
}

describe('bonin verify', () => {
  it('answers Y for the same man on another day, and exits 0', () => {
    const run = verify(MAN_A, join(MAN_A_LATER, '002.jpg'), join(MAN_A_LATER, '008.jpg'));
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^Y {2}.+\n$/);
  });

  it('answers N for another man, and exits 1', () => {
    const run = verify(MAN_A, MAN_B);
    assert.equal(run.status, 1, run.stderr);
    assert.match(run.stdout, /^N {2}.+\n$/);
  });

  it('takes a clip, and tells where the time went', () => {
    const pictures = readdirSync(MAN_A_LATER).map((name) => readFileSync(join(MAN_A_LATER, name)));
    const run = verify(MAN_A, file('clip.mjpeg', Buffer.concat(pictures)), '--timings');
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stderr, /in the booth: features/);
  });

  it('gives the same facts as JSON, in Korean when asked', () => {
    const run = verify(MAN_A, MAN_B, '--json', '--lang', 'ko');
    assert.equal(run.status, 1, run.stderr);
    const facts = JSON.parse(run.stdout) as Record<string, unknown>;
    assert.equal(facts['answer'], 'N');
    assert.match(String(facts['sentence']), /[가-힣]/);
    assert.equal(run.stderr, '');
  });
});

describe('bonin verify with networks of another choice', () => {
  it('compares with those that the policy names', () => {
    for (const scale of ['mobilefacenet', 'mobilefacenet.60+fr-feature-bgr.40']) {
      const policy = policyWith(scale);
      assert.equal(verify(MAN_A, MAN_A_LATER, '--policy', policy).status, 0, scale);
      assert.equal(verify(MAN_A, MAN_B, '--policy', policy).status, 1, scale);
    }
  });
});

describe('bonin verify on two persons, and on none', () => {
  it('answers N when another man is in some of the frames, and compares nothing when he is too blurred', async () => {
    const ofA = ['002', '006', '010'].map((name) => join(MAN_A_LATER, `${name}.jpg`));
    for (const sigma of [0, 1, 3]) {
      const ofB = await Promise.all(
        ['001', '009'].map(async (name) => {
          const picture = readFileSync(join(MAN_B, `${name}.jpg`));
          const blurred =
            sigma === 0 ? picture : await sharp(picture).blur(sigma).jpeg().toBuffer();
          return file(`b-${sigma}-${name}.jpg`, blurred);
        }),
      );
      const run = verify(MAN_A, ...ofA, ...ofB);
      if (sigma === 3) assertUnusable(run, 'PROBE_BLURRED');
      else assert.equal(run.status, 1, `blurred by ${sigma}: ${run.stderr}`);
    }
  });

  it('answers N for a painting before a man’s card', () => {
    assert.equal(verify(MAN_A, join(FACES, 'painting')).status, 1);
  });

  const EXPECTED = {
    cartoon: ['CARD_BADLY_LIT', 'PROBE_BADLY_LIT'],
    monkey: ['CARD_NO_FACE', 'PROBE_NO_FACE'],
    'back-of-head': ['CARD_NO_FACE', 'PROBE_NO_FACE'],
    'empty-room': ['CARD_NO_FACE', 'PROBE_NO_FACE'],
  } as const;
  for (const [figure, [asCard, asProbe]] of Object.entries(EXPECTED)) {
    it(`compares nothing with the drawing of ${figure}, as a card or before the camera`, async () => {
      const drawing = await drawFigure(figure as Figure);
      const frames = await Promise.all(
        [70, 75, 80, 85, 90].map(async (quality) =>
          file(`${figure}-${quality}.jpg`, await sharp(drawing).jpeg({ quality }).toBuffer()),
        ),
      );
      const card = file(`${figure}-card.jpg`, await drawCard({ portrait: drawing }));
      assertUnusable(verify(card, ...frames), asCard);
      assertUnusable(verify(file(`${figure}.jpg`, drawing), MAN_A_LATER), asCard);
      assertUnusable(verify(MAN_A, ...frames), asProbe);
    });
  }

  it('compares nothing when two faces are on the card or in the frames', async () => {
    const one = await sharp(readFileSync(MAN_A)).resize(640, 480).toBuffer();
    const other = await sharp(one).flop().toBuffer();
    const wide = sharp({ create: { width: 1280, height: 480, channels: 3, background: '#888' } });
    const both = await wide
      .composite([
        { input: one, left: 0, top: 0 },
        { input: other, left: 640, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    const picture = file('both.jpg', both);
    assertUnusable(verify(picture, MAN_A), 'CARD_SEVERAL_FACES');
    assertUnusable(verify(MAN_A, picture), 'PROBE_SEVERAL_FACES');
  });
});

describe('bonin verify on input that cannot be used', () => {
  it('names what is no picture, is animated, too large, or not there', () => {
    const text = file('text.jpg', 'this is a text');
    assertUnusable(verify(text, MAN_A), 'IMAGE_FORMAT_UNSUPPORTED');
    assertUnusable(verify(MAN_A, file('a.webp', animatedWebp())), 'IMAGE_ANIMATED');
    assertUnusable(verify(file('vast.jpg', vastJpeg()), MAN_A), 'IMAGE_TOO_MANY_PIXELS');
    assertUnusable(verify(hugeFile(), MAN_A), 'FILE_TOO_LARGE');
    assertUnusable(verify(MAN_A, join(folder, 'gone.jpg')), 'FILE_MISSING');
    assertUnusable(verify(MAN_A, mkdtempSync(join(folder, 'empty-'))), 'FOLDER_EMPTY');
  });

  it('says so when a picture is damaged', () => {
    const cut = file('cut.jpg', readFileSync(MAN_A).subarray(0, 3000));
    const asReference = verify(cut, MAN_A);
    assertUnusable(asReference, 'CARD_IMAGE_UNREADABLE');
    assert.match(asReference.stderr, /^card: /);
    const asProbe = verify(MAN_A, cut);
    assertUnusable(asProbe, 'PROBE_IMAGE_UNREADABLE');
    assert.match(asProbe.stderr, /^probe: /);
  });

  it('says so when there is no face to be seen', () => {
    const pixels = Uint8ClampedArray.from({ length: 320 * 240 * 3 }, (_, at) => at % 251);
    const run = verify(file('stripes.png', encodePng({ width: 320, height: 240, pixels })), MAN_A);
    assertUnusable(run, 'CARD_NO_FACE');
    assert.match(run.stderr, /^card: There is no face on the card\./);
  });

  it('counts frames that are the same file once', () => {
    const copies = [1, 2, 3, 4, 5].map((at) => file(`copy-${at}.jpg`, readFileSync(MAN_A)));
    assertUnusable(verify(MAN_A, ...copies), 'PROBE_TOO_FEW_FRAMES');
  });

  it('refuses a policy that is none', () => {
    const run = verify(MAN_A, MAN_A, '--policy', file('policy.json', '{}'));
    assertUnusable(run, 'POLICY_UNUSABLE');
  });

  it('refuses a policy whose networks nobody has listed', () => {
    const run = verify(MAN_A, MAN_B, '--policy', policyWith('nobody-knows'));
    assertUnusable(run, 'POLICY_NETWORKS_UNUSABLE');
  });

  it('names no file in what it says', () => {
    const run = verify(file('hong-gil-dong.jpg', 'text'), MAN_A);
    assertUnusable(run, 'IMAGE_FORMAT_UNSUPPORTED');
    assert.ok(!run.stderr.includes('hong-gil-dong'));
  });
});

describe('bonin', () => {
  it('explains itself, and says its version', () => {
    assert.match(bonin('--help').stdout, /bonin verify/);
    assert.match(bonin('verify', '--help').stdout, /2 and not 1 where no face was compared/);
    assert.match(bonin('verify', '--help', '--lang', 'ko').stdout, /신분증[\s\S]*1이 아니라 2/);
    assert.match(bonin('version').stdout, /^bonin \d+\.\d+\.\d+\n$/);
    assertUnusable(bonin('verify', '--frobnicate'), 'ARGUMENTS_UNUSABLE');
  });
});
