/**
 * A gamma-coded channel value in linear light.
 *
 * @param value - sRGB, 0…255
 * @returns 0…1
 * @see IEC 61966-2-1
 */
export function linearLight(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}
