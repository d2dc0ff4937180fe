export type { AccountedEnding, BoothAccount, BoothStopCause } from './booth-ending.ts';
export { BoothError, type BoothErrorCode } from './booth-error.ts';
export { ISOLATION_MEASURES, type IsolationMeasure, type IsolationReport } from './isolation.ts';
export { matcherProgram, networksOf, type BoothProgram, type MatcherNetworks } from './launch.ts';
export { DEFAULT_BOOTH_LIMITS, type BoothLimits } from './limits.ts';
export {
  openBoothPool,
  type BoothPoolOptions,
  type PooledBooth,
  type WarmBoothPool,
} from './pool.ts';
