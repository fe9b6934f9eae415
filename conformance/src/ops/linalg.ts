import { type AnyTensor, einsum } from '@adjoint/core';
import { binary, type Operations, operation, sumOf, variadic } from './operation.js';

/** x·Wᵀ + b, with weights of shape (out, in). */
export function linear(x: AnyTensor, weight: AnyTensor, bias: AnyTensor | undefined): AnyTensor {
  const product = x.matmul(weight.transpose(0, 1));
  return bias === undefined ? product : product.add(bias);
}

export const linalgOperations: Operations = {
  addmm: operation(['c', 'x', 'y'], ([c, x, y], attributes) =>
    c.mul(attributes.number('beta')).add(x.matmul(y).mul(attributes.number('alpha'))),
  ),
  dot: sumOf(binary((x, y) => x.dot(y))),
  einsum: variadic((tensors, attributes) => einsum(attributes.string('equation'), ...tensors)),
  linear: operation(['x', 'weight', 'bias?'], ([x, weight, bias]) => linear(x, weight, bias)),
  matmul: sumOf(binary((x, y) => x.matmul(y))),
  outer: binary((x, y) => x.outer(y)),
};
