import type { Einsum, EinsumProblem, EinsumResult, MatMul, Outer } from '../../../src/types/index.js';
import type { Equal, Expect } from '../equal.js';

type Shape = readonly number[];

export type Products = [
  Expect<Equal<MatMul<[2, 3], [3, 4]>, [2, 4]>>,
  Expect<Equal<MatMul<[2, 3], [3]>, [2]>>,
  Expect<Equal<MatMul<[3], [3, 4]>, [4]>>,
  Expect<Equal<MatMul<[3], [3]>, []>>,
  Expect<Equal<MatMul<[8, 2, 3], [3]>, [8, 2]>>,
  Expect<Equal<MatMul<[3], [8, 3, 4]>, [8, 4]>>,
  Expect<Equal<MatMul<[8, 1, 2, 3], [5, 3, 4]>, [8, 5, 2, 4]>>,
  Expect<Equal<MatMul<[number, 3], [number, 4]>, [number, 4]>>,
  Expect<Equal<MatMul<[2, 3], [4, 5]>, never>>,
  Expect<Equal<MatMul<[8, 2, 3], [5, 3, 4]>, never>>,
  Expect<Equal<MatMul<[1, 1], [2, 2]>, never>>,
  Expect<Equal<MatMul<[], [3]>, never>>,
  Expect<Equal<MatMul<[3], []>, never>>,
  Expect<Equal<MatMul<Shape, [3, 4]>, Shape>>,
  Expect<Equal<MatMul<[3, 4], any>, any>>,
  Expect<Equal<Outer<[2], [3]>, [2, 3]>>,
  Expect<Equal<Outer<[2], [3, 1]>, never>>,
  Expect<Equal<Outer<Shape, [3]>, Shape>>,
];

export type Einsums = [
  Expect<Equal<Einsum<'ij,jk->ik', [[2, 3], [3, 4]]>, [2, 4]>>,
  Expect<Equal<Einsum<' ij, jk -> ik ', [[2, 3], [3, 4]]>, [2, 4]>>,
  Expect<Equal<Einsum<'bhqd,bhkd->bhqk', [[8, 12, 128, 64], [8, 12, 100, 64]]>, [8, 12, 128, 100]>>,
  Expect<Equal<Einsum<'i,i,i->', [[2], [2], [2]]>, []>>,
  Expect<Equal<Einsum<'->', [[]]>, []>>,
  Expect<Equal<Einsum<'ii->i', [[2, 2]]>, [2]>>,
  Expect<Equal<Einsum<'ij,jk->jk', [[2, number], [3, 4]]>, [3, 4]>>,
  Expect<Equal<Einsum<'ij,jk->jk', [[2, 3], [number, 4]]>, [3, 4]>>,
  Expect<Equal<Einsum<'ij,jk->ik', [[2, 3], Shape]>, Shape>>,
  Expect<Equal<Einsum<'...i->...', [[2, 3]]>, Shape>>,
  Expect<Equal<Einsum<string, [[2, 3]]>, Shape>>,
  Expect<Equal<Einsum<'ij->j', [any]>, any>>,
  Expect<Equal<Einsum<'ij,jk->ik', [[2, 3], [4, 5]]>, never>>,
  Expect<Equal<EinsumResult<'ij,jk->ik', [[2, 3], [4, 5]]>, any>>,
  Expect<Equal<EinsumProblem<'ij,jk->ik', [[2, 3], [3, 4]]>, never>>,
  Expect<Equal<EinsumProblem<'ij,jk->ik', [[2, 3], [4, 5]]>, "einsum: label 'j' is both 3 and 4">>,
  Expect<Equal<EinsumProblem<'ii->i', [[2, 3]]>, "einsum: label 'i' is both 2 and 3">>,
  Expect<Equal<EinsumProblem<'i->z', [[2]]>, "einsum: output label 'z' is in no input">>,
  Expect<Equal<EinsumProblem<'i->ii', [[2]]>, "einsum: output label 'i' occurs twice">>,
  Expect<Equal<EinsumProblem<'i->i', []>, 'einsum: no operand'>>,
];
