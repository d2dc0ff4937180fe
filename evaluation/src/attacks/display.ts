import {
  addSpot,
  between,
  streamOf,
  type Actor,
  type HeadMotion,
  type Random,
  type RgbPicture,
  type Scene,
  type Texture,
} from '@bonin/simulated-person';
import {
  buildPanel,
  eyesAt,
  openPanelDrawing,
  turnOf,
  type Hold,
  type Shading,
} from '@bonin/simulated-person/instruments';

/** A device whose display shows something to the camera. */
export interface DisplayOptions {
  readonly seed: number;
  readonly widthM: number;
  readonly heightM: number;
  readonly bezelM: number;
  readonly distanceM: number;
  /** What is on it; asked at every picture of the camera. */
  readonly content: (atMs: number) => RgbPicture;
  /** Where in the content the face is, in shares of its size; that place is put where the eyes are expected. */
  readonly faceAt?: { readonly x: number; readonly y: number };
  readonly holder?: HeadMotion;
}

/** Columns of pixels that the camera can tell apart, and no more: finer ones would only alias. */
const COLUMNS = 380;
const STILL = { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, distanceShare: 1 };
/** Of the page's light in a sheet of glass, against the same light on skin: 4 % of something much brighter. */
const MIRRORED_PAGE = 0.4;
const PAGE_HALF_WIDTH_M = 0.15;
const PAGE_HALF_HEIGHT_M = 0.09;
/** A display that is on throws next to nothing back but what it mirrors. */
const DIFFUSE = 0.02;

/**
 * A display as an actor: light of its own, a grid of red, green and blue stripes, its own gamma and black, bands of its
 * refresh, a bezel, a lamp and the page mirrored in its glass.
 *
 * Personal data: shows what the content shows; keeps none.
 */
export function openDisplay(options: DisplayOptions): Actor {
  const { seed, widthM, heightM, bezelM, distanceM, content, holder } = options;
  const random = streamOf(seed, 'display');
  const look = drawLook(random);
  const rows = Math.round((COLUMNS * heightM) / widthM);
  const texture: Texture = {
    width: COLUMNS,
    height: rows,
    rgba: new Float32Array(4 * COLUMNS * rows),
  };
  const face = options.faceAt ?? { x: 0.5, y: 0.5 };
  const left = -face.x * widthM;
  const top = -face.y * heightM;
  const panel = buildPanel(
    {
      left,
      top,
      right: left + widthM,
      bottom: top + heightM,
      texelOf: (x, y) => ({
        x: ((x - left) / widthM) * (COLUMNS - 1),
        y: ((y - top) / heightM) * (rows - 1),
      }),
    },
    texture,
  );
  const bezel = buildPanel(
    {
      left: left - bezelM,
      top: top - 2.5 * bezelM,
      right: left + widthM + bezelM,
      bottom: top + heightM + 2.5 * bezelM,
      texelOf: () => ({ x: 0, y: 0 }),
    },
    { width: 2, height: 2, rgba: new Float32Array(16).fill(1) },
  );
  const draw = openPanelDrawing();
  const pivot = { x: 0, y: top + heightM, z: 0 };
  const lamp = {
    x: left + between(random, 0.1, 0.9) * widthM,
    y: top + between(random, 0.05, 0.4) * heightM,
  };

  return {
    see(shown, atMs) {
      holder?.see(shown, atMs);
    },
    drawOn(scene) {
      const state = holder?.at(scene.atMs) ?? STILL;
      const eyes = eyesAt(scene, distanceM * state.distanceShare);
      const hold: Hold = {
        state,
        pivot,
        at: { x: eyes.x + state.x, y: eyes.y + state.y, z: eyes.z },
      };
      const back = { ...hold, at: { ...hold.at, z: hold.at.z + 0.0015 } };
      draw(scene, bezel, { hold: back, shading: darkGlass(scene) });
      showOn(texture, content(scene.atMs), { look, atMs: scene.atMs });
      const glow = look.white;
      draw(scene, panel, {
        hold,
        lights: { room: [glow, glow, glow], screen: scene.lights.screen },
        shading: glassOf(scene),
      });
      mirrorLamp(scene, hold, { lamp, look });
    },
  };
}

interface Look {
  readonly white: number;
  readonly black: number;
  readonly gamma: number;
  readonly tint: readonly number[];
  readonly stripes: number;
  readonly rowGap: number;
  readonly band: number;
  readonly bandsHigh: number;
  readonly bandPerMs: number;
  readonly glare: number;
  readonly glarePx: number;
}

