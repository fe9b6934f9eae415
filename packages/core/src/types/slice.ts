import type { Add, CeilDivide, LessThan, Minimum, SubtractToZero } from './arithmetic.js';
import type { HasUnknownRank, Shape, UnknownShape } from './shape.js';

/**
 * What to take of one axis: `null` all of it, an integer one element (the axis disappears), `[start, stop]` or
 * `[start, stop, step]` a range. Negative positions count from the end, `null` is the natural end, and ranges are
 * clipped to the axis, as in Python.
 */
export type Range =
  | null
  | number
  | readonly [start: number | null, stop: number | null]
  | readonly [start: number | null, stop: number | null, step: number];

/**
 * A position between elements, clipped to 0 … size: `Clip<10, -3>` → `7`, `Clip<10, 12>` → `10`. `null` is `Default`.
 */
type Clip<Size extends number, Position extends number | null, Default extends number> = Position extends number
  ? number extends Position
    ? number
    : `${Position}` extends `-${infer FromEnd extends number}`
      ? SubtractToZero<Size, FromEnd>
      : Minimum<Position, Size>
  : Default;

/** For a negative step: the boundary just behind an element, `ClipBehind<10, -1>` → `10`, `ClipBehind<10, 3>` → `4`. */
type ClipBehind<Size extends number, Position extends number | null, Default extends number> = Position extends number
  ? number extends Position
    ? number
    : `${Position}` extends `-${infer FromEnd extends number}`
      ? SubtractToZero<Add<Size, 1>, FromEnd>
      : Minimum<Add<Position, 1>, Size>
  : Default;

/** Elements from one boundary to another, every `step`-th. */
type RangeSize<From extends number, To extends number, Step extends number> = CeilDivide<
  SubtractToZero<To, From>,
  Step
>;

type SliceSize<
  Size extends number,
  Start extends number | null,
  Stop extends number | null,
  Step extends number,
> = number extends Step
  ? number
  : Step extends 0
    ? never
    : `${Step}` extends `-${infer Backwards extends number}`
      ? RangeSize<ClipBehind<Size, Stop, 0>, ClipBehind<Size, Start, Size>, Backwards>
      : [Start, Stop, Step] extends [null | 0, null, 1]
        ? Size
        : RangeSize<Clip<Size, Start, 0>, Clip<Size, Stop, Size>, Step>;

/** Whether an axis has an element at a position; `boolean` where that is unknown. */
type HasElement<Size extends number, Position extends number> = `${Position}` extends `-${infer FromEnd extends number}`
  ? LessThan<Size, FromEnd> extends true
    ? false
    : true
  : LessThan<Position, Size>;

/**
 * Ranges for the leading axes: `Slice<[5, 4, 3], [1, [0, -1]]>` → `[3, 3]`, `Slice<[5], [[null, null, -2]]>` → `[3]`.
 * `never` where an integer is out of range, a step is 0, or there are more ranges than axes.
 */
export type Slice<S extends Shape, Ranges extends readonly Range[]> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends Ranges['length']
      ? UnknownShape
      : SliceEach<S, Ranges>;

type SliceEach<
  S extends Shape,
  Ranges extends readonly Range[],
  Result extends number[] = [],
> = Ranges extends readonly [infer First extends Range, ...infer Rest extends readonly Range[]]
  ? S extends readonly [infer Size extends number, ...infer Tail extends number[]]
    ? First extends number
      ? HasElement<Size, First> extends false
        ? never
        : SliceEach<Tail, Rest, Result>
      : [SliceRange<Size, First>] extends [never]
        ? never
        : SliceEach<Tail, Rest, [...Result, SliceRange<Size, First>]>
    : never
  : [...Result, ...S];

type SliceRange<Size extends number, R extends Range> = R extends null
  ? Size
  : R extends readonly [infer Start extends number | null, infer Stop extends number | null]
    ? SliceSize<Size, Start, Stop, 1>
    : R extends readonly [
          infer Start extends number | null,
          infer Stop extends number | null,
          infer Step extends number,
        ]
      ? SliceSize<Size, Start, Stop, Step>
      : number;

type ShowPosition<Position> = Position extends null
  ? 'null'
  : Position extends number
    ? number extends Position
      ? '?'
      : `${Position}`
    : '?';

type ShowRange<R> = R extends readonly [infer Start, infer Stop]
  ? `[${ShowPosition<Start>}, ${ShowPosition<Stop>}]`
  : R extends readonly [infer Start, infer Stop, infer Step]
    ? `[${ShowPosition<Start>}, ${ShowPosition<Stop>}, ${ShowPosition<Step>}]`
    : ShowPosition<R>;

/** Ranges in a sentence: `ShowRanges<[null, [0, 2], 1]>` → `'null, [0, 2], 1'`. */
export type ShowRanges<Ranges extends readonly unknown[], Text extends string = ''> = Ranges extends readonly [
  infer First,
  ...infer Rest,
]
  ? ShowRanges<Rest, Text extends '' ? ShowRange<First> : `${Text}, ${ShowRange<First>}`>
  : Text;
