import {
  drawSetup,
  openSimulatedPerson,
  streamOf,
  type PersonModel,
  type PersonSetup,
  type Presentation,
  type SetupChoice,
} from '@bonin/simulated-person';

/** Who an attack is made from. */
export interface Ingredients {
  /** Whose portrait is in the reference. */
  readonly victim: PersonModel;
  /** Who is before the camera, where anybody is. */
  readonly attacker: PersonModel;
}

/** Makes one presentation of a species; the same for the same seed. */
export type Species = (ingredients: Ingredients, seed: number) => Presentation;

/** Where an attack takes place. */
export function setupOf(seed: number, choice: SetupChoice = {}): PersonSetup {
  return drawSetup(streamOf(seed, 'setup'), choice);
}

/** A living person as genuine as the simulation has them. */
export function personOf(model: PersonModel, seed: number, setup = setupOf(seed)): Presentation {
  return openSimulatedPerson(model, { seed, setup });
}
