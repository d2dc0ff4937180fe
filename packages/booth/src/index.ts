export type { AccountedEnding, BoothAccount, BoothStopCause } from './booth-ending.ts';
export { BOOTH_ROLES, type BoothRole } from './booth-role.ts';
export { BoothError, type BoothErrorCode } from './booth-error.ts';
export { HAND_OVER_BYTES, SEALED_HAND_OVER_BYTES } from './hand-over.ts';
export {
  ISOLATION_MEASURES,
  RUNTIME_MEASURES,
  type IsolationMeasure,
  type IsolationReport,
} from './isolation.ts';
export {
  boothPrograms,
  networksOf,
  type BoothProgram,
  type BoothPrograms,
  type BoothProgramsOptions,
  type MatcherNetworks,
} from './launch.ts';
export { DEFAULT_BOOTH_LIMITS, type BoothLimits } from './limits.ts';
export {
  openBoothPool,
  type BoothPoolOptions,
  type PooledPair,
  type WarmBoothPool,
} from './pool.ts';
