export { SPECIES, SPECIES_NAMES, type SpeciesName } from './species.ts';
export { personOf, setupOf, type Ingredients, type Species } from './ingredients.ts';
