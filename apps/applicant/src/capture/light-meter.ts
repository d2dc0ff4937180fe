import { assessLight, measureLuminance, type LightFinding } from './assess-light.ts';
import type { Part } from './shown-part.ts';

const WIDTH = 64;
const HEIGHT = 48;

/** Measures the light in the page itself, so that no booth has to spend a word on it. */
export interface LightMeter {
  /** @param part - what of the picture the person sees, so that its middle is that of the oval */
  read(picture: CanvasImageSource, part: Part): LightFinding | undefined;
}

export function makeLightMeter(): LightMeter {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    read(picture, part) {
      if (context === null) return undefined;
      const { left, top, width, height } = part;
      context.drawImage(picture, left, top, width, height, 0, 0, WIDTH, HEIGHT);
      const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
      context.clearRect(0, 0, WIDTH, HEIGHT);
      return assessLight(measureLuminance(data, WIDTH, HEIGHT));
    },
  };
}
