import type { Agree, Agreed, HasUnknownRank, Invariant, Shape, UnknownShape, UnlessMistaken } from './shape.js';

/** One axis: −1 keeps the size, 1 stretches, other sizes must agree. */
type ExpandSize<From extends number, To extends number> =
  Invariant<From> extends Invariant<To>
    ? Agreed<From>
    : Invariant<To> extends Invariant<-1>
      ? Agreed<From>
      : Invariant<From> extends Invariant<1>
        ? Agreed<To>
        : Agree<From, To>;

type ExpandFromEnd<S extends Shape, Target extends Shape, Result extends number[] = []> = Target extends readonly [
  ...infer TargetInit extends number[],
  infer To extends number,
]
  ? S extends readonly [...infer Init extends number[], infer From extends number]
    ? ExpandSize<From, To> extends Agreed<infer Size>
      ? ExpandFromEnd<Init, TargetInit, [Size, ...Result]>
      : never
    : true extends { [I in keyof Target]: Invariant<Target[I]> extends Invariant<-1> ? true : false }[number]
      ? never
      : [...Target, ...Result]
  : S extends readonly []
    ? Result
    : never;

/**
 * Broadcast to a given shape, where −1 keeps a size: `Expand<[3, 1], [2, -1, 4]>` → `[2, 3, 4]`, `Expand<[2], [3]>` →
 * `never`. Of an unknown rank: `Expand<Shape, [2, -1]>` → `[2, number]`.
 */
export type Expand<S extends Shape, Target extends Shape> =
  HasUnknownRank<Target> extends true
    ? UnknownShape<S>
    : HasUnknownRank<S> extends true
      ? UnlessMistaken<S, { -readonly [I in keyof Target]: Target[I] extends -1 ? number : Target[I] }>
      : ExpandFromEnd<S, Target>;
