import type { Broadcast, BroadcastAll, Mutable, Safe, Show, ShowAll } from '../../../src/types/index.js';
import type { Equal, Expect } from '../equal.js';

type Shape = readonly number[];

export type Basics = [
  Expect<Equal<Mutable<readonly [2, 3]>, [2, 3]>>,
  Expect<Equal<Safe<[2, 3]>, [2, 3]>>,
  Expect<Equal<Safe<never>, any>>,
  Expect<Equal<Show<[]>, '[]'>>,
  Expect<Equal<Show<[2, number, 4]>, '[2, ?, 4]'>>,
  Expect<Equal<Show<Shape>, '[...]'>>,
  Expect<Equal<ShowAll<[[2, 3], [4], []]>, '[2, 3], [4], []'>>,
  Expect<Equal<ShowAll<Shape[]>, '...'>>,
];

export type Broadcasting = [
  Expect<Equal<Broadcast<[2, 3], [2, 3]>, [2, 3]>>,
  Expect<Equal<Broadcast<[2, 1], [3]>, [2, 3]>>,
  Expect<Equal<Broadcast<[3], [2, 1]>, [2, 3]>>,
  Expect<Equal<Broadcast<[], [2, 3]>, [2, 3]>>,
  Expect<Equal<Broadcast<[2, 3], []>, [2, 3]>>,
  Expect<Equal<Broadcast<[0, 3], [1, 3]>, [0, 3]>>,
  Expect<Equal<Broadcast<[2, 3], [4]>, never>>,
  Expect<Equal<Broadcast<[0], [2]>, never>>,
  Expect<Equal<Broadcast<[4, 2, 3], [3, 1]>, never>>,
  Expect<Equal<Broadcast<[number, 3], [2, 1]>, [2, 3]>>,
  Expect<Equal<Broadcast<[number], [1]>, [number]>>,
  Expect<Equal<Broadcast<[number], [number]>, [number]>>,
  Expect<Equal<Broadcast<Shape, [2]>, Shape>>,
  Expect<Equal<Broadcast<[2], Shape>, Shape>>,
  Expect<Equal<Broadcast<any, [2]>, any>>,
  Expect<Equal<Broadcast<[2], any>, any>>,
  Expect<Equal<Broadcast<[1, 1, 1, 1, 1, 1, 1, 1], [8]>, [1, 1, 1, 1, 1, 1, 1, 8]>>,
  Expect<Equal<Broadcast<[1, 1, 1, 1, 1, 1, 1, 1, 1], [8]>, Shape>>,
  Expect<Equal<BroadcastAll<[[2, 1], [3], []]>, [2, 3]>>,
  Expect<Equal<BroadcastAll<[[2], [3], Shape]>, never>>,
  Expect<Equal<BroadcastAll<[]>, []>>,
  Expect<Equal<BroadcastAll<Shape[]>, Shape>>,
];
