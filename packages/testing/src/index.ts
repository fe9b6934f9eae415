export { axesOf, axisOf } from './arbitraries/axes.js';
export { type IndexConstraints, indices } from './arbitraries/indices.js';
export { type MatrixConstraints, wellConditionedMatrices } from './arbitraries/matrices.js';
export { awayFromKinks, type NumberRange, numbers } from './arbitraries/numbers.js';
export { permutations } from './arbitraries/permutations.js';
export {
  type BroadcastablePair,
  type BroadcastableShapes,
  broadcastablePairs,
  broadcastableShapes,
  type ShapeConstraints,
  type ShapeSource,
  shapes,
} from './arbitraries/shapes.js';
export {
  type BroadcastableConstraints,
  broadcastableTensors,
  type DistinctConstraints,
  distinct,
  type TensorConstraints,
  type TupleOf,
  tensors,
  type WellConditionedConstraints,
  wellConditioned,
} from './arbitraries/tensors.js';
export { checkGradients, type GradientCheckOptions, type GradientReport } from './gradients/check-gradients.js';
export { GradientCheckError, type GradientFailure } from './gradients/error.js';
export type { NamedVariables } from './gradients/with-variables.js';
export { assertClose, type NestedNumbers, type Tolerance } from './laws/assert-close.js';
export { broadcastingEqualsExpanding } from './laws/broadcasting-equals-expanding.js';
export { float32MatchesFloat64 } from './laws/float32-matches-float64.js';
export type { LawOptions } from './laws/options.js';
export { vjpIsLinear } from './laws/vjp-is-linear.js';
export { vjpMatchesJvp } from './laws/vjp-matches-jvp.js';
export { type ExamplesOf, type VmapLawOptions, vmapEqualsLoop } from './laws/vmap-equals-loop.js';
export { holdsForOp, lawsOfOp, type OpDescription, type OpLaw } from './op/laws-of-op.js';
