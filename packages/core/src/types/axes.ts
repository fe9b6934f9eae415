import type { Anonymous, HasUnknownRank, Invariant, Shape, UnknownShape } from './shape.js';
import type { Count, DropAt, InsertAt, ReplaceAt, Tail } from './tuple.js';

/** What an op takes for its axes: one, several, or `undefined` for all. */
export type Axes = number | readonly number[] | undefined;

/** 0 … n − 1 for a tuple of length n. */
type Positions<Counted extends 0[]> = Exclude<Partial<Counted>['length'], Counted['length']>;

/** −1 … −n for a tuple of length n. */
type NegativePositions<Counted extends 0[]> = Counted extends [0, ...infer Rest extends 0[]]
  ? Negate<Counted['length']> | NegativePositions<Rest>
  : never;

type Negate<N extends number> = `-${N}` extends `${infer Value extends number}` ? Value : never;

/** Written as a conditional type, so that the compiler shows the axes and not the name of this type. */
type AxesOfRank<N extends number> =
  Count<N> extends infer Counted extends 0[] ? Positions<Counted> | NegativePositions<Counted> : never;

/** The legal axes of a shape: `Axis<[2, 3]>` → `-2 | -1 | 0 | 1`; of an unknown rank → `number`. */
export type Axis<S extends Shape> = HasUnknownRank<S> extends true ? number : AxesOfRank<S['length']>;

/** The legal places of a new axis: `NewAxis<[2, 3]>` → `-3 | -2 | -1 | 0 | 1 | 2`. */
export type NewAxis<S extends Shape> = HasUnknownRank<S> extends true ? number : AxesOfRank<[0, ...S]['length']>;

/** Counts from the front: `NormaliseAxis<3, -1>` → `2`; `never` where there is no such axis. Distributes over unions. */
export type NormaliseAxis<RankOfShape extends number, A extends number> =
  A extends AxesOfRank<RankOfShape>
    ? `${A}` extends `-${infer FromEnd extends number}`
      ? Count<RankOfShape> extends [...Count<FromEnd>, ...infer Rest]
        ? Rest['length']
        : never
      : A
    : never;

/** The axes of a list counted from the front: `NormaliseAll<3, [0, -1]>` → `[0, 2]`. */
type NormaliseAll<RankOfShape extends number, List extends readonly number[]> = {
  -readonly [I in keyof List]: NormaliseAxis<RankOfShape, List[I]>;
};

/** Whether each axis of a list is legal and named once. */
export type AreDistinctAxes<S extends Shape, List extends readonly number[]> = IsDistinct<
  NormaliseAll<S['length'], List>
>;

type IsDistinct<List extends readonly unknown[], Seen = never> = List extends readonly [infer Head, ...infer Rest]
  ? [Head] extends [Seen]
    ? false
    : IsDistinct<Rest, Seen | Head>
  : true;

/**
 * The shape after a reduction: `Reduce<[2, 3, 4], [0, -1]>` → `[3]`, `Reduce<[2, 3], -1, true>` → `[2, 1]`,
 * `Reduce<[2, 3], undefined>` → `[]`. `never` for an axis that does not exist or is named twice.
 */
export type Reduce<S extends Shape, A extends Axes, KeepDims extends boolean = false> = boolean extends KeepDims
  ? UnknownShape<S>
  : [A] extends [undefined]
    ? ReduceAll<S, KeepDims>
    : HasUnknownRank<S> extends true
      ? UnknownShape<S>
      : [A] extends [number]
        ? ReduceOne<S, A, KeepDims>
        : A extends readonly number[]
          ? ReduceSome<S, A, KeepDims>
          : UnknownShape<S>;

type ReduceAll<S extends Shape, KeepDims extends boolean> = KeepDims extends true
  ? { -readonly [I in keyof S]: 1 }
  : [];

type ReduceOne<S extends Shape, A extends number, KeepDims extends boolean> = number extends A
  ? KeepDims extends true
    ? Anonymous<S>
    : Anonymous<Tail<S>>
  : [NormaliseAxis<S['length'], A>] extends [never]
    ? never
    : Collapse<S, NormaliseAxis<S['length'], A>, KeepDims>;

