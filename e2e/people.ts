import { openEngine } from '@bonin/engine';
import {
  drawSetup,
  openSimulatedPerson,
  streamOf,
  type PersonModel,
  type PersonSetup,
  type Presentation,
} from '@bonin/simulated-person';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './running-service.ts';

/** Simulated people made from stills of the sample faces. */
export interface People {
  /** The man of the drawn card, from another recording than its portrait. */
  readonly manOnCard: PersonModel;
  readonly otherMan: PersonModel;
}

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

/** An evening at a laptop: where the simulation is at its easiest for the one before it. */
export function eveningSetup(seed: number): PersonSetup {
  return drawSetup(streamOf(seed, 'setup'), { camera: 'laptop', light: 'evening', noise: 'low' });
}

/** A simulated living person, who stands for one as no human subject can be had. */
export function livingPerson(model: PersonModel, seed: number): Presentation {
  return openSimulatedPerson(model, { seed, setup: eveningSetup(seed) });
}
