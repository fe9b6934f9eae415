import type { LessThan } from './arithmetic.js';
import type { NormaliseAxis } from './axes.js';
import type { HasUnknownRank, Mutable, Shape, UnknownShape } from './shape.js';
import type { SpliceAt } from './tuple.js';

/**
 * Rows picked along an axis; the axes of the indices take its place: `Take<[10, 3], [5, 7], 0>` → `[5, 7, 3]`. Without
 * an axis, from the flattened tensor: `Take<[10, 3], [5], undefined>` → `[5]`.
 */
export type Take<S extends Shape, Indices extends Shape, A extends number | undefined> = [A] extends [number]
  ? HasUnknownRank<S | Indices> extends true
    ? UnknownShape<S | Indices>
    : number extends A
      ? UnknownShape
      : [NormaliseAxis<S['length'], A>] extends [never]
        ? never
        : SpliceAt<S, NormaliseAxis<S['length'], A>, Indices>
  : Mutable<Indices>;

/** The positions at which the indices reach beyond the tensor. */
type Exceeding<S extends Shape, Indices extends Shape> = {
  [I in keyof Indices]: I extends keyof S ? (LessThan<S[I] & number, Indices[I]> extends true ? I : never) : never;
}[number];

/**
 * One element for each index, with indices of the tensor's own rank: `GatherAlong<[4, 3], [2, 3], 0>` → `[2, 3]`;
 * `never` where the ranks differ or the indices are larger along another axis.
 */
export type GatherAlong<S extends Shape, Indices extends Shape, A extends number> =
  HasUnknownRank<S | Indices> extends true
    ? UnknownShape<S | Indices>
    : Indices['length'] extends S['length']
      ? number extends A
        ? Mutable<Indices>
        : [NormaliseAxis<S['length'], A>] extends [never]
          ? never
          : [Exclude<Exceeding<S, Indices>, `${NormaliseAxis<S['length'], A>}`>] extends [never]
            ? Mutable<Indices>
            : never
      : never;

/** A new last axis of classes: `OneHot<[5], 10>` → `[5, 10]`. */
export type OneHot<S extends Shape, Classes extends number> =
  HasUnknownRank<S> extends true ? UnknownShape<S> : [...S, Classes];
