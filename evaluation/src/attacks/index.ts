export {
  GIVEN_AWAY_BY,
  LIVING_SPECIES,
  SPECIES,
  SPECIES_NAMES,
  UNCOVERED_SPECIES,
  type SpeciesName,
} from './species.ts';
export { personOf, setupOf, type Ingredients, type Species } from './ingredients.ts';
