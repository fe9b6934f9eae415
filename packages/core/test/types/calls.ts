/** Calls that fit, with the exact types of their results. */

import { type AnyTensor, concat, einsum, stack, type Tensor, tensor, zeros } from '../../src/index.js';
import { exactly } from './equal.js';

type Shape = readonly number[];

declare const n: number;
declare const unknownShape: Shape;
declare const rows: number[][];
declare const row: number[];
declare const anything: Tensor;
declare const many: Tensor<[2, 3], 'float32'>[];

const a = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

// literals
exactly<[2, 3]>()(a.shape);
exactly<[]>()(tensor(3).shape);
exactly<[3]>()(tensor([1, 2, 3]).shape);
exactly<'bool'>()(tensor([true, false]).dtype);
exactly<[2, 1, 2]>()(tensor([[[1, 2]], [[3, 4]]]).shape);
exactly<[number, number]>()(tensor(rows).shape);
exactly<[2, 2]>()(
  tensor([
    [n, 1],
    [2, n],
  ]).shape,
);
exactly<[2, number]>()(tensor([row, row]).shape);
exactly<[2, number]>()(zeros([2, n]).shape);
exactly<number[]>()(zeros(unknownShape).shape);
exactly<'int32'>()(zeros([3], 'int32').dtype);

// broadcasting
exactly<[2, 3]>()(a.add(1).shape);
exactly<[2, 3]>()(a.add(zeros([3])).shape);
exactly<[5, 2, 3]>()(a.add(zeros([5, 1, 1])).shape);
exactly<[4, 2, 3]>()(zeros([4, n, 1]).mul(a).shape);
exactly<[number, 3]>()(zeros([n, 3]).mul(zeros([n, n])).shape);
exactly<[1, 2, 3, 4, 5, 6, 7, 8]>()(zeros([1, 2, 1, 4, 1, 6, 1, 8]).add(zeros([1, 2, 3, 1, 5, 6, 7, 1])).shape);
exactly<Shape>()(a.add(anything).shape);
exactly<Shape>()(anything.add(a).shape);
exactly<Shape>()(zeros([1, 1, 1, 1, 1, 1, 1, 1, 1]).add(zeros([2])).shape);
exactly<'float32'>()(a.add(zeros([3], 'int32')).dtype);
exactly<[4, 2, 3]>()(zeros([4, 1, 1], 'bool').where(a, zeros([3])).shape);

// products
exactly<[2, 4]>()(a.matmul(zeros([3, 4])).shape);
exactly<[8, 5, 2, 4]>()(zeros([8, 1, 2, 3]).matmul(zeros([5, 3, 4])).shape);
exactly<[number, 4]>()(zeros([n, 3]).matmul(zeros([n, 4])).shape);
exactly<Shape>()(anything.matmul(a).shape);
exactly<[2, 3]>()(zeros([2]).outer(zeros([3])).shape);

// reductions
exactly<[]>()(a.sum().shape);
exactly<[3]>()(a.sum(0).shape);
exactly<[2, 1]>()(a.mean(-1, true).shape);
exactly<[3]>()(zeros([2, 3, 4]).sum([0, -1]).shape);
exactly<[1, 1]>()(a.sum(undefined, true).shape);
exactly<[number]>()(a.sum(n).shape);
exactly<[2, 3]>()(a.cumsum(-1).shape);
exactly<[2, 3]>()(a.cumsum(n).shape);
exactly<Shape>()(anything.sum(1).shape);

