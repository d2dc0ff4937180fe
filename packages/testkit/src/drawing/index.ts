export { crop, type Share } from './crop.ts';
export { drawCard, type CardScene } from './draw-card.ts';
export { drawFigure, type Figure } from './draw-figures.ts';
export { drawFrames } from './draw-frames.ts';
export { between, seededRandom, type Random } from '@bonin/simulated-person';
