import type { Habits } from './head-motion.ts';
import { openLivingHead } from './living-head.ts';
import { streamOf } from './numbers.ts';
import type { PersonModel } from './person-model.ts';
import type { Presentation } from './presentation.ts';
import { drawSetup, type PersonSetup } from './setup.ts';
import { openStage } from './stage.ts';

export interface SimulatedPersonOptions {
  readonly seed: number;
  /** Drawn from the seed unless given. */
  readonly setup?: PersonSetup;
  readonly habits?: Habits;
}

/**
 * Opens a person who answers a challenge, made from one portrait: a textured head with true depth that waits for its
 * reaction, turns, comes nearer, sways, breathes and blinks, lit by a drawn room and by the page, before a simulated
 * camera.
 *
 * What it is: a simulation, the same for the same seed. What it is not: a human subject. Expression, gaze, hair that
 * moves, shadows, glasses that mirror, compression, dropped pictures and people who misunderstand are not in it. An error
 * rate measured with it is one of the simulation, and says only that nobody is turned away by what is simulated here.
 *
 * Personal data: holds the pixels and the shape of a face for as long as it is referred to.
 */
export function openSimulatedPerson(
  model: PersonModel,
  { seed, setup = drawSetup(streamOf(seed, 'setup')), habits }: SimulatedPersonOptions,
): Presentation {
  const actor = openLivingHead(model, { seed, ...(habits === undefined ? {} : { habits }) });
  return openStage({ seed, setup, actors: [actor] });
}
