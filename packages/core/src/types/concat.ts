import type { Add, Divide, Multiply } from './arithmetic.js';
import type { InsertAxis, NormaliseAxis } from './axes.js';
import type { Agree, AgreeAll, Agreed, Anonymous, HasUnknownRank, Mismatch, Shape, UnknownShape } from './shape.js';
import type { Count, ReplaceAt } from './tuple.js';

/** Two shapes joined: the sizes add at one position and agree elsewhere. */
type JoinPair<
  A extends Shape,
  B extends Shape,
  Position extends number,
  Joined extends number[] = [],
> = A extends readonly [infer HeadA extends number, ...infer TailA extends number[]]
  ? B extends readonly [infer HeadB extends number, ...infer TailB extends number[]]
    ? Joined['length'] extends Position
      ? JoinPair<TailA, TailB, Position, [...Joined, Add<HeadA, HeadB>]>
      : Agree<HeadA, HeadB> extends Agreed<infer Size>
        ? JoinPair<TailA, TailB, Position, [...Joined, Size]>
        : never
    : never
  : B extends readonly []
    ? Joined
    : never;

type JoinAll<Shapes extends readonly Shape[], Position extends number, Joined extends Shape> = [
  Joined | Position,
] extends [never]
  ? never
  : Shapes extends readonly [infer Head extends Shape, ...infer Tail extends readonly Shape[]]
    ? JoinAll<Tail, Position, JoinPair<Joined, Head, Position>>
    : Joined;

/**
 * Shapes joined along an axis that exists: `Concat<[[2, 3], [4, 3]], 0>` → `[6, 3]`; `never` where other sizes differ.
 * An array of unknown length gives `number` along the axis.
 */
export type Concat<Shapes extends readonly Shape[], A extends number> =
  HasUnknownRank<Shapes[number]> extends true
    ? UnknownShape<Shapes[number]>
    : number extends A
      ? Anonymous<Shapes[number]>
      : number extends Shapes['length']
        ? ReplaceAt<Shapes[number], NormaliseAxis<Shapes[number]['length'], A>, number>
        : Shapes extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
          ? [NormaliseAxis<First['length'], A>] extends [never]
            ? never
            : JoinAll<Rest, NormaliseAxis<First['length'], A>, First>
          : never;

type MergeAll<Shapes extends readonly Shape[], Merged extends Shape> = Shapes extends readonly [
  infer Head extends Shape,
  ...infer Tail extends readonly Shape[],
]
  ? [AgreeAll<Merged, Head>] extends [never]
    ? never
    : MergeAll<Tail, AgreeAll<Merged, Head>>
  : Merged;

/** Equal shapes joined along a new axis: `Stack<[[2, 3], [2, 3]], 0>` → `[2, 2, 3]`, `Stack<[[2], [3]], 0>` → `never`. */
export type Stack<Shapes extends readonly Shape[], A extends number> =
  HasUnknownRank<Shapes[number]> extends true
    ? UnknownShape<Shapes[number]>
    : number extends Shapes['length']
      ? InsertAxis<Shapes[number], A, number>
      : Shapes extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
        ? [MergeAll<Rest, First>] extends [never]
          ? never
          : InsertAxis<MergeAll<Rest, First>, A, Shapes['length']>
        : never;

type Sum<Sizes extends readonly number[], Total extends number = 0> = number extends Sizes['length']
  ? number
  : Sizes extends readonly [infer Head extends number, ...infer Tail extends number[]]
    ? Sum<Tail, Add<Total, Head>>
    : Total;

/** The size of an axis; `number` where it is unknown which. */
type SizeAt<S extends Shape, A extends number> = number extends A ? number : S[NormaliseAxis<S['length'], A>];

/** The shape with one axis of another size. */
type Resize<S extends Shape, A extends number, Size extends number> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends A
      ? Anonymous<S>
      : ReplaceAt<S, NormaliseAxis<S['length'], A>, Size>;

/**
 * The pieces of the given sizes along an axis, a tuple of shapes: `Split<[5, 3], [2, 3], 0>` → `[[2, 3], [3, 3]]`;
 * `never` where the sizes do not add up.
 */
export type Split<S extends Shape, Sizes extends readonly number[], A extends number> =
  HasUnknownRank<S> extends true
    ? { -readonly [I in keyof Sizes]: UnknownShape<S> }
    : Agree<SizeAt<S, A>, Sum<Sizes>> extends Mismatch
      ? never
      : { -readonly [I in keyof Sizes]: Resize<S, A, Sizes[I]> };

/**
 * Equally many pieces along an axis, a tuple of shapes for up to 9 pieces and an array beyond: `SplitEqually<[6, 3],
 * 2, 0>` → `[[3, 3], [3, 3]]`; `never` where they do not divide the axis.
 */
export type SplitEqually<S extends Shape, Pieces extends number, A extends number> =
  HasUnknownRank<S> extends true
    ? Copies<Pieces, UnknownShape<S>>
    : [Divide<SizeAt<S, A>, Pieces>] extends [never]
      ? never
      : Copies<Pieces, Resize<S, A, Divide<SizeAt<S, A>, Pieces>>>;

type Copies<Pieces extends number, S extends Shape> = number extends Pieces
  ? S[]
  : Count<Pieces> extends infer Counted extends 0[]
    ? { [I in keyof Counted]: S }
    : never;

/**
 * The whole tensor repeated, axes paired from the last as in broadcasting: `Tile<[2, 3], [4, 1, 2]>` → `[4, 2, 6]`.
 */
export type Tile<S extends Shape, Repeats extends readonly number[]> =
  HasUnknownRank<S | Repeats> extends true ? UnknownShape<S> : TileFromEnd<S, Repeats>;

type TileFromEnd<S extends Shape, Repeats extends Shape, Result extends number[] = []> = S extends readonly [
  ...infer Init extends number[],
  infer Size extends number,
]
  ? Repeats extends readonly [...infer RepeatsInit extends number[], infer Times extends number]
    ? TileFromEnd<Init, RepeatsInit, [Multiply<Size, Times>, ...Result]>
    : [...S, ...Result]
  : [...Repeats, ...Result];

/** Each element repeated in place along an axis: `Repeat<[2, 3], 4, 1>` → `[2, 12]`. */
export type Repeat<S extends Shape, Times extends number, A extends number> =
  HasUnknownRank<S> extends true ? UnknownShape<S> : Resize<S, A, Multiply<SizeAt<S, A>, Times>>;
