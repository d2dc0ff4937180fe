import {
  componentsUnder,
  type FaceQuality,
  type GuidanceSymbol,
  type QualityComponent,
  type QualityFloor,
} from '@bonin/core';

/** What a person can do about a component, what must be put right first standing first. */
const REMEDIES: readonly (readonly [GuidanceSymbol, readonly QualityComponent[]])[] = [
  ['several-faces', ['singleFace']],
  ['come-nearer', ['interEyeDistance', 'headSize']],
  ['move-back', ['margins']],
  [
    'adjust-light',
    [
      'luminanceMean',
      'luminanceVariance',
      'dynamicRange',
      'overExposure',
      'underExposure',
      'illuminationUniformity',
      'naturalColour',
      'backgroundUniformity',
    ],
  ],
  ['look-straight', ['headPoseYaw', 'headPosePitch', 'headPoseRoll', 'eyesOpen', 'mouthClosed']],
  ['hold-still', ['sharpness']],
];

/** Above this share of the picture's height from eyes to chin, a head is too large rather than small. */
const LARGE_HEAD_INTER_EYE = 90;

/** The one thing to change first, or `undefined` when the floor is reached. */
export function guidanceFor(quality: FaceQuality, floor: QualityFloor): GuidanceSymbol | undefined {
  const under = new Set(componentsUnder(quality, floor));
  if (under.size === 0) return undefined;
  for (const [symbol, components] of REMEDIES) {
    if (!components.some((component) => under.has(component))) continue;
    return symbol === 'come-nearer' && isLarge(quality) && !under.has('interEyeDistance')
      ? 'move-back'
      : symbol;
  }
  return undefined;
}

/** A head of the wrong size whose eyes are far apart fills the picture. */
function isLarge({ interEyeDistance }: FaceQuality): boolean {
  return interEyeDistance.kind === 'evaluated' && interEyeDistance.value > LARGE_HEAD_INTER_EYE;
}
