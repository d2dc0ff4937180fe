import { triangulate } from './delaunay.ts';
import { cutOutPerson, type Outline } from './foreground.ts';
import { clamp, smoothStep } from './numbers.ts';
import {
  CHIN,
  EYES,
  eyeDistanceOf,
  eyeMiddles,
  FACE_RIM,
  LANDMARKS,
  LID_FOLDS,
  middleOf,
  type PersonModel,
  type Place,
} from './person-model.ts';
import { textureOf, type Texture } from './texture.ts';

/** Between the pupils of a grown person, which gives the portrait its scale. */
const EYE_DISTANCE_M = 0.063;
/** The texture is not finer than it will be seen from nearest. */
const TEXTURE_EYE_DISTANCE_PX = 140;

/**
 * Head, neck and shoulders as triangles with the portrait upon them.
 *
 * The face is the landmarks' own surface. Around it the head goes on as far as the portrait shows hair and ears, and
 * bends back; neck and shoulders are a sheet behind the jaw, so that a turning head uncovers them and not the wall.
 *
 * Metres, from the middle between the eyes: x right, y down, z away from the camera.
 */
export interface HeadMesh {
  readonly places: Float32Array;
  readonly normals: Float32Array;
  /** Pixels of the texture, x and y in turn. */
  readonly textureAt: Float32Array;
  readonly triangles: Uint16Array;
  /** How far each vertex follows the head: 1 the face, 0 the shoulders. */
  readonly follows: Float32Array;
  /** How shiny each vertex is: 1 the tip of the nose. */
  readonly gloss: Float32Array;
  /** Where the vertices of the lids go when they close. */
  readonly lids: readonly { readonly vertex: number; readonly by: Place }[];
  /** Where the eyes mirror the screen. */
  readonly eyes: readonly [Place, Place];
  readonly chin: Place;
  readonly texture: Texture;
}

/**
 * Builds the head of a portrait.
 *
 * Personal data: the result holds the pixels and the shape of a face.
 */
export function buildHead(model: PersonModel): HeadMesh {
  const frame = frameOf(model);
  const face = frame.places;
  const texture = textureOf({ ...model, pixels: model.rgb }, frame.portraitPxPerTexel);
  const outline = outlineOf(face, frame);
  cutOutPerson(texture, outline);
  const parts = new Parts(face, frame.texelOf);
  const shell = addShell(parts, face, (x, y) => alphaAt(texture, frame.texelOf(x, y)));
  const shoulders = addShoulders(parts, face);
  const flat = new Float64Array(2 * LANDMARKS);
  for (let index = 0; index < LANDMARKS; index += 1) {
    // Landmarks of closed lips lie on one another; a hair's breadth keeps them apart.
    flat[2 * index] = face[3 * index]! + 1e-6 * ((index * 7919) % 101);
    flat[2 * index + 1] = face[3 * index + 1]! + 1e-6 * ((index * 104729) % 103);
  }
  const triangles = Uint16Array.from([...shoulders, ...shell, ...triangulate(flat)]);
  const places = Float32Array.from(parts.places);
  return {
    places,
    normals: normalsOf(places, triangles),
    textureAt: Float32Array.from(parts.textureAt),
    triangles,
    follows: Float32Array.from(parts.follows),
    gloss: glossOf(face, parts.follows.length),
    lids: lidsOf(face),
    eyes: [eyeOf(face, 0), eyeOf(face, 1)],
    chin: middleOf(face, [CHIN]),
    texture,
  };
}

interface Texel {
  readonly x: number;
  readonly y: number;
}

interface Frame {
  /** Landmarks in metres, upright. */
  readonly places: Float32Array;
  readonly portraitPxPerTexel: number;
  readonly texelOf: (x: number, y: number) => Texel;
  readonly metresOf: (texel: Texel) => Texel;
}

/** Turns the portrait upright around the eyes and gives it its scale. */
function frameOf({ points }: PersonModel): Frame {
  const [left, right] = eyeMiddles(points);
  const angle = Math.atan2(right.y - left.y, right.x - left.x);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const eyeDistance = eyeDistanceOf(points);
  const metres = EYE_DISTANCE_M / eyeDistance;
  const middle = {
    x: (left.x + right.x) / 2,
    y: (left.y + right.y) / 2,
    z: (left.z + right.z) / 2,
  };
  const places = new Float32Array(3 * LANDMARKS);
  for (let at = 0; at < places.length; at += 3) {
    const x = points[at]! - middle.x;
    const y = points[at + 1]! - middle.y;
    places[at] = (x * cos + y * sin) * metres;
    places[at + 1] = (y * cos - x * sin) * metres;
    places[at + 2] = (points[at + 2]! - middle.z) * metres;
  }
  const portraitPxPerTexel = Math.max(1, eyeDistance / TEXTURE_EYE_DISTANCE_PX);
  return {
    places,
    portraitPxPerTexel,
    texelOf: (x, y) => ({
      x: (middle.x + (x * cos - y * sin) / metres) / portraitPxPerTexel,
      y: (middle.y + (x * sin + y * cos) / metres) / portraitPxPerTexel,
    }),
    metresOf: (texel) => {
      const x = (texel.x * portraitPxPerTexel - middle.x) * metres;
      const y = (texel.y * portraitPxPerTexel - middle.y) * metres;
      return { x: x * cos + y * sin, y: y * cos - x * sin };
    },
  };
}

