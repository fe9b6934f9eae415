import { type AnyTensor, zeros } from '@adjoint/core';

/** The Euclidean norm of all elements of all tensors together: √ Σ x². */
export function globalNorm(tensors: readonly AnyTensor[]): AnyTensor {
  return tensors
    .map((tensor): AnyTensor => tensor.square().sum())
    .reduce((total, squares) => total.add(squares), zeros([]))
    .sqrt();
}
