import type { Broadcast } from './broadcast.js';
import type { Agree, HasUnknownRank, Mismatch, Shape, UnknownShape } from './shape.js';

/** Y where the two inner sizes agree, else `never`. */
type WhereInnerAgrees<A extends number, B extends number, Y> = Agree<A, B> extends Mismatch ? never : Y;

/** Broadcast batch axes with the two axes of the product behind them. */
type WithBatch<Batch extends Shape, Rows extends Shape> = [Batch] extends [never] ? never : [...Batch, ...Rows];

/**
 * NumPy's matmul: `MatMul<[2, 3], [3, 4]>` → `[2, 4]`, `MatMul<[8, 1, 2, 3], [5, 3, 4]>` → `[8, 5, 2, 4]`. A 1-D
 * operand is a row on the left and a column on the right, and its axis disappears: `MatMul<[2, 3], [3]>` → `[2]`.
 * `never` where the inner sizes differ, the batches do not broadcast, or an operand is a scalar.
 */
export type MatMul<A extends Shape, B extends Shape> =
  HasUnknownRank<A | B> extends true ? UnknownShape<A | B> : MatMulOfKnownRank<A, B>;

type MatMulOfKnownRank<A extends Shape, B extends Shape> = A extends readonly [
  ...infer BatchA extends number[],
  infer Rows extends number,
  infer InnerA extends number,
]
  ? B extends readonly [...infer BatchB extends number[], infer InnerB extends number, infer Columns extends number]
    ? WhereInnerAgrees<InnerA, InnerB, WithBatch<Broadcast<BatchA, BatchB>, [Rows, Columns]>>
    : B extends readonly [infer InnerB extends number]
      ? WhereInnerAgrees<InnerA, InnerB, [...BatchA, Rows]>
      : never
  : A extends readonly [infer InnerA extends number]
    ? B extends readonly [...infer BatchB extends number[], infer InnerB extends number, infer Columns extends number]
      ? WhereInnerAgrees<InnerA, InnerB, [...BatchB, Columns]>
      : B extends readonly [infer InnerB extends number]
        ? WhereInnerAgrees<InnerA, InnerB, []>
        : never
    : never;

/** All products of the elements of two vectors: `Outer<[2], [3]>` → `[2, 3]`; `never` unless both have one axis. */
export type Outer<A extends Shape, B extends Shape> =
  HasUnknownRank<A | B> extends true
    ? UnknownShape<A | B>
    : [A, B] extends [readonly [infer SizeA extends number], readonly [infer SizeB extends number]]
      ? [SizeA, SizeB]
      : never;
