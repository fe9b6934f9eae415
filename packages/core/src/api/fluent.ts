import { backward } from '../autodiff/backward.js';
import { Tensor, type TensorOps } from '../graph/tensor.js';
import { abs } from '../ops/elementwise/abs.js';
import { add } from '../ops/elementwise/add.js';
import { cast } from '../ops/elementwise/cast.js';
import { isFinite, isNaN } from '../ops/elementwise/classify.js';
import { clip } from '../ops/elementwise/clip.js';
import { eq, ge, gt, le, lt, ne } from '../ops/elementwise/comparisons.js';
import { div } from '../ops/elementwise/div.js';
import { erf, erfc } from '../ops/elementwise/error-function.js';
import { exp } from '../ops/elementwise/exp.js';
import { exp2 } from '../ops/elementwise/exp2.js';
import { expm1 } from '../ops/elementwise/expm1.js';
import { maximum, minimum } from '../ops/elementwise/extremes.js';
import { floorDivide } from '../ops/elementwise/floor-divide.js';
import { cosh, sinh, tanh } from '../ops/elementwise/hyperbolic.js';
import { acosh, asinh, atanh } from '../ops/elementwise/inverse-hyperbolic.js';
import { acos, asin, atan } from '../ops/elementwise/inverse-trigonometric.js';
import { lerp } from '../ops/elementwise/lerp.js';
import { logaddexp } from '../ops/elementwise/logaddexp.js';
import { log, log1p, log2, log10 } from '../ops/elementwise/logarithms.js';
import { logicalAnd, logicalNot, logicalOr, logicalXor } from '../ops/elementwise/logical.js';
import { mul } from '../ops/elementwise/mul.js';
import { neg } from '../ops/elementwise/neg.js';
import { atan2, hypot } from '../ops/elementwise/polar.js';
import { pow } from '../ops/elementwise/pow.js';
import { reciprocal } from '../ops/elementwise/reciprocal.js';
import { relu } from '../ops/elementwise/relu.js';
import { fmod, remainder } from '../ops/elementwise/remainders.js';
import { rsqrt, sqrt } from '../ops/elementwise/roots.js';
import { ceil, floor, round, trunc } from '../ops/elementwise/rounding.js';
import { sigmoid } from '../ops/elementwise/sigmoid.js';
import { sign } from '../ops/elementwise/sign.js';
import { softplus } from '../ops/elementwise/softplus.js';
import { square } from '../ops/elementwise/square.js';
import { sub } from '../ops/elementwise/sub.js';
import { cos, sin, tan } from '../ops/elementwise/trigonometric.js';
import { where } from '../ops/elementwise/where.js';
import { stopGradient } from '../ops/graph/stop-gradient.js';
import { gather } from '../ops/index/gather.js';
import { oneHot } from '../ops/index/one-hot.js';
import { scatterAdd } from '../ops/index/scatter-add.js';
import { take } from '../ops/index/take.js';
import { diag } from '../ops/linalg/diag.js';
import { diagonal } from '../ops/linalg/diagonal.js';
import { dot } from '../ops/linalg/dot.js';
import { matmul } from '../ops/linalg/matmul.js';
import { outer } from '../ops/linalg/outer.js';
import { trace } from '../ops/linalg/trace.js';
import { tril, triu } from '../ops/linalg/triangle.js';
import { chunk } from '../ops/movement/chunk.js';
import { expand } from '../ops/movement/expand.js';
import { flatten } from '../ops/movement/flatten.js';
import { flip } from '../ops/movement/flip.js';
import { moveAxis } from '../ops/movement/move-axis.js';
import { pad } from '../ops/movement/pad.js';
import { permute } from '../ops/movement/permute.js';
import { repeat } from '../ops/movement/repeat.js';
import { reshape } from '../ops/movement/reshape.js';
import { roll } from '../ops/movement/roll.js';
import { slice } from '../ops/movement/slice.js';
import { split } from '../ops/movement/split.js';
import { squeeze } from '../ops/movement/squeeze.js';
import { tile } from '../ops/movement/tile.js';
import { transpose } from '../ops/movement/transpose.js';
import { unbind } from '../ops/movement/unbind.js';
import { unsqueeze } from '../ops/movement/unsqueeze.js';
import { argmax, argmin } from '../ops/reduce/arg-extremes.js';
import { cumprod } from '../ops/reduce/cumprod.js';
import { cumsum } from '../ops/reduce/cumsum.js';
import { max, min } from '../ops/reduce/extremes.js';
import { logsumexp } from '../ops/reduce/logsumexp.js';
import { mean } from '../ops/reduce/mean.js';
import { norm } from '../ops/reduce/norm.js';
import { prod } from '../ops/reduce/prod.js';
import { all, any } from '../ops/reduce/quantifiers.js';
import { std } from '../ops/reduce/std.js';
import { sum } from '../ops/reduce/sum.js';
import { variance } from '../ops/reduce/var.js';
import { assertShape, data, dataSync, item, toArray } from './read.js';

/**
 * The fluent surface: each function whose first argument is the tensor, as a method. The table is exhaustive over what
 * the ops declare, so a method that is declared but missing here does not compile.
 */
const methods: { readonly [Name in keyof TensorOps]: (self: never, ...rest: never[]) => unknown } = {
  abs,
  acos,
  acosh,
  add,
  all,
  any,
  argmax,
  argmin,
  asin,
  asinh,
  assertShape,
  atan,
  atan2,
  atanh,
  backward,
  cast,
  ceil,
  chunk,
  clip,
  cos,
  cosh,
  cumprod,
  cumsum,
  data,
  dataSync,
  diag,
  diagonal,
  div,
  dot,
  eq,
  erf,
  erfc,
  exp,
  exp2,
  expand,
  expm1,
  flatten,
  flip,
  floor,
  floorDivide,
  fmod,
  gather,
  ge,
  gt,
  hypot,
  isFinite,
  isNaN,
  item,
  le,
  lerp,
  log,
  log10,
  log1p,
  log2,
  logaddexp,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  logsumexp,
  lt,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  moveAxis,
  mul,
  ne,
  neg,
  norm,
  oneHot,
  outer,
  pad,
  permute,
  pow,
  prod,
  reciprocal,
  relu,
  remainder,
  repeat,
  reshape,
  roll,
  round,
  rsqrt,
  scatterAdd,
  sigmoid,
  sign,
  sin,
  sinh,
  slice,
  softplus,
  split,
  sqrt,
  square,
  squeeze,
  std,
  stopGradient,
  sub,
  sum,
  take,
  tan,
  tanh,
  tile,
  toArray,
  trace,
  transpose,
  tril,
  triu,
  trunc,
  unbind,
  unsqueeze,
  var: variance,
  where,
};

for (const [name, method] of Object.entries(methods)) {
  const call = method as (self: unknown, ...rest: unknown[]) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Tensor, ...rest: unknown[]): unknown {
      return call(this, ...rest);
    },
  });
}