type ReduceSome<S extends Shape, List extends readonly number[], KeepDims extends boolean> = number extends
  | List['length']
  | List[number]
  ? KeepDims extends true
    ? Anonymous<S>
    : UnknownShape<S>
  : AreDistinctAxes<S, List> extends true
    ? Collapse<S, NormaliseAxis<S['length'], List[number]>, KeepDims>
    : never;

type Collapse<S extends Shape, Positions extends number, KeepDims extends boolean> = KeepDims extends true
  ? ReplaceAt<S, Positions, 1>
  : DropAt<S, Positions>;

/**
 * Output axis i is input axis P[i]: `Permute<[2, 3, 4], [2, 0, -2]>` → `[4, 2, 3]`; `never` where P is not a
 * permutation of the axes.
 */
export type Permute<S extends Shape, P extends readonly number[]> =
  HasUnknownRank<S | P> extends true
    ? UnknownShape<S>
    : P['length'] extends S['length']
      ? number extends P[number]
        ? Anonymous<S>
        : AreDistinctAxes<S, P> extends true
          ? { -readonly [I in keyof P]: S[NormaliseAxis<S['length'], P[I]>] }
          : never
      : never;

/** Two axes exchanged: `SwapAxes<[2, 3, 4], 0, -1>` → `[4, 3, 2]`; `never` where one does not exist. */
export type SwapAxes<S extends Shape, A extends number, B extends number> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends A | B
      ? Anonymous<S>
      : SwapPositions<S, NormaliseAxis<S['length'], A>, NormaliseAxis<S['length'], B>>;

type SwapPositions<S extends Shape, A extends number, B extends number> = [A] extends [never]
  ? never
  : [B] extends [never]
    ? never
    : ReplaceAt<ReplaceAt<S, A, S[B]>, B, S[A]>;

/** The last two axes exchanged, as in a matrix transpose: `SwapLast<[8, 2, 3]>` → `[8, 3, 2]`; `never` below rank 2. */
export type SwapLast<S extends Shape> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : S extends readonly [...infer Batch extends number[], infer Rows extends number, infer Columns extends number]
      ? [...Batch, Columns, Rows]
      : never;

/** One axis taken out and put at another place: `MoveAxis<[2, 3, 4], 0, -1>` → `[3, 4, 2]`. */
export type MoveAxis<S extends Shape, From extends number, To extends number> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends From | To
      ? Anonymous<S>
      : MovePosition<S, NormaliseAxis<S['length'], From>, NormaliseAxis<S['length'], To>>;

type MovePosition<S extends Shape, From extends number, To extends number> = [From] extends [never]
  ? never
  : [To] extends [never]
    ? never
    : InsertAt<DropAt<S, From>, To, S[From]>;

/**
 * Without axes of size 1: `Squeeze<[2, 1, 3], 1>` → `[2, 3]`, `Squeeze<[1, 2, 1]>` → `[2]`. `never` where the axis
 * does not exist or its size is known not to be 1; without an axis, a `number` size leaves the rank unknown.
 */
export type Squeeze<S extends Shape, A extends number | undefined = undefined> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : [A] extends [number]
      ? number extends A
        ? Anonymous<Tail<S>>
        : SqueezePosition<S, NormaliseAxis<S['length'], A>>
      : SqueezeAll<S>;

type SqueezePosition<S extends Shape, Position extends number> = [Position] extends [never]
  ? never
  : Invariant<S[Position]> extends Invariant<1> | Invariant<number>
    ? DropAt<S, Position>
    : never;

type SqueezeAll<S extends Shape, Kept extends number[] = []> = S extends readonly [
  infer Head extends number,
  ...infer Rest extends number[],
]
  ? number extends Head
    ? UnknownShape
    : SqueezeAll<Rest, Head extends 1 ? Kept : [...Kept, Head]>
  : Kept;

/** With a new axis of size 1 at a place of the result: `Unsqueeze<[2, 3], -1>` → `[2, 3, 1]`. */
export type Unsqueeze<S extends Shape, A extends number> = InsertAxis<S, A, 1>;

/** With a new axis of any size at a place of the result: `InsertAxis<[2, 3], 0, 7>` → `[7, 2, 3]`, or `never`. */
export type InsertAxis<S extends Shape, A extends number, Size extends number> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends A
      ? [number, ...Anonymous<S>]
      : [NormaliseAxis<[0, ...S]['length'], A>] extends [never]
        ? never
        : InsertAt<S, NormaliseAxis<[0, ...S]['length'], A>, Size>;
