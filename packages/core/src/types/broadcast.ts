import type { Agreed, HasUnknownRank, Invariant, Mismatch, Shape, UnknownShape } from './shape.js';

/** One axis of a broadcast: as {@link Agree}, and 1 stretches to the other size. */
type BroadcastSize<A extends number, B extends number> = [Invariant<A>, Invariant<B>] extends [
  Invariant<infer Size extends A | B> | Invariant<1> | Invariant<number>,
  Invariant<infer Size extends A | B> | Invariant<1> | Invariant<number>,
]
  ? Agreed<Size>
  : Mismatch;

/** Pairs axes from the last to the first; a missing axis counts as 1. */
type BroadcastFromEnd<A extends Shape, B extends Shape, Result extends number[] = []> = A extends readonly [
  ...infer InitA extends number[],
  infer LastA extends number,
]
  ? B extends readonly [...infer InitB extends number[], infer LastB extends number]
    ? BroadcastSize<LastA, LastB> extends Agreed<infer Size>
      ? BroadcastFromEnd<InitA, InitB, [Size, ...Result]>
      : never
    : [...A, ...Result]
  : [...B, ...Result];

/**
 * NumPy's broadcasting: `Broadcast<[2, 1], [3]>` → `[2, 3]`, `Broadcast<[number, 3], [2, 1]>` → `[2, 3]`,
 * `Broadcast<[2, 3], [4]>` → `never`; with an unknown rank → `Shape`.
 */
export type Broadcast<A extends Shape, B extends Shape> =
  HasUnknownRank<A | B> extends true ? UnknownShape<A | B> : BroadcastFromEnd<A, B>;

/** Several shapes broadcast together: `BroadcastAll<[[2, 1], [3], []]>` → `[2, 3]`, or `never`. */
export type BroadcastAll<Shapes extends readonly Shape[], Result extends Shape = []> = number extends Shapes['length']
  ? UnknownShape<Shapes[number]>
  : Shapes extends readonly [infer Head extends Shape, ...infer Tail extends readonly Shape[]]
    ? [Broadcast<Result, Head>] extends [never]
      ? never
      : BroadcastAll<Tail, Broadcast<Result, Head>>
    : Result;