// movement
exactly<[3, 2]>()(a.reshape([3, 2]).shape);
exactly<[6]>()(a.reshape([-1]).shape);
exactly<[number, 784]>()(zeros([n, 28, 28]).reshape([n, -1]).shape);
exactly<Shape>()(a.reshape(unknownShape).shape);
exactly<[8, 784]>()(zeros([8, 28, 28]).flatten(1).shape);
exactly<[672]>()(zeros([8, 28, 3]).flatten().shape);
exactly<[5, 2, 3]>()(a.expand([5, 2, -1]).shape);
exactly<[4, 2, 3]>()(zeros([2, 3, 4]).permute([-1, 0, 1]).shape);
exactly<[3, 2]>()(a.transpose().shape);
exactly<[4, 3, 2]>()(zeros([2, 3, 4]).transpose(0, -1).shape);
exactly<[3, 4, 2]>()(zeros([2, 3, 4]).moveAxis(0, -1).shape);
exactly<[2, 3]>()(zeros([2, 1, 3, 1]).squeeze().shape);
exactly<[2, 3, 1]>()(zeros([2, 1, 3, 1]).squeeze(1).shape);
exactly<[2, 3, 1]>()(a.unsqueeze(-1).shape);
exactly<[2, 2]>()(a.slice(null, [0, -1]).shape);
exactly<[2]>()(a.slice([null, null], 1).shape);
exactly<[2, 2]>()(a.slice(null, [null, null, -2]).shape);
exactly<[2, number]>()(a.slice(null, [n, 2]).shape);
exactly<[2, 6]>()(
  a.pad([
    [0, 0],
    [1, 2],
  ]).shape,
);
exactly<[4, 6]>()(a.tile([2, 2]).shape);

// joining and splitting
exactly<[5, 3]>()(concat([a, zeros([3, 3])]).shape);
exactly<[2, 8]>()(concat([a, zeros([2, 1]), zeros([2, 4])], -1).shape);
exactly<[number, 3]>()(concat(many).shape);
exactly<[2, 3, 3]>()(stack([a, a, a], -1).shape);
exactly<[number, 2, 3]>()(stack(many).shape);
exactly<[2, 2]>()(zeros([5, 2]).split([2, 3])[0].shape);
exactly<[3, 2]>()(zeros([5, 2]).split([2, 3])[1].shape);

// indexing
const indices = zeros([5, 7], 'int32');
exactly<[5, 7, 3]>()(a.take(indices).shape);
exactly<[2, 5, 7]>()(a.take(indices, 1).shape);
exactly<[2, 2]>()(a.gather(zeros([2, 2], 'int32'), 1).shape);
exactly<[5, 7, 10]>()(indices.oneHot(10).shape);

// einsum
exactly<[2, 4]>()(einsum('ij,jk->ik', a, zeros([3, 4])).shape);
exactly<[]>()(einsum('ij->', a).shape);
exactly<[2]>()(einsum('ii->i', zeros([2, 2])).shape);
exactly<[4, 2]>()(einsum('zb,ba', a, zeros([3, 4])).shape);
exactly<[]>()(einsum('ii', zeros([2, 2])).shape);
exactly<Shape>()(einsum('...ij,...jk->...ik', a, zeros([3, 4])).shape);
exactly<Shape>()(einsum('ij,jk->ik', anything, a).shape);

// assignability: a narrower shape is a wider one, and not the other way round
export const wide: Tensor = a;
export const anyTensor: AnyTensor = a;
export const sized: Tensor<[number, number]> = a;
export const sizedOne: Tensor<[number, 3]> = a;
export const narrowed: Tensor<[2, 3]> = wide.assertShape(2, 3);
export const list: readonly Tensor[] = [a, zeros([4])];

// loops that change the shape
let hidden: Tensor = a;
for (const weight of [zeros([3, 8]), zeros([8, 4])]) hidden = hidden.matmul(weight).relu();
exactly<Shape>()(hidden.shape);
let total = zeros([2, 3]);
for (const each of many) total = total.add(each);
exactly<[2, 3]>()(total.shape);

// one mistake, one error: what follows it is `any` and accepted anywhere
// @ts-expect-error the shapes do not fit
const broken = a.matmul(a);
export const afterwards: Tensor<[7]> = broken
  .add(zeros([9]))
  .sum(5, true)
  .reshape([-1, 4])
  .transpose()
  .squeeze(2);
export const afterwardsToo: Tensor<[7]> = concat([broken, zeros([3])])
  .permute([1, 0])
  .slice(0, [0, 4]);
export const afterwardsStill: Tensor<[7]> = zeros([4]).matmul(broken).unsqueeze(8);
