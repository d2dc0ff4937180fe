import type { PersonModel } from '@bonin/simulated-person';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { People, StreamName } from './instruments.ts';
import type { ModelText, StandInWishes } from './stand-in-wishes.ts';

/** What puts a stream in the place of a page's camera. */
export interface StandIn {
  /** To be run in the page before the page's own code. */
  script(stream: StreamName, seed: number): string;
}

/** Bundles what is put into pages. It is code of these tests, and nothing of it is part of the service. */
export async function bundleStandIn({ manOnCard, otherMan }: People): Promise<StandIn> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'web/stand-in.ts'),
    platform: 'browser',
  });
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  const { code } = output[0];
  const models = { manOnCard: textOf(manOnCard), otherMan: textOf(otherMan) };
  return {
    script(stream, seed) {
      const wishes: StandInWishes = { stream, seed, ...models };
      return `${code};\nstandIn(${JSON.stringify(wishes)});`;
    },
  };
}

function textOf({ width, height, rgb, points }: PersonModel): ModelText {
  return {
    width,
    height,
    rgb: Buffer.from(rgb).toString('base64'),
    points: Array.from(points, (value) => Math.round(100 * value) / 100),
  };
}
