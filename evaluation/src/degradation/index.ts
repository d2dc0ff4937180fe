export { CARD_VIEWS, drawCardView, type CardDrawing, type CardView } from './card-view.ts';
export {
  changePixels,
  decodeRgb,
  encodeJpeg,
  encodePng,
  redraw,
  type Pixel,
  type RgbImage,
} from './rgb-image.ts';