/** Vertices, as they are added. */
class Parts {
  readonly places: number[];
  readonly textureAt: number[] = [];
  readonly follows: number[] = [];
  readonly #texelOf: Frame['texelOf'];

  constructor(face: Float32Array, texelOf: Frame['texelOf']) {
    this.#texelOf = texelOf;
    this.places = [...face];
    for (let at = 0; at < face.length; at += 3) {
      const texel = texelOf(face[at]!, face[at + 1]!);
      this.textureAt.push(texel.x, texel.y);
      this.follows.push(1);
    }
  }

  /** @returns the number of the vertex */
  add(place: Place, seenAt: Texel, follows: number): number {
    const texel = this.#texelOf(seenAt.x, seenAt.y);
    this.places.push(place.x, place.y, place.z);
    this.textureAt.push(texel.x, texel.y);
    this.follows.push(follows);
    return this.follows.length - 1;
  }

  /** Lets a vertex show another place of the portrait. */
  look(vertex: number, seenAt: Texel): void {
    const texel = this.#texelOf(seenAt.x, seenAt.y);
    this.textureAt[2 * vertex] = texel.x;
    this.textureAt[2 * vertex + 1] = texel.y;
  }
}

function alphaAt({ width, height, rgba }: Texture, { x, y }: Texel): number {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return rgba[4 * (row * width + column) + 3]!;
}

const RING_ANGLES = [34, 48, 62, 75, 88, 100, 112, 126].map((degrees) => (degrees * Math.PI) / 180);
const FIRST_ANGLE = (20 * Math.PI) / 180;
const JAW_REACH_M = 0.008;
/** The portrait is looked at this far within the person's edge, so that no backdrop is drawn onto a head's side. */
const WITHIN_M = 0.006;
const HEAD_DEPTH_M = 0.085;
const JAW_DEPTH_M = 0.05;

/** Goes on around the rim of the face to hair, ears and the under side of the jaw, in rings that bend back. */
function addShell(
  parts: Parts,
  face: Float32Array,
  alphaOf: (x: number, y: number) => number,
): readonly number[] {
  const centre = middleOf(face, FACE_RIM);
  const rays = FACE_RIM.map((index) => {
    const rim = middleOf(face, [index]);
    const length = Math.hypot(rim.x - centre.x, rim.y - centre.y);
    const out = { x: (rim.x - centre.x) / length, y: (rim.y - centre.y) / length };
    return { rim, out, jaw: smoothStep(out.y, 0.3, 0.72) };
  });
  const shown = rays.map(({ rim, out }) => {
    const most = out.y < -0.5 ? 0.13 : 0.085;
    let reach = -0.008;
    while (reach < most && alphaOf(rim.x + out.x * reach, rim.y + out.y * reach) > 0.5)
      reach += 0.001;
    return reach;
  });
  let reaches = rays.map(
    ({ jaw }, ray) => Math.max(0.003, shown[ray]!) * (1 - jaw) + JAW_REACH_M * jaw,
  );
  for (let round = 0; round < 2; round += 1) reaches = smoothRing(reaches);
  // Landmarks of the rim may lie beside the cheek that the portrait shows.
  rays.forEach(({ rim, out }, ray) => {
    const seen = Math.min(0, shown[ray]! - WITHIN_M);
    parts.look(FACE_RIM[ray]!, { x: rim.x + out.x * seen, y: rim.y + out.y * seen });
  });

  const rings: number[][] = [[...FACE_RIM]];
  for (const angle of RING_ANGLES) {
    const share = (Math.sin(angle) - Math.sin(FIRST_ANGLE)) / (1 - Math.sin(FIRST_ANGLE));
    const back = Math.cos(FIRST_ANGLE) - Math.cos(angle);
    rings.push(
      rays.map(({ rim, out, jaw }, ray) => {
        const reach = reaches[ray]! * share;
        const depth = (HEAD_DEPTH_M * (1 - jaw) + JAW_DEPTH_M * jaw) * back;
        const place = { x: rim.x + out.x * reach, y: rim.y + out.y * reach, z: rim.z + depth };
        const seen = Math.min(reach * 0.97, shown[ray]! - WITHIN_M);
        return parts.add(place, { x: rim.x + out.x * seen, y: rim.y + out.y * seen }, 1);
      }),
    );
  }
  const triangles: number[] = [];
  for (let ring = rings.length - 1; ring > 0; ring -= 1) {
    const inner = rings[ring - 1]!;
    const outer = rings[ring]!;
    for (let ray = 0; ray < inner.length; ray += 1) {
      const next = (ray + 1) % inner.length;
      triangles.push(inner[ray]!, outer[ray]!, outer[next]!);
      triangles.push(inner[ray]!, outer[next]!, inner[next]!);
    }
  }
  return triangles;
}

