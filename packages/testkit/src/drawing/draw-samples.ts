import type { PersonModel } from '@bonin/simulated-person';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crop, type Share } from './crop.ts';
import { drawCard } from './draw-card.ts';
import { drawFrames } from './draw-frames.ts';
import { SAMPLE_WORDS, type SampleWords } from './sample-words.ts';

/**
 * Somebody who may stand in for a camera in a demonstration; the page reads this shape.
 *
 * @see docs/formats/samples.md
 */
interface SampleApplicant extends SampleWords {
  readonly card: string;
  readonly presentation:
    | {
        readonly kind: 'living' | 'photograph';
        readonly person: string;
        readonly portrait: string;
        readonly seed: number;
      }
    | { readonly kind: 'recording'; readonly frames: readonly string[] };
}

export interface DrawSamples {
  /** What the install step decoded. */
  readonly facesFolder: string;
  /** Written to: an `index.json` and pictures. */
  readonly folder: string;
  /** Finds the landmarks of the largest face; not asked where there are no sample faces. */
  readonly locate: (image: Uint8Array) => Promise<PersonModel | undefined>;
}

const FRAMES = 24;

/** Where the man of the webcam clips sits in his pictures. */
const SITTING: Share = { left: 0.2, top: 0.25, width: 0.64, height: 0.64 };
const SITTING_PORTRAIT: Share = { left: 0.35, top: 0.23, width: 0.35, height: 0.6 };
/** The head of the painted lady. */
const PAINTED_PORTRAIT: Share = { left: 0.2, top: 0.05, width: 0.6, height: 0.6 };
const PORTRAIT_SIZE = { width: 420, height: 540 };

/** The still that is most like the card's portrait, of another recording: well lit, and looking into the camera. */
const LIVING_STILL = 17;
/** Any would do; the same one makes the same sway and blinks. */
const LIVING_SEED = 4;

/**
 * Draws the sample applicants of the demonstration: cards around portraits, and what is before the camera.
 *
 * Without the sample faces (see PROVENANCE.md) it writes an empty list and says nothing is there.
 */
export async function drawSamples({ facesFolder, folder, locate }: DrawSamples): Promise<void> {
  const [reference] = stillsOf(facesFolder, 'man-a-clip-1');
  const [painting] = stillsOf(facesFolder, 'painting');
  const probe = stillsOf(facesFolder, 'man-a-clip-2');
  const living = probe[LIVING_STILL];
  const applicants: SampleApplicant[] = [];
  if (reference !== undefined && living !== undefined) {
    const ownCard = await writeCard(folder, 'own-card.jpg', reference, SITTING_PORTRAIT);
    const man = await writePerson(folder, await readFile(living), locate);
    const frames = await writeFrames(folder, probe);
    applicants.push({ ...SAMPLE_WORDS.ownCard, card: ownCard, presentation: alive(man) });
    if (painting !== undefined) {
      const foreignCard = await writeCard(folder, 'foreign-card.jpg', painting, PAINTED_PORTRAIT);
      applicants.push({ ...SAMPLE_WORDS.foreignCard, card: foreignCard, presentation: alive(man) });
    }
    applicants.push(
      {
        ...SAMPLE_WORDS.photograph,
        card: ownCard,
        presentation: { kind: 'photograph', seed: LIVING_SEED, ...man },
      },
      {
        ...SAMPLE_WORDS.recording,
        card: ownCard,
        presentation: { kind: 'recording', frames },
      },
    );
  }
  await writeFile(join(folder, 'index.json'), JSON.stringify(applicants, null, 2));
}

function alive(man: PersonFiles): SampleApplicant['presentation'] {
  return { kind: 'living', seed: LIVING_SEED, ...man };
}

async function writeCard(
  folder: string,
  name: string,
  still: string,
  share: Share,
): Promise<string> {
  const portrait = await crop(await readFile(still), share, PORTRAIT_SIZE);
  await writeFile(join(folder, name), await drawCard({ portrait }));
  return name;
}

interface PersonFiles {
  readonly person: string;
  readonly portrait: string;
}

/** Writes a person's portrait as it came, and beside it where the face lies. */
async function writePerson(
  folder: string,
  portrait: Uint8Array,
  locate: DrawSamples['locate'],
): Promise<PersonFiles> {
  const model = await locate(portrait);
  if (model === undefined) throw new Error('no face in the still of the sample applicant');
  const { width, height, points } = model;
  // Hundredths of a pixel: finer than any landmark is.
  const rounded = Array.from(points, (value) => Math.round(100 * value) / 100);
  const files = { person: 'man.json', portrait: 'man.jpg' };
  await writeFile(join(folder, files.portrait), portrait);
  await writeFile(join(folder, files.person), JSON.stringify({ width, height, points: rounded }));
  return files;
}

async function writeFrames(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const stills = await Promise.all(files.map((file) => readFile(file)));
  const frames = await drawFrames({ stills, count: FRAMES, share: SITTING });
  const names = frames.map((_, i) => `recording/frame-${String(i + 1).padStart(2, '0')}.jpg`);
  await mkdir(join(folder, 'recording'), { recursive: true });
  await Promise.all(names.map((name, i) => writeFile(join(folder, name), frames[i]!)));
  return names;
}

function stillsOf(facesFolder: string, name: string): readonly string[] {
  return globSync(join(facesFolder, name, '*.jpg')).sort();
}
