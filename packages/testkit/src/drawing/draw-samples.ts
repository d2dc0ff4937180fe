import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crop, type Share } from './crop.ts';
import { drawCard } from './draw-card.ts';
import { drawFrames } from './draw-frames.ts';

/** A person who may stand in for a camera in a demonstration; the page reads this shape. */
interface SampleApplicant {
  readonly id: string;
  readonly expect: 'Y' | 'N';
  readonly title: { readonly ko: string; readonly en: string };
  readonly note: { readonly ko: string; readonly en: string };
  readonly card: string;
  readonly frames: readonly string[];
}

const FRAMES = 14;

/** Where the man of the webcam clips sits in his pictures. */
const SITTING: Share = { left: 0.2, top: 0.25, width: 0.64, height: 0.64 };
const SITTING_PORTRAIT: Share = { left: 0.35, top: 0.23, width: 0.35, height: 0.6 };
/** The head of the painted lady. */
const PAINTED_PORTRAIT: Share = { left: 0.2, top: 0.05, width: 0.6, height: 0.6 };

/**
 * Draws the sample applicants of the demonstration: cards around portraits, and camera frames.
 *
 * Without the sample faces (see PROVENANCE.md) it writes an empty list and says nothing is there.
 *
 * @param options.facesFolder - what the install step decoded
 * @param options.folder - written to; an `index.json` and a folder of pictures for each applicant
 */
export async function drawSamples(options: {
  readonly facesFolder: string;
  readonly folder: string;
}): Promise<void> {
  const { facesFolder, folder } = options;
  const reference = stillsOf(facesFolder, 'man-a-clip-1');
  const probe = stillsOf(facesFolder, 'man-a-clip-2');
  const applicants: SampleApplicant[] = [];

  const [first] = reference;
  if (first !== undefined && probe.length > 0) {
    const stills = await Promise.all(probe.map((file) => readFile(file)));
    const frames = await drawFrames({ stills, count: FRAMES, share: SITTING });
    const ownPortrait = await crop(await readFile(first), SITTING_PORTRAIT, PORTRAIT_SIZE);
    applicants.push(
      await writeApplicant(folder, frames, await drawCard({ portrait: ownPortrait }), OWN_CARD),
    );
    const [painting] = stillsOf(facesFolder, 'painting');
    if (painting !== undefined) {
      const portrait = await crop(await readFile(painting), PAINTED_PORTRAIT, PORTRAIT_SIZE);
      const foreignCard = await drawCard({ portrait, seed: 2 });
      applicants.push(await writeApplicant(folder, frames, foreignCard, FOREIGN_CARD));
    }
  }
  await writeFile(join(folder, 'index.json'), JSON.stringify(applicants, null, 2));
}

const PORTRAIT_SIZE = { width: 420, height: 540 };

type SampleWords = Pick<SampleApplicant, 'id' | 'expect' | 'title' | 'note'>;

const OWN_CARD: SampleWords = {
  id: 'own-card',
  expect: 'Y',
  title: { ko: '본인 신분증을 든 사람', en: 'A man with his own card' },
  note: {
    ko: '신분증 사진과 카메라 앞의 사람이 같습니다.',
    en: 'The card and the camera show the same man, on two recordings.',
  },
};

const FOREIGN_CARD: SampleWords = {
  id: 'foreign-card',
  expect: 'N',
  title: { ko: '다른 사람의 신분증을 든 사람', en: "A man with somebody else's card" },
  note: {
    ko: '신분증에는 다른 얼굴(그림 속 인물)이 있습니다.',
    en: 'The card shows another face, that of a painting.',
  },
};

async function writeApplicant(
  folder: string,
  frames: readonly Uint8Array[],
  card: Uint8Array,
  words: SampleWords,
): Promise<SampleApplicant> {
  await mkdir(join(folder, words.id), { recursive: true });
  const names = frames.map((_, i) => `${words.id}/frame-${String(i + 1).padStart(2, '0')}.jpg`);
  await writeFile(join(folder, words.id, 'card.jpg'), card);
  await Promise.all(names.map((name, i) => writeFile(join(folder, name), frames[i]!)));
  return { ...words, card: `${words.id}/card.jpg`, frames: names };
}

function stillsOf(facesFolder: string, name: string): readonly string[] {
  return globSync(join(facesFolder, name, '*.jpg')).sort();
}
