import type { Add } from './arithmetic.js';
import type { HasUnknownRank, Shape, UnknownShape } from './shape.js';

/** How many elements to add before and after, for every axis. */
export type Pads = readonly (readonly [before: number, after: number])[];

/** `Pad<[2, 3], [[0, 0], [1, 2]]>` → `[2, 6]`; `never` unless there is one pair for every axis. */
export type Pad<S extends Shape, P extends Pads> =
  HasUnknownRank<S> extends true
    ? UnknownShape<S>
    : number extends P['length']
      ? { -readonly [I in keyof S]: number }
      : PadEach<S, P>;

type PadEach<S extends Shape, P extends Pads, Result extends number[] = []> = S extends readonly [
  infer Size extends number,
  ...infer Tail extends number[],
]
  ? P extends readonly [infer Pair extends Pads[number], ...infer Rest extends Pads]
    ? PadEach<Tail, Rest, [...Result, Add<Add<Pair[0], Size>, Pair[1]>]>
    : never
  : P extends readonly []
    ? Result
    : never;
