/**
 * Calls that do not fit. The comment above each is what the compiler says; `messages.test.ts` compiles this file
 * without the `@ts-expect-error` and compares.
 */
import { concat, einsum, stack, type Tensor, tensor, zeros } from '../../src/index.js';

declare const n: number;
declare const anything: Tensor;

const a = zeros([2, 3]);
const b = zeros([2, 3, 4]);

// @ts-expect-error Argument of type 'Tensor<[4], "float32">' is not assignable to parameter of type '"cannot broadcast [2, 3] with [4]"'.
a.add(zeros([4]));
// @ts-expect-error "cannot broadcast [2, 3] with [?, 4]"
a.mul(zeros([n, 4]));
// @ts-expect-error "cannot broadcast [?, 5] with [4]"
zeros([n, 5]).mul(zeros([4]));
// @ts-expect-error "cannot broadcast [2], [3], [4]"
zeros([2], 'bool').where(zeros([3]), zeros([4]));

// @ts-expect-error "cannot matmul [2, 3] by [4, 5]: inner dimensions differ"
a.matmul(zeros([4, 5]));
// @ts-expect-error "cannot matmul [8, 2, 3] by [5, 3, 4]: batch dimensions do not broadcast"
zeros([8, 2, 3]).matmul(zeros([5, 3, 4]));
// @ts-expect-error "cannot matmul [2, 3] by []: a scalar has no inner dimension"
a.matmul(zeros([]));
// @ts-expect-error "cannot take the outer product of [2] and [2, 3]: both need exactly one axis"
zeros([2]).outer(a);

// @ts-expect-error Argument of type '2' is not assignable to parameter of type '-2 | -1 | 0 | 1'.
a.cumsum(2);
// @ts-expect-error Argument of type '-3' is not assignable to parameter of type '-2 | -1 | 0 | 1 | undefined'.
a.sum(-3);
// @ts-expect-error Type '5' is not assignable to type '-2 | -1 | 0 | 1'.
a.sum([0, 5]);
// @ts-expect-error "axes [0, -2] of [2, 3] name an axis twice"
a.sum([0, -2]);

// @ts-expect-error "cannot reshape [2, 3] to [4, 2]"
a.reshape([4, 2]);
// @ts-expect-error "cannot reshape [2, 3] to [4, -1]"
a.reshape([4, -1]);
// @ts-expect-error "cannot reshape [2, 3] to [-1, -1]"
a.reshape([-1, -1]);
// @ts-expect-error "cannot flatten [2, 3, 4] from axis 2 to axis 1"
b.flatten(2, 1);
// @ts-expect-error "cannot expand [2, 3] to [4, 3]"
a.expand([4, 3]);
// @ts-expect-error "[0, 0] is not a permutation of the axes of [2, 3]"
a.permute([0, 0]);
// @ts-expect-error "[0] is not a permutation of the axes of [2, 3]"
a.permute([0]);
// @ts-expect-error Argument of type '3' is not assignable to parameter of type '-3 | -2 | -1 | 0 | 1 | 2 | undefined'.
b.transpose(0, 3);
// @ts-expect-error "cannot squeeze axis 0 of [2, 3]: its size is not 1"
a.squeeze(0);
// @ts-expect-error Argument of type '2' is not assignable to parameter of type '-2 | -1 | 0 | 1 | undefined'.
a.squeeze(2);
// @ts-expect-error Argument of type '3' is not assignable to parameter of type '-3 | -2 | -1 | 0 | 1 | 2'.
a.unsqueeze(3);
// @ts-expect-error "cannot slice [2, 3] with 2"
a.slice(2);
// @ts-expect-error "cannot slice [2, 3] with null, null, [0, 1]"
a.slice(null, null, [0, 1]);
// @ts-expect-error "cannot slice [2, 3] with [0, 2, 0]"
a.slice([0, 2, 0]);
// @ts-expect-error "pad needs one [before, after] for each axis of [2, 3]"
a.pad([[1, 1]]);
// @ts-expect-error "cannot split axis 0 of [2, 3] into [1, 2]"
a.split([1, 2]);
// @ts-expect-error "cannot split axis 1 of [2, 3] into 2 equal parts"
a.split(2, 1);

// @ts-expect-error "cannot concat [2, 3], [2, 4] along axis 0"
concat([a, zeros([2, 4])]);
// @ts-expect-error "cannot concat [2, 3], [3] along axis 0"
concat([a, zeros([3])]);
// @ts-expect-error "cannot concat [2, 3], [2, 3] along axis 2"
concat([a, a], 2);
// @ts-expect-error "cannot stack [2, 3], [4]"
stack([a, zeros([4])]);
// @ts-expect-error "cannot stack [2, 3], [2, 3] along axis 5"
stack([a, a], 5);

// @ts-expect-error Argument of type '3' is not assignable to parameter of type '-2 | -1 | 0 | 1 | undefined'.
a.take(zeros([5], 'int32'), 3);
// @ts-expect-error "indices are int32 or uint8 tensors, not float32"
a.take(zeros([5]));
// @ts-expect-error "cannot gather [2, 3] along axis 0 with indices of shape [5]"
a.gather(zeros([5], 'int32'), 0);
// @ts-expect-error "cannot gather [2, 3] along axis 0 with indices of shape [1, 4]"
a.gather(zeros([1, 4], 'int32'), 0);

// @ts-expect-error "einsum: label 'j' is both 3 and 4"
einsum('ij,jk->ik', a, zeros([4, 5]));
// @ts-expect-error "einsum: output label 'z' is in no input"
einsum('ij->iz', a);
// @ts-expect-error "einsum: 'ijk' does not fit an operand of shape [2, 3]"
einsum('ijk->i', a);
// @ts-expect-error "einsum: too few operands"
einsum('ij,jk->ik', a);
// @ts-expect-error "einsum: too many operands"
einsum('ij->i', a, a);

// @ts-expect-error "the nested array is ragged: its rows differ in length"
tensor([[1, 2], [3]]);
// @ts-expect-error "the nested array is ragged: its rows differ in length"
tensor([[1], 2]);

// @ts-expect-error Type 'Tensor<Shape, DType>' is not assignable to type 'Tensor<[2, 3], DType>'.
export const narrowed: Tensor<[2, 3]> = anything;
// @ts-expect-error Type 'Tensor<[number, 3], "float32">' is not assignable to type 'Tensor<[2, 3], DType>'.
export const sized: Tensor<[2, 3]> = zeros([n, 3]);
// @ts-expect-error Type 'Tensor<[3, 2], "float32">' is not assignable to type 'Tensor<[2, 3], DType>'.
export const other: Tensor<[2, 3]> = zeros([3, 2]);

// @ts-expect-error "cannot matmul [2, 3] by [2, 3]: inner dimensions differ"
const broken = a.matmul(a);
// One mistake gives one error: nothing that follows from it complains again.
export const afterwards: Tensor<[7]> = broken
  .add(zeros([9]))
  .reshape([4, 4])
  .sum(3);
