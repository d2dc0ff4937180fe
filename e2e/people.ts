import { openEngine } from '@bonin/engine';
import type { PersonModel } from '@bonin/simulated-person';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { People } from './instruments.ts';
import { ROOT } from './running-service.ts';

const MAN_ON_CARD = 'man-a-clip-2/018.jpg';
const OTHER_MAN = 'man-b-clip/010.jpg';

/** Finds the landmarks of the sample faces. Personal data: pixels and shapes of two faces, in memory only. */
export async function locatePeople(): Promise<People> {
  await using engine = await openEngine({
    manifestFile: join(ROOT, 'models/manifest.json'),
    modelFolder: join(ROOT, 'models/files'),
  });
  const locate = async (file: string): Promise<PersonModel> => {
    const located = await engine.locate(readFileSync(join(ROOT, 'samples/files', file)));
    if (located.kind !== 'located') throw new Error(`no face in ${file}; run npm ci`);
    return located;
  };
  return { manOnCard: await locate(MAN_ON_CARD), otherMan: await locate(OTHER_MAN) };
}
