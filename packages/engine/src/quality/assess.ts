import type { FaceQuality, QualityMeasure } from '@bonin/core';
import { fivePointsOf, type FaceMesh } from '../alignment/face-mesh.ts';
import type { Pyramid } from '../image/raster.ts';
import * as value from './component-values.ts';
import { measureLight } from './face-light.ts';
import { measureShape } from './face-shape.ts';
import { measureSharpness } from './sharpness.ts';

/** A face as found in a picture, with what its surroundings say. */
export interface FaceInPicture {
  readonly pyramid: Pyramid;
  readonly mesh: FaceMesh;
  /** How the picture itself lies: 0, or quarter turns of a card that was photographed sideways. */
  readonly upright: number;
  /** Area of the second largest face in that of this one; 0 when it is alone. */
  readonly secondFaceShare: number;
}

/**
 * Assesses the quality of a face, component by component.
 *
 * No component decides anything by itself; the policy names the floors.
 *
 * Personal data: reads pixels and shape of a face; returns measures that do not identify.
 *
 * @see ISO/IEC 29794-5 for names and scale
 */
export function assessQuality(face: FaceInPicture): FaceQuality {
  const shape = measureShape(face.mesh, face.pyramid.cut.picture, face.upright);
  const light = measureLight(face.pyramid, face.mesh, shape);
  const sharpness = measureSharpness(face.pyramid, fivePointsOf(face.mesh));
  const { left, right, above, below } = shape.margins;
  const headDeviation = Math.abs(shape.headShareOfHeight - 0.45);
  return {
    interEyeDistance: evaluated(shape.eyeDistancePx, value.interEyeDistanceValue),
    headPoseYaw: evaluated(shape.yawDegrees, value.headPoseValue),
    headPosePitch: evaluated(shape.pitchDegrees, value.headPoseValue),
    headPoseRoll: evaluated(shape.rollDegrees, value.headPoseValue),
    luminanceMean: evaluated(light.mean, value.luminanceMeanValue),
    luminanceVariance: evaluated(light.variance, value.luminanceVarianceValue),
    dynamicRange: evaluated(light.entropyBits, value.dynamicRangeValue),
    overExposure: evaluated(light.shareOver, value.overExposureValue),
    underExposure: evaluated(light.shareUnder, value.underExposureValue),
    illuminationUniformity: evaluated(light.cheekOverlap, value.illuminationUniformityValue),
    naturalColour: evaluated(light.skinDistance, value.naturalColourValue),
    backgroundUniformity:
      light.backgroundGradient === undefined
        ? { kind: 'not-evaluated', reason: 'out-of-frame' }
        : evaluated(light.backgroundGradient, value.backgroundUniformityValue),
    eyesOpen: evaluated(shape.eyelidGap, value.eyesOpenValue),
    mouthClosed: evaluated(shape.lipGap, value.mouthClosedValue),
    headSize: evaluated(headDeviation, value.headSizeValue),
    margins: evaluated(Math.min(left, right, above, below), () =>
      value.marginsValue(shape.margins),
    ),
    sharpness: evaluated(sharpness, value.sharpnessValue),
    singleFace: evaluated(face.secondFaceShare, value.singleFaceValue),
  };
}

/** A measure that is not a number was not taken. */
function evaluated(raw: number, toValue: (raw: number) => number): QualityMeasure {
  const mapped = toValue(raw);
  return Number.isFinite(raw) && Number.isFinite(mapped)
    ? { kind: 'evaluated', raw, value: mapped }
    : { kind: 'not-evaluated', reason: 'not-measurable' };
}
