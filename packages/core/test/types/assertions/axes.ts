import type {
  Axis,
  InsertAxis,
  MoveAxis,
  NewAxis,
  NormaliseAxis,
  Permute,
  Reduce,
  Squeeze,
  SwapAxes,
  SwapLast,
  Unsqueeze,
} from '../../../src/types/index.js';
import type { Equal, Expect } from '../equal.js';

type Shape = readonly number[];

export type Axes = [
  Expect<Equal<Axis<[2, 3]>, -2 | -1 | 0 | 1>>,
  Expect<Equal<Axis<[]>, never>>,
  Expect<Equal<Axis<Shape>, number>>,
  Expect<Equal<NewAxis<[2]>, -2 | -1 | 0 | 1>>,
  Expect<Equal<NewAxis<[1, 1, 1, 1, 1, 1, 1, 1]>, -9 | -8 | -7 | -6 | -5 | -4 | -3 | -2 | -1 | Axis8>>,
  Expect<Equal<NormaliseAxis<3, -1>, 2>>,
  Expect<Equal<NormaliseAxis<3, -3>, 0>>,
  Expect<Equal<NormaliseAxis<3, 1>, 1>>,
  Expect<Equal<NormaliseAxis<3, 3>, never>>,
  Expect<Equal<NormaliseAxis<3, -4>, never>>,
  Expect<Equal<NormaliseAxis<3, 0 | -1>, 0 | 2>>,
];

type Axis8 = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export type Reductions = [
  Expect<Equal<Reduce<[2, 3, 4], undefined>, []>>,
  Expect<Equal<Reduce<[2, 3, 4], undefined, true>, [1, 1, 1]>>,
  Expect<Equal<Reduce<[2, 3, 4], 0>, [3, 4]>>,
  Expect<Equal<Reduce<[2, 3, 4], -1, true>, [2, 3, 1]>>,
  Expect<Equal<Reduce<[2, 3, 4], [0, -1]>, [3]>>,
  Expect<Equal<Reduce<[2, 3, 4], readonly [0, -1], true>, [1, 3, 1]>>,
  Expect<Equal<Reduce<[2, 3, 4], []>, [2, 3, 4]>>,
  Expect<Equal<Reduce<[2, 3, 4], 3>, never>>,
  Expect<Equal<Reduce<[2, 3, 4], [0, -3]>, never>>,
  Expect<Equal<Reduce<[2, 3], number>, [number]>>,
  Expect<Equal<Reduce<[2, 3], number, true>, [number, number]>>,
  Expect<Equal<Reduce<[2, 3], number[]>, Shape>>,
  Expect<Equal<Reduce<[2, 3], 0, boolean>, Shape>>,
  Expect<Equal<Reduce<Shape, 0>, Shape>>,
  Expect<Equal<Reduce<Shape, undefined>, []>>,
  Expect<Equal<Reduce<any, 0>, any>>,
];

export type Moves = [
  Expect<Equal<Permute<[2, 3, 4], [2, 0, 1]>, [4, 2, 3]>>,
  Expect<Equal<Permute<[2, 3, 4], [-1, 0, -2]>, [4, 2, 3]>>,
  Expect<Equal<Permute<[2, 3], [0, 0]>, never>>,
  Expect<Equal<Permute<[2, 3], [1, -1]>, never>>,
  Expect<Equal<Permute<[2, 3], [0, 2]>, never>>,
  Expect<Equal<Permute<[2, 3], [1]>, never>>,
  Expect<Equal<Permute<[2, 3], number[]>, Shape>>,
  Expect<Equal<Permute<[2, 3], [number, 0]>, [number, number]>>,
  Expect<Equal<Permute<Shape, [1, 0]>, Shape>>,
  Expect<Equal<SwapAxes<[2, 3, 4], 0, -1>, [4, 3, 2]>>,
  Expect<Equal<SwapAxes<[2, 3, 4], 1, 1>, [2, 3, 4]>>,
  Expect<Equal<SwapAxes<[2, 3, 4], 0, 3>, never>>,
  Expect<Equal<SwapLast<[8, 2, 3]>, [8, 3, 2]>>,
  Expect<Equal<SwapLast<[3]>, never>>,
  Expect<Equal<SwapLast<Shape>, Shape>>,
  Expect<Equal<MoveAxis<[2, 3, 4], 0, -1>, [3, 4, 2]>>,
  Expect<Equal<MoveAxis<[2, 3, 4], 2, 0>, [4, 2, 3]>>,
  Expect<Equal<MoveAxis<[2, 3, 4], 3, 0>, never>>,
];

export type OnesInAndOut = [
  Expect<Equal<Squeeze<[2, 1, 3, 1]>, [2, 3]>>,
  Expect<Equal<Squeeze<[2, 1, 3, 1], -1>, [2, 1, 3]>>,
  Expect<Equal<Squeeze<[2, number], 1>, [2]>>,
  Expect<Equal<Squeeze<[2, number]>, Shape>>,
  Expect<Equal<Squeeze<[2, 3], 1>, never>>,
  Expect<Equal<Squeeze<[2, 1], 2>, never>>,
  Expect<Equal<Unsqueeze<[2, 3], 0>, [1, 2, 3]>>,
  Expect<Equal<Unsqueeze<[2, 3], 2>, [2, 3, 1]>>,
  Expect<Equal<Unsqueeze<[2, 3], -2>, [2, 1, 3]>>,
  Expect<Equal<Unsqueeze<[2, 3], 3>, never>>,
  Expect<Equal<Unsqueeze<[2, 3], number>, [number, number, number]>>,
  Expect<Equal<InsertAxis<[2, 3], 1, 7>, [2, 7, 3]>>,
];
