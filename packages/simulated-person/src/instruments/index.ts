export {
  buildPanel,
  eyesAt,
  openPanelDrawing,
  turnOf,
  type Hold,
  type Panel,
  type PanelShape,
  type Shading,
} from './panel.ts';
export { HAND_HABITS, openHand, openPrint, type PrintOptions } from './print.ts';
export { colourSequence, olderChallenge, openRecording, type Script } from './recording.ts';
export { openStill, type StillOptions } from './still.ts';
export {
  cutTogether,
  datedBack,
  delayed,
  isColour,
  mirrored,
  stretched,
  stuttering,
  switching,
  withColours,
  withFastClock,
} from './streams.ts';