function drawLook(random: Random): Look {
  return {
    white: between(random, 0.7, 1.8),
    black: between(random, 0.002, 0.012),
    gamma: between(random, 2, 2.5),
    tint: [between(random, 0.9, 1), 1, between(random, 1, 1.15)],
    stripes: between(random, 0.06, 0.3),
    rowGap: between(random, 0.02, 0.15),
    band: between(random, 0.01, 0.08),
    bandsHigh: between(random, 1, 4),
    bandPerMs: between(random, 0.0003, 0.003),
    glare: between(random, 0.05, 0.5),
    glarePx: between(random, 8, 30),
  };
}

/** Writes the content into the display's pixels: filling it, cut where it does not fit. */
function showOn(
  { width, height, rgba }: Texture,
  content: RgbPicture,
  { look, atMs }: { readonly look: Look; readonly atMs: number },
): void {
  const curve = Float32Array.from(
    { length: 256 },
    (_, value) => look.black + (1 - look.black) * (value / 255) ** look.gamma,
  );
  const scale = Math.min(content.width / width, content.height / height);
  const fromX = (content.width - scale * width) / 2;
  const fromY = (content.height - scale * height) / 2;
  for (let y = 0, to = 0; y < height; y += 1) {
    const phase = 2 * Math.PI * ((y / height) * look.bandsHigh - atMs * look.bandPerMs);
    const gap = y % 2 === 0 ? 1 : 1 - look.rowGap;
    const light = gap * (1 + look.band * Math.sin(phase));
    const row = Math.min(content.height - 1, Math.floor(fromY + (y + 0.5) * scale));
    for (let x = 0; x < width; x += 1, to += 4) {
      const column = Math.min(content.width - 1, Math.floor(fromX + (x + 0.5) * scale));
      const at = 3 * (row * content.width + column);
      for (let channel = 0; channel < 3; channel += 1) {
        const stripe = x % 3 === channel ? 1 + 2 * look.stripes : 1 - look.stripes;
        rgba[to + channel] =
          light * stripe * look.tint[channel]! * curve[content.pixels[at + channel]!]!;
      }
      rgba[to + 3] = 1;
    }
  }
}

function glassOf(scene: Scene): Shading {
  return (vertex, shade, at) => {
    shade[at] = 1;
    shade[at + 1] = DIFFUSE;
    shade[at + 2] = mirroredPage(scene, vertex);
  };
}

function darkGlass(scene: Scene): Shading {
  return (vertex, shade, at) => {
    shade[at] = 0.015;
    shade[at + 1] = 0.01;
    shade[at + 2] = mirroredPage(scene, vertex);
  };
}

/** How much of the page the camera sees in the glass at this place. */
function mirroredPage({ screenAt }: Scene, { place, toward }: Parameters<Shading>[0]): number {
  const along = place.x * toward.x + place.y * toward.y + place.z * toward.z;
  const back = {
    x: place.x - 2 * along * toward.x,
    y: place.y - 2 * along * toward.y,
    z: place.z - 2 * along * toward.z,
  };
  if (back.z > -1e-3) return 0;
  const far = (screenAt.z - place.z) / back.z;
  const x = Math.abs(place.x + far * back.x - screenAt.x);
  const y = Math.abs(place.y + far * back.y - screenAt.y);
  const inside = (away: number, half: number): number =>
    Math.min(1, Math.max(0, (half + 0.02 - away) / 0.04));
  return MIRRORED_PAGE * inside(x, PAGE_HALF_WIDTH_M) * inside(y, PAGE_HALF_HEIGHT_M);
}

function mirrorLamp(
  scene: Scene,
  { state, pivot, at }: Hold,
  {
    lamp,
    look,
  }: { readonly lamp: { readonly x: number; readonly y: number }; readonly look: Look },
): void {
  const turned = turnOf(state)(lamp.x - pivot.x, lamp.y - pivot.y, 0);
  const seen = new Float32Array(3);
  // Glare wanders over the glass as it is tilted.
  const x = turned.x + pivot.x + at.x - 0.0012 * state.yaw;
  const y = turned.y + pivot.y + at.y + 0.0012 * state.pitch;
  scene.project(x, y, turned.z + at.z, seen, 0);
  const colour = scene.lights.room.map((value) => look.glare * value);
  addSpot(
    scene.canvas,
    { x: seen[0]!, y: seen[1]!, radius: look.glarePx },
    colour as [number, number, number],
  );
}
