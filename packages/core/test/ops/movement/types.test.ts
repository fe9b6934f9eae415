import { describe, expectTypeOf, it } from 'vitest';
import { concat, permute, slice, split, stack, type Tensor, tensor, zeros } from '../../../src/index.js';

describe('the static types of movement ops', () => {
  const x = zeros([2, 3, 4]);

  it('know the shapes', () => {
    expectTypeOf(x.permute([2, 0, 1])).toEqualTypeOf<Tensor<[4, 2, 3], 'float32'>>();
    expectTypeOf(permute(x, [1, 0, 2])).toEqualTypeOf<Tensor<[3, 2, 4], 'float32'>>();
    expectTypeOf(x.transpose()).toEqualTypeOf<Tensor<[2, 4, 3], 'float32'>>();
    expectTypeOf(x.transpose(0, 1)).toEqualTypeOf<Tensor<[3, 2, 4], 'float32'>>();
    expectTypeOf(x.moveAxis(0, -1)).toEqualTypeOf<Tensor<[3, 4, 2], 'float32'>>();
    expectTypeOf(x.flatten(1)).toEqualTypeOf<Tensor<[2, 12], 'float32'>>();
    expectTypeOf(x.flip(-1)).toEqualTypeOf<Tensor<[2, 3, 4], 'float32'>>();
    expectTypeOf(x.unsqueeze(1)).toEqualTypeOf<Tensor<[2, 1, 3, 4], 'float32'>>();
    expectTypeOf(x.unsqueeze(1).squeeze(1)).toEqualTypeOf<Tensor<[2, 3, 4], 'float32'>>();
    expectTypeOf(x.unsqueeze(1).squeeze()).toEqualTypeOf<Tensor<[2, 3, 4], 'float32'>>();
    expectTypeOf(x.slice(1, [0, -1])).toEqualTypeOf<Tensor<[2, 4], 'float32'>>();
    expectTypeOf(slice(x, null, [null, null, -2])).toEqualTypeOf<Tensor<[2, 2, 4], 'float32'>>();
    expectTypeOf(
      x.pad([
        [0, 0],
        [1, 2],
        [0, 1],
      ]),
    ).toEqualTypeOf<Tensor<[2, 6, 5], 'float32'>>();
    expectTypeOf(x.tile([2, 1, 1, 3])).toEqualTypeOf<Tensor<[2, 2, 3, 12], 'float32'>>();
    expectTypeOf(x.repeat(5, 0)).toEqualTypeOf<Tensor<[10, 3, 4], 'float32'>>();
    expectTypeOf(x.roll(1, 0)).toEqualTypeOf<Tensor<[2, 3, 4], 'float32'>>();
  });

  it('know the pieces', () => {
    expectTypeOf(x.split([1, 2], 1)).toEqualTypeOf<[Tensor<[2, 1, 4], 'float32'>, Tensor<[2, 2, 4], 'float32'>]>();
    expectTypeOf(split(x, 2)).toEqualTypeOf<[Tensor<[1, 3, 4], 'float32'>, Tensor<[1, 3, 4], 'float32'>]>();
    expectTypeOf(x.chunk(2, 2)).toEqualTypeOf<Tensor<[2, 3, number], 'float32'>[]>();
    expectTypeOf(x.unbind()).toEqualTypeOf<[Tensor<[3, 4], 'float32'>, Tensor<[3, 4], 'float32'>]>();
    expectTypeOf(x.slice(0).unbind(0)).toEqualTypeOf<
      [Tensor<[4], 'float32'>, Tensor<[4], 'float32'>, Tensor<[4], 'float32'>]
    >();
    const unknown: Tensor = x;
    expectTypeOf(unknown.unbind(1)).toEqualTypeOf<Tensor[]>();
  });

  it('know joins and their dtypes', () => {
    const ints = tensor([[1, 2, 3]], 'int32');
    expectTypeOf(concat([zeros([2, 3]), ints])).toEqualTypeOf<Tensor<[3, 3], 'float32'>>();
    expectTypeOf(concat([ints, tensor([[true, false]])], 1)).toEqualTypeOf<Tensor<[1, 5], 'int32'>>();
    expectTypeOf(stack([ints, ints], -1)).toEqualTypeOf<Tensor<[1, 3, 2], 'int32'>>();
    const list: Tensor<[2, 3], 'float32'>[] = [];
    expectTypeOf<ReturnType<typeof concat<typeof list>>>().toEqualTypeOf<Tensor<[number, 3], 'float32'>>();
    expectTypeOf<ReturnType<typeof stack<typeof list>>>().toEqualTypeOf<Tensor<[number, 2, 3], 'float32'>>();
  });

  it('refuse what does not fit', () => {
    const wrong = (): unknown[] => [
      // @ts-expect-error "[0, 0, 1] is not a permutation of the axes of [2, 3, 4]"
      x.permute([0, 0, 1]),
      // @ts-expect-error the legal axes are -3 … 2
      x.flip(3),
      // @ts-expect-error "cannot squeeze axis 0 of [2, 3, 4]: its size is not 1"
      x.squeeze(0),
      // @ts-expect-error "cannot slice [2, 3, 4] with 5"
      x.slice(5),
      // @ts-expect-error "pad needs one [before, after] for each axis of [2, 3, 4]"
      x.pad([[0, 1]]),
      // @ts-expect-error "cannot concat [2, 3], [2, 4] along axis 0"
      concat([zeros([2, 3]), zeros([2, 4])]),
      // @ts-expect-error "cannot stack [2], [3]"
      stack([zeros([2]), zeros([3])]),
      // @ts-expect-error "cannot split axis 1 of [2, 3, 4] into 2 equal parts"
      x.split(2, 1),
      // @ts-expect-error "cannot split axis 0 of [2, 3, 4] into [1, 2]"
      x.split([1, 2]),
    ];
    expectTypeOf(wrong).toBeFunction();
  });
});
