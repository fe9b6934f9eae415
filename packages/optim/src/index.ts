export type { LearningRate } from './learning-rate.js';
export type {
  AbortSignalLike,
  Minimization,
  MinimizeOptions,
  Progress,
  StopReason,
  TrajectoryEntry,
} from './minimization.js';
export { minimize } from './minimize.js';
export { Optimizer } from './optimizer.js';
export { type AdagradOptions, adagrad } from './optimizers/adagrad.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export { type AdamWOptions, adamw } from './optimizers/adamw.js';
export { type RMSPropOptions, rmsprop } from './optimizers/rmsprop.js';
export { type SGDOptions, sgd } from './optimizers/sgd.js';
export type { ParameterSource } from './parameters.js';
export {
  type Restart,
  type RestartOptions,
  type RestartReport,
  type RunResult,
  randomRestarts,
} from './random-restarts.js';
export type { OptimizerStateDict, ParameterState } from './state-dict.js';
export {
  type GradientTransform,
  stateless,
  type TransformContext,
  type Transformed,
  type TransformState,
} from './transform.js';
export { chain } from './transforms/chain.js';
export { clipByGlobalNorm } from './transforms/clip-by-global-norm.js';
export { clipByValue } from './transforms/clip-by-value.js';
export { decayWeights } from './transforms/decay-weights.js';
export { type MomentumOptions, momentum } from './transforms/momentum.js';
export {
  type AccumulatedSquaresOptions,
  scaleByAccumulatedSquares,
} from './transforms/scale-by-accumulated-squares.js';
export { type AdamScalingOptions, scaleByAdam } from './transforms/scale-by-adam.js';
export { scaleByLearningRate } from './transforms/scale-by-learning-rate.js';
export { type RMSScalingOptions, scaleByRMS } from './transforms/scale-by-rms.js';
