import type { Shape } from '../graph/shape.js';

export type { Shape } from '../graph/shape.js';

/** Anything that carries a shape and a dtype; the checks ask for no more than this of a tensor. */
export interface TensorLike<S extends Shape = Shape, D extends string = string> {
  readonly shape: S;
  readonly dtype: D;
}

/** The shapes of several tensors: `ShapesOf<[Tensor<[2]>, Tensor<[3]>]>` → `[[2], [3]]`. */
export type ShapesOf<Tensors extends readonly TensorLike[]> = { -readonly [I in keyof Tensors]: Tensors[I]['shape'] };

/** The ranks that are computed in types; shapes of higher rank are checked at run time. */
export type Rank = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * `any` where an operand is the `any` shape that an earlier mistake left behind (see {@link Safe}), so that nothing
 * downstream complains again: `UnlessMistaken<any, [2]>` → `any`, `UnlessMistaken<[2, 3], [2]>` → `[2]`.
 */
export type UnlessMistaken<Operands extends Shape, Result> = 0 extends 1 & Operands ? any : Result;

/** The result where an operand's rank is unknown: `Shape`, or `any` after a mistake. */
export type UnknownShape<Operands extends Shape = Shape> = UnlessMistaken<Operands, Shape>;

/**
 * Whether a shape's rank is unknown or above the cap. For several shapes ask about their union:
 * `HasUnknownRank<[2, 3]>` → `false`, `HasUnknownRank<[2] | readonly number[]>` → `true`.
 */
export type HasUnknownRank<Operands extends Shape> = number extends Operands['length']
  ? true
  : [Operands['length']] extends [Rank]
    ? false
    : true;

/** A shape as results carry it, a tuple that is not readonly: `Mutable<readonly [2, 3]>` → `[2, 3]`. */
export type Mutable<S extends Shape> = { -readonly [I in keyof S]: S[I] };

/**
 * The result shape of an op: `Safe<[2, 3]>` → `[2, 3]`; where the operands do not fit, `Safe<never>` → `any`. The
 * parameter has already reported the mistake, and `any` keeps it one error.
 */
export type Safe<S extends Shape> = [S] extends [never] ? any : S;

/** The same rank with every size unknown: `Anonymous<[2, 3]>` → `[number, number]`. */
export type Anonymous<S extends Shape> = { -readonly [I in keyof S]: number };

/**
 * Invariant in `T`: two boxes are related only if their contents are the same type. TypeScript decides that without
 * waiting for type parameters, so that `B` fits `B` inside a generic function, where `B extends B ? …` would stay
 * undecided.
 */
export interface Invariant<in out T> {
  readonly contents: (value: T) => T;
}

/**
 * The size two axes agree on, in a box: sizes are equal, or one is `number` and the other decides. Else
 * {@link Mismatch}. All cases are one question, because TypeScript leaves a question open that it must answer with
 * "no" for a type parameter; the box lets a conditional type read an outcome that is a type parameter.
 */
export type Agree<A extends number, B extends number> = [Invariant<A>, Invariant<B>] extends [
  Invariant<infer Size extends A | B> | Invariant<number>,
  Invariant<infer Size extends A | B> | Invariant<number>,
]
  ? Agreed<Size>
  : Mismatch;

/** A size that two axes agree on. */
export interface Agreed<out Size extends number> {
  readonly size: Size;
}

/** The outcome where two sizes do not go together; it is no {@link Agreed}. */
export interface Mismatch {
  readonly mismatch: true;
}

/**
 * Two shapes of equal rank whose sizes agree, joined: `AgreeAll<[2, number], [2, 3]>` → `[2, 3]`, `AgreeAll<[2], [3]>`
 * → `never`.
 */
export type AgreeAll<A extends Shape, B extends Shape, Joined extends number[] = []> = A extends readonly [
  infer HeadA extends number,
  ...infer TailA extends number[],
]
  ? B extends readonly [infer HeadB extends number, ...infer TailB extends number[]]
    ? Agree<HeadA, HeadB> extends Agreed<infer Size>
      ? AgreeAll<TailA, TailB, [...Joined, Size]>
      : never
    : never
  : B extends readonly []
    ? Joined
    : never;

type ShowSize<Size extends number> = number extends Size ? '?' : `${Size}`;

type ShowSizes<S extends Shape, Text extends string = ''> = S extends readonly [
  infer Head extends number,
  ...infer Tail extends number[],
]
  ? ShowSizes<Tail, Text extends '' ? ShowSize<Head> : `${Text}, ${ShowSize<Head>}`>
  : `[${Text}]`;

/** A shape in a sentence: `Show<[2, number]>` → `'[2, ?]'`, and `'[...]'` where the rank is unknown. */
export type Show<S extends Shape> = number extends S['length'] ? '[...]' : ShowSizes<S>;

/** Several shapes in a sentence: `ShowAll<[[2, 3], [4]]>` → `'[2, 3], [4]'`. */
export type ShowAll<Shapes extends readonly Shape[], Text extends string = ''> = Shapes extends readonly [
  infer Head extends Shape,
  ...infer Tail extends readonly Shape[],
]
  ? ShowAll<Tail, Text extends '' ? Show<Head> : `${Text}, ${Show<Head>}`>
  : Text extends ''
    ? '...'
    : Text;
