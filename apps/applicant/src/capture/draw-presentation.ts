/** A worker that draws what stands in for a camera in a demonstration: a page that draws it itself would stutter. */
import {
  drawSetup,
  openSimulatedPerson,
  openStage,
  streamOf,
  type PersonModel,
  type PersonSetup,
  type Presentation,
  type RgbPicture,
  type Shown,
} from '@bonin/simulated-person';
import { openHand, openPrint } from '@bonin/simulated-person/instruments';
import { FACE_STAGE, shownPart } from './shown-part.ts';

/** What the page tells it. */
export type ForDrawing =
  | {
      readonly kind: 'open';
      readonly presentation: 'living' | 'photograph';
      readonly seed: number;
      readonly model: PersonModel & { readonly rgb: Uint8Array<ArrayBuffer> };
    }
  | { readonly kind: 'see'; readonly shown: Shown; readonly atMs: number }
  /** Answered by one picture. */
  | { readonly kind: 'draw'; readonly atMs: number };

export interface DrawnSize {
  readonly kind: 'size';
  readonly width: number;
  readonly height: number;
}

export interface DrawnPicture {
  readonly kind: 'picture';
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** As far as it is needed of DedicatedWorkerGlobalScope. */
interface WorkerScope {
  onmessage: ((event: { readonly data: ForDrawing }) => void) | null;
  postMessage(message: DrawnSize | DrawnPicture, transfer?: Transferable[]): void;
}

/** An evening before a laptop, of whose picture only the part is drawn that the page shows. */
function setupOf(seed: number): PersonSetup {
  const choice = { camera: 'laptop', light: 'evening', noise: 'low', room: 'wall' } as const;
  const setup = drawSetup(streamOf(seed, 'setup'), choice);
  const { width } = shownPart(setup.camera, FACE_STAGE);
  return { ...setup, offCentre: [0, 0], camera: { ...setup.camera, width } };
}

function open(opened: Extract<ForDrawing, { readonly kind: 'open' }>, setup: PersonSetup) {
  const { presentation, seed, model } = opened;
  if (presentation === 'living') return openSimulatedPerson(model, { seed, setup });
  return openStage({ seed, setup, actors: [openPrint(model, { seed, holder: openHand(seed) })] });
}

function withAlpha({ width, height, pixels }: RgbPicture): DrawnPicture {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    rgba[to] = pixels[from]!;
    rgba[to + 1] = pixels[from + 1]!;
    rgba[to + 2] = pixels[from + 2]!;
    rgba[to + 3] = 255;
  }
  return { kind: 'picture', width, height, pixels: rgba };
}

function serve(scope: WorkerScope): void {
  let presentation: Presentation | undefined;
  scope.onmessage = ({ data }) => {
    switch (data.kind) {
      case 'open': {
        const setup = setupOf(data.seed);
        presentation = open(data, setup);
        const { width, height } = setup.camera;
        scope.postMessage({ kind: 'size', width, height });
        return;
      }
      case 'see':
        presentation?.see(data.shown, data.atMs);
        return;
      case 'draw': {
        if (presentation === undefined) return;
        const picture = withAlpha(presentation.frameAt(data.atMs));
        scope.postMessage(picture, [picture.pixels.buffer]);
        return;
      }
    }
  };
}

serve(globalThis as unknown as WorkerScope);
