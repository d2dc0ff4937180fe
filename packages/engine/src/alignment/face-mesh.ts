import type { DetectedFace } from '../detection/detected-face.ts';
import { EngineError } from '../engine-error.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import type { FivePoints } from './five-points.ts';
import { regionToPicture, type Region } from './region.ts';
import { apply, meanOf, scaleOf, type Point } from './similarity.ts';
import { warp } from './warp.ts';

const POINTS = 468;

/** A face with the landmarks of MediaPipe's face mesh, in pixels of the picture. */
export interface FaceMesh {
  /** x, y and z in turn; z in the unit of x and y, away from the camera, from a guess of the network. */
  readonly points: Float32Array;
  /** 0…1: how sure the network is that there is a face at all. */
  readonly presence: number;
}

/** The region is this many times the face's box, as the network was trained. */
export const REGION_PER_BOX = 1.5;

/**
 * Finds the landmarks of a detected face, in two passes: the second looks where the first found the face,
 * turned upright.
 *
 * Not verified: that it is a face; look at `presence`. The z of a flat picture is invented.
 * Personal data: reads pixels; returns the shape of a face.
 */
export async function findLandmarks(
  network: Network,
  pyramid: Pyramid,
  face: DetectedFace,
): Promise<FaceMesh> {
  const first = await pass(network, pyramid, {
    centre: face.centre,
    side: face.sidePx * REGION_PER_BOX,
    angle: face.angle,
  });
  return pass(network, pyramid, regionAround(first));
}

/**
 * Finds the landmarks of a face that was seen a moment ago, where it was then: one pass.
 *
 * Not verified: that it is the same face, or any; look at `presence`.
 * Personal data: reads pixels; returns the shape of a face.
 */
export async function followLandmarks(
  network: Network,
  pyramid: Pyramid,
  before: FaceMesh,
): Promise<FaceMesh> {
  return pass(network, pyramid, regionAround(before));
}

async function pass(network: Network, pyramid: Pyramid, region: Region): Promise<FaceMesh> {
  const { width, height } = network.input;
  const toPicture = regionToPicture(region, width, height);
  const outputs = await network.run(warp(pyramid, toPicture, network.input));
  const raw = outputs.find((output) => output.length === 3 * POINTS);
  const flag = outputs.find((output) => output.length === 1);
  if (raw === undefined || flag === undefined) {
    throw new EngineError('MODEL_UNSUITABLE', {
      model: network.id,
      expected: '468 points, a flag',
    });
  }
  const scale = scaleOf(toPicture);
  const points = new Float32Array(raw.length);
  for (let at = 0; at < raw.length; at += 3) {
    const placed = apply(toPicture, { x: raw[at]! - 0.5, y: raw[at + 1]! - 0.5 });
    points[at] = placed.x;
    points[at + 1] = placed.y;
    points[at + 2] = raw[at + 2]! * scale;
  }
  return { points, presence: 1 / (1 + Math.exp(-flag[0]!)) };
}

/** BlazeFace's box against the square around the mesh: medians over 498 portraits. */
const BOX_PER_MESH = 0.93;
const BOX_LOWER_BY = 0.04;

/** The upright box that BlazeFace would put around a face, whichever detector found it. */
export function meshBox(mesh: FaceMesh): { readonly centre: Point; readonly sidePx: number } {
  const { centre, side } = squareAround(mesh, 0);
  const sidePx = side * BOX_PER_MESH;
  return { centre: { x: centre.x, y: centre.y + BOX_LOWER_BY * sidePx }, sidePx };
}

function regionAround(mesh: FaceMesh): Region {
  const angle = rollOf(mesh);
  const { centre, side } = squareAround(mesh, angle);
  return { centre, side: side * REGION_PER_BOX, angle };
}

/** The square around all landmarks, turned by `angle`. */
export function squareAround(mesh: FaceMesh, angle: number): { centre: Point; side: number } {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let at = 0; at < mesh.points.length; at += 3) {
    const x = mesh.points[at]! * cos + mesh.points[at + 1]! * sin;
    const y = mesh.points[at + 1]! * cos - mesh.points[at]! * sin;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return {
    centre: { x: x * cos - y * sin, y: x * sin + y * cos },
    side: Math.max(right - left, bottom - top),
  };
}

export function pointOf({ points }: FaceMesh, index: number): Point {
  return { x: points[3 * index]!, y: points[3 * index + 1]! };
}

/** Rims of the two eyes, first that on the left side of the picture. */
const LEFT_EYE = [33, 133, 160, 158, 153, 144];
const RIGHT_EYE = [362, 263, 385, 387, 373, 380];

/** The five points that recognition networks are aligned by. */
export function fivePointsOf(mesh: FaceMesh): FivePoints {
  return {
    leftEye: meanOf(LEFT_EYE.map((index) => pointOf(mesh, index))),
    rightEye: meanOf(RIGHT_EYE.map((index) => pointOf(mesh, index))),
    noseTip: pointOf(mesh, 4),
    leftMouthCorner: pointOf(mesh, 61),
    rightMouthCorner: pointOf(mesh, 291),
  };
}

/** The turn of the line between the eyes, radians, clockwise as the eye sees it. */
export function rollOf(mesh: FaceMesh): number {
  const { leftEye, rightEye } = fivePointsOf(mesh);
  return Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
}
