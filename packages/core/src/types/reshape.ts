import type { Divide, Product } from './arithmetic.js';
import type { NormaliseAxis } from './axes.js';
import type { HasUnknownRank, Invariant, Mutable, Shape, UnknownShape, UnlessMistaken } from './shape.js';

/** A shape after one size was taken out of it; no {@link NotFound}. */
interface Found<out Rest extends number[]> {
  readonly rest: Rest;
}

interface NotFound {
  readonly notFound: true;
}

/** Takes the first occurrence of a size out: `TakeOut<[2, 3, 2], 2>` → `Found<[3, 2]>`. */
type TakeOut<S extends Shape, Size extends number, Before extends number[] = []> = S extends readonly [
  infer Head extends number,
  ...infer Tail extends number[],
]
  ? Invariant<Head> extends Invariant<Size>
    ? Found<[...Before, ...Tail]>
    : TakeOut<Tail, Size, [...Before, Head]>
  : NotFound;

/**
 * Sizes that occur in both shapes cancel, so that the rest of the arithmetic is on literals even where other sizes are
 * `number` or type parameters. Gives what remains of each, and whether the target holds a −1; `never` for two of them.
 */
type Cancel<
  Source extends Shape,
  Target extends Shape,
  Inferred extends boolean = false,
  Remaining extends number[] = [],
> = Target extends readonly [infer Head extends number, ...infer Tail extends number[]]
  ? TakeOut<Source, Head> extends Found<infer Rest>
    ? Cancel<Rest, Tail, Inferred, Remaining>
    : Invariant<Head> extends Invariant<-1>
      ? Inferred extends true
        ? never
        : Cancel<Source, Tail, true, Remaining>
      : Cancel<Source, Tail, Inferred, [...Remaining, Head]>
  : [source: Source, target: Remaining, inferred: Inferred];

/** The target with its −1 replaced: `SetInferred<[2, -1], 6>` → `[2, 6]`. */
type SetInferred<Target extends Shape, Size extends number> = [Size] extends [never]
  ? never
  : // A −1 at the end, the usual place, is found without comparing sizes that may be type parameters.
    Target extends readonly [...infer Init extends number[], -1]
    ? [...Init, Size]
    : { -readonly [I in keyof Target]: Target[I] extends -1 ? Size : Target[I] };

type Resolve<S extends Shape, Target extends Shape, Remaining> = Remaining extends [
  infer SourceRest extends number[],
  infer TargetRest extends number[],
  infer Inferred,
]
  ? Inferred extends true
    ? SetInferred<
        Target,
        TargetRest extends [] ? Product<SourceRest> : Divide<Product<SourceRest>, Product<TargetRest>>
      >
    : [SourceRest, TargetRest] extends [[], []]
      ? Mutable<Target>
      : number extends Product<SourceRest> | Product<TargetRest>
        ? Mutable<Target>
        : Product<SourceRest> extends Product<TargetRest>
          ? Mutable<Target>
          : AreEmpty<S, Target> extends true
            ? Mutable<Target>
            : never
  : never;

/** Whether both shapes have no elements; sizes that cancelled may have hidden a 0. */
type AreEmpty<A extends Shape, B extends Shape> = [0, 0] extends [A[number], B[number]] ? true : false;

/**
 * The same elements in another shape, which may hold one −1: `Reshape<[32, 28, 28], [32, -1]>` → `[32, 784]`,
 * `Reshape<[2, 3], [4, 2]>` → `never`. A `number` on both sides counts as the same size:
 * `Reshape<[number, 28, 28], [number, -1]>` → `[number, 784]`.
 */
export type Reshape<S extends Shape, Target extends Shape> = number extends Target['length']
  ? UnknownShape<S>
  : HasUnknownRank<S> extends true
    ? UnlessMistaken<S, SetInferred<Target, number>>
    : Resolve<S, Target, Cancel<S, Target>>;

/**
 * The axes from `Start` to `End`, both included, merged into one: `Flatten<[8, 28, 28], 1>` → `[8, 784]`,
 * `Flatten<[2, 3, 4], 0, 1>` → `[6, 4]`, `Flatten<[]>` → `[1]`. `never` where an axis does not exist or Start is
 * behind End.
 */
export type Flatten<S extends Shape, Start extends number = 0, End extends number = -1> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends Start | End
      ? UnknownShape
      : S extends readonly []
        ? [1]
        : [NormaliseAxis<S['length'], Start>, NormaliseAxis<S['length'], End>] extends [
              infer First extends number,
              infer Last extends number,
            ]
          ? FlattenRange<S, First, Last>
          : never;

/** Walks to the first axis, then collects sizes up to the last one. */
type FlattenRange<
  S extends Shape,
  First extends number,
  Last extends number,
  Before extends number[] = [],
  Merged extends number[] = [],
> = S extends readonly [infer Head extends number, ...infer Tail extends number[]]
  ? [Merged, Before['length']] extends [[], Exclude<Before['length'], First>]
    ? FlattenRange<Tail, First, Last, [...Before, Head]>
    : [...Before, ...Merged]['length'] extends Last
      ? [...Before, Product<[...Merged, Head]>, ...Tail]
      : FlattenRange<Tail, First, Last, Before, [...Merged, Head]>
  : never;
