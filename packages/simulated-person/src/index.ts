export {
  NEUTRAL_PAGE,
  type PageColour,
  type Presentation,
  type RgbPicture,
  type Shown,
} from './presentation.ts';
export { drawnPersonModel } from './drawn-model.ts';
export { eyeDistanceOf, type PersonModel, type Place } from './person-model.ts';
export { openSimulatedPerson, type SimulatedPersonOptions } from './simulated-person.ts';
export {
  drawSetup,
  PERSON_SETUPS,
  SCREEN_REFERENCE_M,
  type PersonSetup,
  type ScreenLight,
  type SetupChoice,
} from './setup.ts';
export {
  leastJerk,
  openHeadMotion,
  ORDINARY_HABITS,
  SLOW_HABITS,
  STILL_HABITS,
  type Habits,
  type HeadMotion,
  type HeadState,
} from './head-motion.ts';
export { openLivingHead, type LivingHeadOptions } from './living-head.ts';
export { openStage, type Actor, type Scene, type StageOptions } from './stage.ts';
export { drawSurface, type LinearColour, type Surface } from './canvas.ts';
export { textureOf, type Texture } from './texture.ts';
export { openPageLight, type PageLight } from './page-light.ts';
export { streamOf } from './numbers.ts';
export { addSpot } from './canvas.ts';
export { between, seededRandom, type Random } from './random.ts';
export { eyeMiddles } from './person-model.ts';
export { normalsOf } from './head-mesh.ts';
export { shadeVertex } from './shading.ts';
export { skinToneOf, withDarkerSkin, type SkinTone } from './skin-tone.ts';
export { oneOf } from './numbers.ts';
