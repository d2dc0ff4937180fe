import sharp from 'sharp';

/** A rectangle as shares (0…1) of a picture's width and height. */
export interface Share {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Cuts a share out of a picture and scales it to a size.
 *
 * @returns lossless PNG
 */
export async function crop(
  image: Uint8Array,
  share: Share,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const { width, height } = await sharp(image).metadata();
  return sharp(image)
    .extract({
      left: Math.round(share.left * width),
      top: Math.round(share.top * height),
      width: Math.round(share.width * width),
      height: Math.round(share.height * height),
    })
    .resize(size.width, size.height, { fit: 'cover', kernel: 'lanczos3' })
    .png()
    .toBuffer();
}
