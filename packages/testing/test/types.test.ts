import { type AnyTensor, mul, type Shape, type Tensor, tensor } from '@adjoint/core';
import {
  broadcastableTensors,
  checkGradients,
  holdsForOp,
  indices,
  tensors,
  vjpIsLinear,
  vmapEqualsLoop,
} from '@adjoint/testing';
import fc from 'fast-check';
import { describe, expectTypeOf, it } from 'vitest';

const x = tensor(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  'float64',
);
const y = tensor([1, 2, 3], 'float64');

describe('the types', () => {
  it('give the function the types of its inputs', () => {
    checkGradients(
      (a, b) => {
        expectTypeOf(a).toEqualTypeOf<Tensor<[2, 3], 'float64'>>();
        expectTypeOf(b).toEqualTypeOf<Tensor<[3], 'float64'>>();
        return a.mul(b);
      },
      [x, y],
    );
    vjpIsLinear((a) => a.assertShape(2, 3), [x]);
  });

  it('take functions that say less about their inputs, and generic ones', () => {
    checkGradients((a: AnyTensor, b: AnyTensor) => a.mul(b), [x, y]);
    checkGradients((a: Tensor) => a.exp(), [x]);
    checkGradients(mul, [x, y]);
    const drawn: readonly AnyTensor[] = [x, y];
    checkGradients((...all: AnyTensor[]) => all.map((each) => each.exp()), drawn);
  });

  it('refuse functions that do not fit the inputs', () => {
    // @ts-expect-error the function wants a tensor of shape [3]
    void (() => checkGradients((a: Tensor<[3]>) => a, [x]));
    // @ts-expect-error '"cannot matmul [2, 3] by [2, 3]: inner dimensions differ"'
    void (() => checkGradients((a) => a.matmul(x), [x]));
  });

  it('give the function of vmap examples, not batches', () => {
    vmapEqualsLoop(
      (a, b) => {
        expectTypeOf(a).toEqualTypeOf<Tensor<Shape, 'float64'>>();
        return a.mul(b);
      },
      [x, x],
    );
    vmapEqualsLoop((a: AnyTensor) => a.sum(), [x]);
  });

  it('follow an arbitrary into the op’s function', () => {
    holdsForOp({
      f: (a, b) => {
        expectTypeOf(a).toEqualTypeOf<Tensor<Shape, 'float64'>>();
        return a.mul(b);
      },
      inputs: broadcastableTensors(2),
      runs: 1,
    });
    holdsForOp({
      f: (a, index) => {
        expectTypeOf(index).toEqualTypeOf<Tensor<Shape, 'int32'>>();
        return a.take(index, 0);
      },
      inputs: fc.tuple(tensors({ shape: [2] }), indices({ size: 2 })),
      runs: 1,
    });
    expectTypeOf(broadcastableTensors(3, { dtype: 'float32' })).toEqualTypeOf<
      fc.Arbitrary<[Tensor<Shape, 'float32'>, Tensor<Shape, 'float32'>, Tensor<Shape, 'float32'>]>
    >();
  });
});
