import {
  type AgreeAll,
  type AnyTensor,
  type Fits,
  type HasUnknownRank,
  type Promote,
  type Shape,
  type Show,
  showShape,
} from '@adjoint/core';
import { requireFloat, requireTensor } from '../operand.js';

/**
 * The second of two operands of one shape, or a sentence. Losses do not broadcast: a target of shape [N] against a
 * prediction of shape [N, 1] would quietly make N² losses.
 */
export type SameShape<S extends Shape, T extends AnyTensor> =
  HasUnknownRank<S | T['shape']> extends true
    ? T
    : Fits<
        AgreeAll<S, T['shape']>,
        `the target ${Show<T['shape']>} must have the shape of the prediction ${Show<S>}`,
        T
      >;

/** The dtype of a loss. */
export type LossDType<X extends AnyTensor, T extends AnyTensor> = Promote<X['dtype'], T['dtype']>;

/** Refuses operands whose shapes differ, and predictions without gradients. */
export function checkOperands(op: string, prediction: AnyTensor, target: AnyTensor, what = 'prediction'): void {
  requireFloat(op, what, prediction);
  requireTensor(op, target, 'a tensor as target');
  const [a, b] = [prediction.shape, target.shape];
  if (a.length === b.length && a.every((size, axis) => size === b[axis])) return;
  throw new RangeError(
    `${op}: the ${what} has shape ${showShape(a)}, the target ${showShape(b)}; losses do not broadcast, ` +
      'so bring both to one shape, for example with reshape or expand',
  );
}
