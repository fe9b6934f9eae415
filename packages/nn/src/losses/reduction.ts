import { type AnyTensor, type Shape, showShape, sizeOf } from '@adjoint/core';

/** What becomes of the losses: their mean (the default), their sum, or all of them. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The option that every loss takes. */
export interface ReductionOption<R extends string = Reduction> {
  readonly reduction?: R;
}

/** The shape of a reduced loss: a scalar, or that of the losses. */
export type Reduced<S extends Shape, R extends string> = R extends 'none' ? S : [];

/**
 * Joins losses to one.
 *
 * @throws RangeError for the mean of no losses, which would be 0/0
 */
export function reduceLosses(op: string, losses: AnyTensor, reduction: Reduction = 'mean'): AnyTensor {
  switch (reduction) {
    case 'mean':
      requireSome(op, losses.shape);
      return losses.mean();
    case 'sum':
      return losses.sum();
    case 'none':
      return losses;
    default:
      throw new TypeError(`${op}: the reduction is 'mean', 'sum' or 'none', got '${String(reduction)}'`);
  }
}

/** Refuses the mean of an empty batch. */
export function requireSome(op: string, shape: Shape): void {
  if (sizeOf(shape) > 0) return;
  throw new RangeError(
    `${op}: the mean over an empty batch (losses of shape ${showShape(shape)}) is not defined; ` +
      "skip empty batches, or use reduction 'sum'",
  );
}