function smoothRing(values: readonly number[]): number[] {
  const count = values.length;
  return values.map(
    (value, at) => value / 2 + (values[(at + 1) % count]! + values[(at + count - 1) % count]!) / 4,
  );
}

const NECK_RADIUS_M = 0.058;
const COLUMNS = 28;
const ROWS = 24;
const HALF_WIDTH_M = 0.29;
/** Beyond this a shoulder falls away, wherever the portrait ends. */
const SHOULDER_M = 0.18;

/** A sheet behind the jaw: a neck, widening to shoulders. What the jaw covers takes the colour of what is below it. */
function addShoulders(parts: Parts, face: Float32Array): readonly number[] {
  const chin = middleOf(face, [CHIN]);
  const front = chin.z + 0.035;
  const top = chin.y - 0.055;
  const bottom = chin.y + 0.42;
  const jaw = jawLine(face);
  const vertices: number[][] = [];
  for (let row = 0; row <= ROWS; row += 1) {
    // Rows lie closer at the neck.
    const share = row / ROWS;
    const y = top + (bottom - top) * (0.35 * share + 0.65 * share * share);
    const isNeck = 1 - smoothStep(y, chin.y + 0.015, chin.y + 0.11);
    vertices.push([]);
    for (let column = 0; column <= COLUMNS; column += 1) {
      const side = (2 * column) / COLUMNS - 1;
      const x = chin.x + HALF_WIDTH_M * side * (0.4 + 0.6 * Math.abs(side));
      const away = Math.abs(x - chin.x);
      const inNeck = Math.min(away, NECK_RADIUS_M);
      const neck =
        NECK_RADIUS_M - Math.sqrt(NECK_RADIUS_M ** 2 - 0.9 * inNeck ** 2) + 0.8 * (away - inNeck);
      const chest = 0.9 * away * away - 0.02;
      const z = front + neck * isNeck + chest * (1 - isNeck);
      const follows = 0.92 * (1 - smoothStep(y, chin.y - 0.03, chin.y + 0.12));
      const seenAt = { x, y: Math.max(y, jaw(x)) };
      vertices[row]!.push(
        parts.add({ x, y: y + 1.2 * Math.max(0, away - SHOULDER_M), z }, seenAt, follows),
      );
    }
  }
  const triangles: number[] = [];
  for (let row = ROWS - 1; row >= 0; row -= 1) {
    const above = vertices[row]!;
    const below = vertices[row + 1]!;
    for (let column = 0; column < COLUMNS; column += 1) {
      triangles.push(above[column]!, above[column + 1]!, below[column + 1]!);
      triangles.push(above[column]!, below[column + 1]!, below[column]!);
    }
  }
  return triangles;
}

/** How low the jaw reaches at each x; beside it, where the head ends. */
function jawLine(face: Float32Array): (x: number) => number {
  const rim = FACE_RIM.slice(8, 29)
    .map((index) => middleOf(face, [index]))
    .sort((one, other) => one.x - other.x);
  return (x) => {
    const after = rim.findIndex((place) => place.x >= x);
    const right = rim[after === -1 ? rim.length - 1 : after]!;
    const left = rim[Math.max(0, (after === -1 ? rim.length : after) - 1)]!;
    const width = right.x - left.x;
    const share = width <= 0 ? 0 : clamp((x - left.x) / width, 0, 1);
    return left.y + (right.y - left.y) * share + JAW_REACH_M + 0.004;
  };
}

/** No rim of a face goes farther from its middle. */
const FACE_RADIUS_M = 0.14;

