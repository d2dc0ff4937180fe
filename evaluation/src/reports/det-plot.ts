import type { TradeOffPoint } from '../metrics/error-trade-off.ts';

/** One curve of a plot; the label names the series and its counts. */
export interface DetCurve {
  readonly label: string;
  readonly points: readonly TradeOffPoint[];
  /** Where the shipped threshold lies, if it belongs to this curve. */
  readonly operatingPoint?: { readonly fmr: number; readonly fnmr: number };
}

const WIDTH = 860;
const PLOT = { left: 84, top: 56, width: 740, height: 460 } as const;
const LEGEND_LINE = 22;
/** Rates under the floor, zero among them, are drawn on it. */
const FMR_FLOOR = 5e-6;
const FNMR_FLOOR = 1e-3;
const CEILING = 0.5;
const FMR_TICKS = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5] as const;
const FNMR_TICKS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
/** Told apart also by readers who do not see all colours (palette of Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const DASHES = ['', '8 4', '2 4', '10 3 2 3', '4 2', '1 3'] as const;

/** Draws detection error trade-off curves on normal-deviate axes as a self-contained SVG. */
export function drawDetPlot(title: string, curves: readonly DetCurve[]): string {
  const height = PLOT.top + PLOT.height + 70 + curves.length * LEGEND_LINE;
  const bottom = PLOT.top + PLOT.height;
  const grid = [
    ...FMR_TICKS.map(
      (rate) =>
        `<line x1="${at(xOf(rate))}" y1="${PLOT.top}" x2="${at(xOf(rate))}" y2="${bottom}"/>`,
    ),
    ...FNMR_TICKS.map(
      (rate) =>
        `<line x1="${PLOT.left}" y1="${at(yOf(rate))}" x2="${PLOT.left + PLOT.width}" y2="${at(yOf(rate))}"/>`,
    ),
  ];
  const ticks = [
    ...FMR_TICKS.map(
      (rate) =>
        `<text x="${at(xOf(rate))}" y="${bottom + 20}" text-anchor="middle">${tickLabel(rate)}</text>`,
    ),
    ...FNMR_TICKS.map(
      (rate) =>
        `<text x="${PLOT.left - 8}" y="${at(yOf(rate) + 4)}" text-anchor="end">${tickLabel(rate)}</text>`,
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${PLOT.left}" y="32" font-size="17" font-weight="bold">${escapeXml(title)}</text>`,
    `<g stroke="#d9d9d9" stroke-width="1">${grid.join('')}</g>`,
    `<rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.width}" height="${PLOT.height}" fill="none" stroke="#333333"/>`,
    `<g fill="#333333">${ticks.join('')}</g>`,
    `<text x="${PLOT.left + PLOT.width / 2}" y="${bottom + 42}" text-anchor="middle">False match rate</text>`,
    `<text transform="translate(22 ${PLOT.top + PLOT.height / 2}) rotate(-90)" text-anchor="middle">False non-match rate (0.1 % or less on the lowest line)</text>`,
    ...curves.map(drawCurve),
    ...curves.map((curve, place) => drawLegend(curve, place, bottom + 68)),
    '</svg>',
    '',
  ].join('\n');
}

function drawCurve(curve: DetCurve, place: number): string {
  const path = thin(curve.points.map(({ fmr, fnmr }) => [xOf(fmr), yOf(fnmr)] as const));
  const steps = path.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  const line = `<path d="${steps}" fill="none" ${strokeOf(place)} stroke-width="2.2"/>`;
  if (curve.operatingPoint === undefined) return line;
  const { fmr, fnmr } = curve.operatingPoint;
  return `${line}<circle cx="${at(xOf(fmr))}" cy="${at(yOf(fnmr))}" r="6" fill="#ffffff" stroke="${colourOf(place)}" stroke-width="2.2"/>`;
}

function drawLegend(curve: DetCurve, place: number, top: number): string {
  const y = top + place * LEGEND_LINE;
  return `<line x1="${PLOT.left}" y1="${y}" x2="${PLOT.left + 40}" y2="${y}" ${strokeOf(place)} stroke-width="2.2"/><text x="${PLOT.left + 50}" y="${y + 4}" fill="#333333">${escapeXml(curve.label)}</text>`;
}

function strokeOf(place: number): string {
  const dash = DASHES[place % DASHES.length] ?? '';
  return `stroke="${colourOf(place)}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

function colourOf(place: number): string {
  return COLOURS[place % COLOURS.length] ?? '#000000';
}

/** Leaves out points that would fall on the pixel of the one before. */
function thin(path: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  for (const point of path) {
    const before = kept.at(-1);
    const isNear =
      before !== undefined &&
      Math.abs(point[0] - before[0]) < 0.4 &&
      Math.abs(point[1] - before[1]) < 0.4;
    if (!isNear) kept.push(point);
  }
  return kept;
}

function xOf(fmr: number): number {
  return PLOT.left + PLOT.width * shareOfAxis(fmr, FMR_FLOOR);
}

function yOf(fnmr: number): number {
  return PLOT.top + PLOT.height * (1 - shareOfAxis(fnmr, FNMR_FLOOR));
}

function shareOfAxis(rate: number, floor: number): number {
  const deviate = normalDeviate(Math.min(CEILING, Math.max(floor, rate)));
  const lowest = normalDeviate(floor);
  return (deviate - lowest) / (normalDeviate(CEILING) - lowest);
}

const DEVIATE_STEP = 0.001;
const DEVIATE_LOWEST = -7;

/** Shares of a standard normal variable under −7, −6.999 … 0, added up by the trapezium rule. */
const NORMAL_SHARES = ((): Float64Array => {
  const density = (x: number): number => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const shares = new Float64Array(Math.round(-DEVIATE_LOWEST / DEVIATE_STEP) + 1);
  for (let i = 1; i < shares.length; i++) {
    const x = DEVIATE_LOWEST + i * DEVIATE_STEP;
    shares[i] =
      (shares[i - 1] ?? 0) + (DEVIATE_STEP * (density(x - DEVIATE_STEP) + density(x))) / 2;
  }
  return shares;
})();

/** The value that a standard normal variable stays under with the given probability, 0 < p < 1. */
export function normalDeviate(probability: number): number {
  if (probability > 0.5) return -normalDeviate(1 - probability);
  let low = 0;
  let high = NORMAL_SHARES.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((NORMAL_SHARES[middle] ?? 0) < probability) low = middle;
    else high = middle;
  }
  return DEVIATE_LOWEST + high * DEVIATE_STEP;
}

function tickLabel(rate: number): string {
  return rate >= 0.001 ? `${Number((rate * 100).toPrecision(2))} %` : rate.toExponential(0);
}

function at(pixels: number): string {
  return pixels.toFixed(1);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
