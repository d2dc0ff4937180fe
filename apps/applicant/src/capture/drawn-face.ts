import type { FrameSource } from './frame-source.ts';
import type { DrawnPicture, DrawnSize, ForDrawing } from './draw-presentation.ts';
import { openSampleStage } from './sample-stage.ts';
import { loadSampleFile, type DrawnPresentation } from './samples.ts';

/** While no frame is asked for the preview is drawn so often, and no oftener. */
const IDLE_INTERVAL_MS = 120;

/** What `person` holds: where the face of the portrait lies. */
interface PersonFile {
  readonly width: number;
  readonly height: number;
  readonly points: readonly number[];
}

/** A drawn presentation in the place of a camera, which sees what the page shows. Drawn apart from the page. */
export async function openDrawnFace(presentation: DrawnPresentation): Promise<FrameSource> {
  const worker = new Worker(new URL('./draw-presentation.ts', import.meta.url), { type: 'module' });
  const waiting: ((picture: DrawnPicture) => void)[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  worker.addEventListener('error', () => failed.reject(new Error('SAMPLE_NOT_DRAWN')));

  const tell = (message: ForDrawing, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);

  try {
    const size = Promise.withResolvers<DrawnSize>();
    worker.addEventListener('message', ({ data }: MessageEvent<DrawnSize | DrawnPicture>) => {
      if (data.kind === 'size') size.resolve(data);
      else waiting.shift()?.(data);
    });
    const model = await loadModel(presentation);
    const { kind, seed } = presentation;
    tell({ kind: 'open', presentation: kind, seed, model }, [model.rgb.buffer]);
    const stage = openSampleStage(await Promise.race([size.promise, failed.promise]));
    return openSource(stage);
  } catch (error) {
    worker.terminate();
    throw error;
  }

  function openSource(stage: ReturnType<typeof openSampleStage>): FrameSource {
    let closed = false;
    let drawnAt = -Infinity;
    const isClosed = (): boolean => closed;

    async function draw(): Promise<number> {
      const atMs = performance.now();
      drawnAt = atMs;
      const picture = new Promise<DrawnPicture>((resolve) => waiting.push(resolve));
      tell({ kind: 'draw', atMs });
      const { width, height, pixels } = await Promise.race([picture, failed.promise]);
      if (!isClosed()) stage.context.putImageData(new ImageData(pixels, width, height), 0, 0);
      return atMs;
    }

    const idling = setInterval(() => {
      if (waiting.length === 0 && performance.now() - drawnAt >= IDLE_INTERVAL_MS) {
        draw().catch(() => undefined);
      }
    }, IDLE_INTERVAL_MS);
    tell({ kind: 'see', shown: { kind: 'straight' }, atMs: performance.now() });

    return {
      preview: stage.preview,
      mirrored: true,
      async nextFrame() {
        if (closed) return undefined;
        const takenAtMs = await draw();
        return isClosed() ? undefined : { image: await stage.encode(), takenAtMs };
      },
      see: (shown) => tell({ kind: 'see', shown, atMs: performance.now() }),
      light: () => (closed ? undefined : stage.light()),
      close() {
        closed = true;
        clearInterval(idling);
        worker.terminate();
        stage.close();
      },
    };
  }
}

type Model = Extract<ForDrawing, { readonly kind: 'open' }>['model'];

/** Personal data: the pixels and the shape of the face of a sample applicant. */
async function loadModel({ person, portrait }: DrawnPresentation): Promise<Model> {
  const [file, picture] = await Promise.all([
    loadSampleFile(person).then((response) => response.json() as Promise<PersonFile>),
    loadSampleFile(portrait).then(async (response) => createImageBitmap(await response.blob())),
  ]);
  const { width, height, points } = file;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('CANVAS_UNAVAILABLE');
  context.drawImage(picture, 0, 0);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb.set(data.subarray(from, from + 3), to);
  }
  return { width, height, rgb, points: Float32Array.from(points) };
}