/** Where a person is in the portrait: the rim of the face made larger, and a neck that widens. */
function outlineOf(face: Float32Array, { metresOf }: Frame): Outline {
  const centre = middleOf(face, FACE_RIM);
  const chin = middleOf(face, [CHIN]);
  const rim = FACE_RIM.map((index) => middleOf(face, [index]));
  const isIn = (x: number, y: number, wide: number, up: number): boolean => {
    const px = centre.x + (x - centre.x) / wide;
    const py = centre.y + (y - centre.y) / (y < centre.y ? up : wide);
    if (Math.hypot(px - centre.x, py - centre.y) > FACE_RADIUS_M) return false;
    let inside = false;
    for (let at = 0, before = rim.length - 1; at < rim.length; before = at, at += 1) {
      const a = rim[at]!;
      const b = rim[before]!;
      if (a.y > py !== b.y > py && px < ((b.x - a.x) * (py - a.y)) / (b.y - a.y) + a.x)
        inside = !inside;
    }
    return inside;
  };
  const halfWidth = (y: number, neck: number, shoulders: number): number =>
    neck + (shoulders - neck) * smoothStep(y, chin.y + 0.035, chin.y + 0.13);
  return {
    core: (column, row) => {
      const { x, y } = metresOf({ x: column, y: row });
      if (y > chin.y - 0.02 && Math.abs(x - chin.x) < halfWidth(y, 0.04, 0.16)) return true;
      return isIn(x, y, 0.88, 1.18);
    },
    usual: (column, row) => {
      const { x, y } = metresOf({ x: column, y: row });
      if (y > chin.y - 0.05 && Math.abs(x - chin.x) < halfWidth(y, 0.056, 0.22)) return true;
      return isIn(x, y, 1.1, 1.32);
    },
    largest: (column, row) => {
      const { x, y } = metresOf({ x: column, y: row });
      if (y > chin.y - 0.02 && Math.abs(x - chin.x) < halfWidth(y, 0.22, 0.36)) return true;
      return isIn(x, y, 1.75, 2.3);
    },
  };
}

/** Forehead, bridge and tip of the nose, cheeks, lower lip, and how far around each the shine goes. */
const SHINY: readonly (readonly [index: number, metres: number, strength: number])[] = [
  [151, 0.026, 0.8],
  [108, 0.02, 0.6],
  [337, 0.02, 0.6],
  [6, 0.01, 0.5],
  [197, 0.01, 0.7],
  [4, 0.011, 1],
  [50, 0.02, 0.6],
  [280, 0.02, 0.6],
  [17, 0.012, 0.5],
  [199, 0.014, 0.4],
];
const LEAST_GLOSS = 0.22;
const GLOSS_BESIDE_FACE = 0.06;

function glossOf(face: Float32Array, vertices: number): Float32Array {
  const gloss = new Float32Array(vertices).fill(GLOSS_BESIDE_FACE);
  for (let index = 0; index < LANDMARKS; index += 1) {
    const place = middleOf(face, [index]);
    let most = LEAST_GLOSS;
    for (const [shiny, metres, strength] of SHINY) {
      const centre = middleOf(face, [shiny]);
      const squared = (place.x - centre.x) ** 2 + (place.y - centre.y) ** 2;
      most = Math.max(most, strength * Math.exp(-squared / (2 * metres * metres)));
    }
    gloss[index] = most;
  }
  for (const index of FACE_RIM) gloss[index] = 0.12;
  return gloss;
}

function lidsOf(face: Float32Array): HeadMesh['lids'] {
  return EYES.flatMap(({ upper, lower }, eye) => {
    const moves = upper.map((index, at) => {
      const from = middleOf(face, [index]);
      const to = middleOf(face, [lower[at]!]);
      return {
        vertex: index,
        by: { x: 0, y: 0.96 * (to.y - from.y), z: 0.3 * (to.z - from.z) - 0.0006 },
      };
    });
    const folds = LID_FOLDS[eye]!.map((index, at) => ({
      vertex: index,
      by: { x: 0, y: 0.35 * moves[at + 1]!.by.y, z: 0 },
    }));
    return [...moves, ...folds];
  });
}

function eyeOf(face: Float32Array, eye: 0 | 1): Place {
  const { upper, lower } = EYES[eye];
  return middleOf(face, [...upper, ...lower]);
}

/** Mean directions of the triangles around each vertex, towards the outside. */
export function normalsOf(places: Float32Array, triangles: Uint16Array): Float32Array {
  const normals = new Float32Array(places.length);
  for (let at = 0; at < triangles.length; at += 3) {
    const a = 3 * triangles[at]!;
    const b = 3 * triangles[at + 1]!;
    const c = 3 * triangles[at + 2]!;
    const bx = places[b]! - places[a]!;
    const by = places[b + 1]! - places[a + 1]!;
    const bz = places[b + 2]! - places[a + 2]!;
    const cx = places[c]! - places[a]!;
    const cy = places[c + 1]! - places[a + 1]!;
    const cz = places[c + 2]! - places[a + 2]!;
    const x = bz * cy - by * cz;
    const y = bx * cz - bz * cx;
    const z = by * cx - bx * cy;
    for (const vertex of [a, b, c]) {
      normals[vertex]! += x;
      normals[vertex + 1]! += y;
      normals[vertex + 2]! += z;
    }
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!);
    if (length === 0) continue;
    normals[at]! /= length;
    normals[at + 1]! /= length;
    normals[at + 2]! /= length;
  }
  return normals;
}
