import { backward } from '../autodiff/backward.js';
import { Tensor, type TensorOps } from '../graph/tensor.js';
import { add } from '../ops/elementwise/add.js';
import { cast } from '../ops/elementwise/cast.js';
import { exp } from '../ops/elementwise/exp.js';
import { mul } from '../ops/elementwise/mul.js';
import { stopGradient } from '../ops/graph/stop-gradient.js';
import { expand } from '../ops/movement/expand.js';
import { reshape } from '../ops/movement/reshape.js';
import { sum } from '../ops/reduce/sum.js';
import { assertShape, data, dataSync, item, toArray } from './read.js';

/**
 * The fluent surface: each function whose first argument is the tensor, as a method. The table is exhaustive over what
 * the ops declare, so a method that is declared but missing here does not compile.
 */
const methods: { readonly [Name in keyof TensorOps]: (self: never, ...rest: never[]) => unknown } = {
  add,
  assertShape,
  backward,
  cast,
  data,
  dataSync,
  exp,
  expand,
  item,
  mul,
  reshape,
  stopGradient,
  sum,
  toArray,
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
