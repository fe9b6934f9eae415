import { isFloat } from '../graph/dtype.js';
import { showShape } from '../graph/shape.js';
import type { AnyTensor, Tensor } from '../graph/tensor.js';
import { flatten, type Tree } from '../graph/tree.js';
import { onesLike } from '../ops/creation/full.js';
import { pullbackWithZeros, record, type TreeFunction } from './vjp.js';

/** The gradients of a tree: each tensor replaced by one of its shape and dtype. */
export type GradientTree<T> =
  T extends Tensor<infer S, infer D> ? Tensor<S, D> : { -readonly [K in keyof T]: GradientTree<T[K]> };

/**
 * The gradient of a scalar function with respect to its first argument, a tensor or a tree of tensors:
 * `grad(f)(x, …rest)` is ∂f/∂x at x. It is made of ordinary nodes, so `grad(grad(f))` is the second derivative.
 *
 * @example
 * const square = (x: Tensor) => x.mul(x).sum();
 * grad(square)(tensor([1, 2, 3])); // [2, 4, 6]
 *
 * @throws TypeError where the result is no scalar float, or an argument no float tensor
 */
export function grad<First extends Tree, const Rest extends readonly unknown[]>(
  f: (first: First, ...rest: Rest) => Tensor,
): (first: First, ...rest: Rest) => GradientTree<First> {
  const differentiated = valueAndGrad(f);
  return (first, ...rest) => differentiated(first, ...rest)[1];
}

/**
 * Like {@link grad}, with the value beside the gradient: `[f(x), ∂f/∂x]`.
 */
export function valueAndGrad<First extends Tree, const Rest extends readonly unknown[], Value extends AnyTensor>(
  f: (first: First, ...rest: Rest) => Value,
): (first: First, ...rest: Rest) => [value: Value, gradient: GradientTree<First>] {
  return (first, ...rest) => {
    const recording = record(
      'grad',
      ((...args: unknown[]) => f(...(args as [First, ...Rest]))) as TreeFunction<readonly Tree[], Value>,
      [first, ...(rest as unknown as Tree[])],
      [0],
    );
    checkScalar('grad', recording.outputs);
    const gradients = pullbackWithZeros(recording, recording.outputs.map(onesLike));
    return [recording.value, flatten('grad', first).rebuild(gradients) as unknown as GradientTree<First>];
  };
}

/** Throws unless the result is one scalar of a float dtype. */
export function checkScalar(transform: string, outputs: readonly AnyTensor[]): void {
  const [output] = outputs;
  if (outputs.length !== 1 || output === undefined || output.shape.length > 0) {
    const shapes = outputs.map((each) => showShape(each.shape)).join(', ');
    throw new TypeError(
      `${transform}: the function must return one scalar, it returned ${shapes}; reduce it first, for example with .mean()`,
    );
  }
  if (!isFloat(output.dtype)) {
    throw new TypeError(
      `${transform}: the result is ${output.dtype}, which has no gradient; make it float32 or float64`,
    );
  }
}
