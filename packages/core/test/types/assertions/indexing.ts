import type { GatherAlong, IsRagged, Nested, OneHot, ScalarKind, ShapeOf, Take } from '../../../src/types/index.js';
import type { Equal, Expect } from '../equal.js';

type Shape = readonly number[];

export type Indexing = [
  Expect<Equal<Take<[10, 3], [5, 7], 0>, [5, 7, 3]>>,
  Expect<Equal<Take<[10, 3], [5, 7], -1>, [10, 5, 7]>>,
  Expect<Equal<Take<[10, 3], [], 0>, [3]>>,
  Expect<Equal<Take<[10, 3], readonly [5], undefined>, [5]>>,
  Expect<Equal<Take<[10, 3], [5], 2>, never>>,
  Expect<Equal<Take<[10, 3], Shape, 0>, Shape>>,
  Expect<Equal<Take<[10, 3], [5], number>, Shape>>,
  Expect<Equal<GatherAlong<[4, 3], [2, 3], 0>, [2, 3]>>,
  Expect<Equal<GatherAlong<[4, 3], [9, 3], 0>, [9, 3]>>,
  Expect<Equal<GatherAlong<[4, 3], [4, 9], 0>, never>>,
  Expect<Equal<GatherAlong<[4, 3], [4], 0>, never>>,
  Expect<Equal<GatherAlong<[number, 3], [9, 2], 1>, [9, 2]>>,
  Expect<Equal<GatherAlong<Shape, [4], 0>, Shape>>,
  Expect<Equal<OneHot<[5], 10>, [5, 10]>>,
  Expect<Equal<OneHot<[], number>, [number]>>,
  Expect<Equal<OneHot<Shape, 10>, Shape>>,
];

export type NestedArrays = [
  Expect<Equal<ShapeOf<3>, []>>,
  Expect<Equal<ShapeOf<[[1, 2, 3], [4, 5, 6]]>, [2, 3]>>,
  Expect<Equal<ShapeOf<readonly (readonly [1, 2])[]>, [number, 2]>>,
  Expect<Equal<ShapeOf<number[][]>, [number, number]>>,
  Expect<Equal<ShapeOf<Nested>, Shape>>,
  Expect<Equal<ShapeOf<[]>, [0]>>,
  Expect<Equal<ShapeOf<[[], []]>, [2, 0]>>,
  Expect<Equal<ScalarKind<[[true], [false]]>, 'boolean'>>,
  Expect<Equal<ScalarKind<boolean>, 'boolean'>>,
  Expect<Equal<ScalarKind<number[]>, 'number'>>,
  Expect<Equal<ScalarKind<[]>, 'number'>>,
  Expect<Equal<ScalarKind<Nested>, 'number' | 'boolean'>>,
  Expect<Equal<IsRagged<3>, false>>,
  Expect<Equal<IsRagged<Nested>, false>>,
  Expect<Equal<IsRagged<[[1, 2], [3, 4]]>, false>>,
  Expect<Equal<IsRagged<number[][]>, false>>,
  Expect<Equal<IsRagged<[[1, 2], number[]]>, false>>,
  Expect<Equal<IsRagged<[[1, 2], [3]]>, true>>,
  Expect<Equal<IsRagged<[[1, 2], 3]>, true>>,
  Expect<Equal<IsRagged<[1, [2]]>, true>>,
  Expect<Equal<IsRagged<[[[1], [2]], [[3], [4, 5]]]>, true>>,
  Expect<Equal<IsRagged<[[], []]>, false>>,
];
