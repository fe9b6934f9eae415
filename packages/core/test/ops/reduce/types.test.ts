import { describe, expectTypeOf, it } from 'vitest';
import {
  argmax,
  logsumexp,
  max,
  mean,
  norm,
  prod,
  std,
  type Tensor,
  tensor,
  variance,
  zeros,
} from '../../../src/index.js';

describe('the static types of reductions', () => {
  const x = zeros([2, 3, 4]);
  const ints = tensor([[1, 2, 3]], 'int32');

  it('know the shapes', () => {
    expectTypeOf(x.mean()).toEqualTypeOf<Tensor<[], 'float32'>>();
    expectTypeOf(mean(x, [0, -1])).toEqualTypeOf<Tensor<[3], 'float32'>>();
    expectTypeOf(x.max(1, true)).toEqualTypeOf<Tensor<[2, 1, 4], 'float32'>>();
    expectTypeOf(max(x, -1)).toEqualTypeOf<Tensor<[2, 3], 'float32'>>();
    expectTypeOf(x.min(undefined, true)).toEqualTypeOf<Tensor<[1, 1, 1], 'float32'>>();
    expectTypeOf(x.var(0)).toEqualTypeOf<Tensor<[3, 4], 'float32'>>();
    expectTypeOf(variance(x, 0, true, 0)).toEqualTypeOf<Tensor<[1, 3, 4], 'float32'>>();
    expectTypeOf(std(x, [1, 2])).toEqualTypeOf<Tensor<[2], 'float32'>>();
    expectTypeOf(logsumexp(x, -1, true)).toEqualTypeOf<Tensor<[2, 3, 1], 'float32'>>();
    expectTypeOf(norm(x, 2, 0)).toEqualTypeOf<Tensor<[3, 4], 'float32'>>();
    expectTypeOf(argmax(x, -1)).toEqualTypeOf<Tensor<[2, 3], 'int32'>>();
    expectTypeOf(x.argmin()).toEqualTypeOf<Tensor<[], 'int32'>>();
    expectTypeOf(x.cumsum(-1)).toEqualTypeOf<Tensor<[2, 3, 4], 'float32'>>();
  });

  it('know the dtypes', () => {
    expectTypeOf(ints.sum()).toEqualTypeOf<Tensor<[], 'int32'>>();
    expectTypeOf(ints.mean(1)).toEqualTypeOf<Tensor<[1], 'float32'>>();
    expectTypeOf(prod(tensor([true]))).toEqualTypeOf<Tensor<[], 'int32'>>();
    expectTypeOf(tensor([1], 'uint8').cumprod(0)).toEqualTypeOf<Tensor<[1], 'int32'>>();
    expectTypeOf(ints.any(0)).toEqualTypeOf<Tensor<[3], 'bool'>>();
    expectTypeOf(ints.all()).toEqualTypeOf<Tensor<[], 'bool'>>();
    expectTypeOf(tensor([1, 2], 'float64').std()).toEqualTypeOf<Tensor<[], 'float64'>>();
  });

  it('refuse axes that do not exist or come twice', () => {
    const wrong = (): unknown[] => [
      // @ts-expect-error the legal axes are -3 … 2
      x.mean(3),
      // @ts-expect-error "axes [0, -3] of [2, 3, 4] name an axis twice"
      x.max([0, -3]),
      // @ts-expect-error the legal axes are -3 … 2
      x.argmax(-4),
      // @ts-expect-error the legal axes are -3 … 2
      x.cumsum(3),
    ];
    expectTypeOf(wrong).toBeFunction();
  });
});
