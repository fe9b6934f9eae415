import { grad, type Tensor, tensor, Variable, verify } from '@adjoint/core';
import { describe, expect, it } from 'vitest';

describe('verify', () => {
  const graph = (): Tensor => {
    const w = new Variable(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    return w
      .matmul(tensor([[1], [2]]))
      .relu()
      .mean() as Tensor;
  };

  it('accepts what the ops build, gradients included', () => {
    verify(graph());
    verify(
      grad((x: Tensor) => x.softplus().pow(3).logsumexp(-1).mean() as Tensor)(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    );
  });

  it.each([
    ['a wrong shape', (node: Tensor) => Object.assign(node, { shape: [7] }), /should be float32 \[\]/],
    ['a wrong dtype', (node: Tensor) => Object.assign(node, { dtype: 'int32' }), /should be float32 \[\]/],
    ['a younger input', (node: Tensor) => Object.assign(node, { inputs: [graph()] }), /younger/],
    ['missing flags', (node: Tensor) => Object.assign(node, { flags: 0 }), /misses flags/],
    [
      'a value of the wrong length',
      (node: Tensor) => Object.assign(node, { value: new Float32Array(9) }),
      /holds 9 elements/,
    ],
  ])('refuses %s', (_, spoil, message) => {
    const node = graph();
    spoil(node);
    expect(() => verify(node)).toThrow(message);
  });
});
