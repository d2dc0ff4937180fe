import type { Part } from './shown-part.ts';

/** Largest side of the card's picture that is sent. */
export const CARD_SIDE_MAX = 1600;
const CARD_QUALITY = 0.9;

/** Largest side of a live frame that is sent. */
const FRAME_SIDE_MAX = 640;
const FRAME_QUALITY = 0.85;

/** A size with the same proportions whose long side is at most `sideMax`; never larger. */
export function fitSize(
  { width, height }: { readonly width: number; readonly height: number },
  sideMax: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, sideMax / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

type Drawable = HTMLVideoElement | HTMLCanvasElement | ImageBitmap;

/** The part of a card's picture that was shown, as a JPEG file. */
export async function encodeCard(drawable: Drawable, part: Part): Promise<Uint8Array<ArrayBuffer>> {
  return encodeJpeg(drawable, part, CARD_SIDE_MAX, CARD_QUALITY);
}

/** The part of a live frame that was shown, as a JPEG file. */
export async function encodeFrame(
  drawable: Drawable,
  part: Part,
): Promise<Uint8Array<ArrayBuffer>> {
  return encodeJpeg(drawable, part, FRAME_SIDE_MAX, FRAME_QUALITY);
}

async function encodeJpeg(
  drawable: Drawable,
  part: Part,
  sideMax: number,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = fitSize(part, sideMax);
  const canvas = makeCanvas(width, height);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | null;
  if (context === null) throw new Error('CANVAS_UNAVAILABLE');
  context.drawImage(drawable, part.left, part.top, part.width, part.height, 0, 0, width, height);
  const blob = await blobOf(canvas, quality);
  // Gives the pixels back at once instead of when memory is collected.
  canvas.width = 0;
  canvas.height = 0;
  return new Uint8Array(await blob.arrayBuffer());
}

function makeCanvas(width: number, height: number): OffscreenCanvas | HTMLCanvasElement {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

async function blobOf(canvas: OffscreenCanvas | HTMLCanvasElement, quality: number): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new Error('CANVAS_NOT_ENCODED'));
        else resolve(blob);
      },
      'image/jpeg',
      quality,
    );
  });
}
