import type { DecisionPolicy, FacePolicy } from './face-policy.ts';

/** From which score on something is decided. */
export interface Threshold {
  readonly decides: 'comparison' | 'attack-detection';
  /** The network or combination whose scores these are. */
  readonly scale: string;
  readonly minimum: number;
  /** The report that measured it. */
  readonly calibration: string;
}

/** The thresholds that a Y has to reach, as results and the ledger name them. */
export function thresholdsOf({ comparison, pad }: FacePolicy): readonly Threshold[] {
  const { scale, minimum, calibration } = comparison;
  return [
    { decides: 'comparison', scale, minimum, calibration },
    {
      decides: 'attack-detection',
      scale: pad.scale,
      minimum: pad.bonaFideFrom,
      calibration: pad.calibration,
    },
  ];
}

/** What a policy asks for against presentation attacks, as results name it. */
export function attackDetectionOf({
  challenges,
}: Pick<DecisionPolicy, 'challenges'>): 'challenge-and-passive' | 'passive-only' {
  return challenges === undefined ? 'passive-only' : 'challenge-and-passive';
}
