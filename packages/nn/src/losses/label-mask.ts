import type { AnyTensor } from '@adjoint/core';

/** Class indices, with what is to be ignored set aside. */
export interface MaskedLabels {
  /** int32; an ignored label is replaced by class 0. */
  readonly labels: AnyTensor;
  /** Which labels count, or undefined where all do. */
  readonly counted: AnyTensor | undefined;
}

/** Sets the ignored labels aside. */
export function maskLabels(target: AnyTensor, ignoreIndex: number | undefined): MaskedLabels {
  const labels = target.cast('int32');
  if (ignoreIndex === undefined) return { labels, counted: undefined };
  const counted = labels.ne(ignoreIndex);
  return { labels: counted.where(labels, 0), counted };
}

/** The tensor where a label counts, 0 elsewhere: gradients are exactly 0 there too, even where the tensor is NaN. */
export function whereCounted(counted: AnyTensor | undefined, x: AnyTensor): AnyTensor {
  return counted === undefined ? x : counted.where(x, 0);
}

/** The weight of each label's class, 0 where the label is ignored; undefined where all weigh 1. */
export function weightOfLabels(
  { labels, counted }: MaskedLabels,
  classWeights: AnyTensor | undefined,
  like: AnyTensor,
): AnyTensor | undefined {
  if (classWeights === undefined) return counted?.cast(like.dtype);
  return whereCounted(counted, classWeights.take(labels));
}
