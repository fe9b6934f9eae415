import type { DigitTuples } from './arithmetic.js';
import type { Shape } from './shape.js';

/** A tuple with as many elements as a rank, for counting axes: `Count<3>` → `[0, 0, 0]`; ranks up to 9. */
export type Count<N extends number> = `${N}` extends keyof DigitTuples ? DigitTuples[`${N}`] : 0[];

/** Replaces one size: `ReplaceAt<[2, 3, 4], 1, 9>` → `[2, 9, 4]`; the position counts from 0. */
export type ReplaceAt<S extends Shape, Position extends number, Size extends number> = {
  -readonly [I in keyof S]: I extends `${Position}` ? Size : S[I];
};

/** Puts sizes in place of one: `SpliceAt<[2, 3, 4], 1, [7, 8]>` → `[2, 7, 8, 4]`. */
export type SpliceAt<
  S extends Shape,
  Position extends number,
  Sizes extends Shape,
  Before extends number[] = [],
> = S extends readonly [infer Head extends number, ...infer Tail extends number[]]
  ? Before['length'] extends Position
    ? [...Before, ...Sizes, ...Tail]
    : SpliceAt<Tail, Position, Sizes, [...Before, Head]>
  : never;

/** Puts a size in front of a position: `InsertAt<[2, 3], 1, 9>` → `[2, 9, 3]`; the position may be the end. */
export type InsertAt<
  S extends Shape,
  Position extends number,
  Size extends number,
  Before extends number[] = [],
> = Before['length'] extends Position
  ? [...Before, Size, ...S]
  : S extends readonly [infer Head extends number, ...infer Tail extends number[]]
    ? InsertAt<Tail, Position, Size, [...Before, Head]>
    : never;

/** Drops the positions in a union: `DropAt<[2, 3, 4], 0 | 2>` → `[3]`. */
export type DropAt<
  S extends Shape,
  Positions extends number,
  Index extends 0[] = [],
  Kept extends number[] = [],
> = S extends readonly [infer Head extends number, ...infer Tail extends number[]]
  ? DropAt<Tail, Positions, [...Index, 0], Index['length'] extends Positions ? Kept : [...Kept, Head]>
  : Kept;

/** All but the first size: `Tail<[2, 3]>` → `[3]`. */
export type Tail<S extends Shape> = S extends readonly [number, ...infer Rest extends number[]] ? Rest : [];
