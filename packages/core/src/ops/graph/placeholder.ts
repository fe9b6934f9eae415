import type { DType } from '../../graph/dtype.js';
import { createLeaf } from '../../graph/node.js';
import type { Op } from '../../graph/op.js';
import type { Shape } from '../../graph/shape.js';
import { type AnyTensor, Flag } from '../../graph/tensor.js';

interface PlaceholderAttributes {
  /** The transform that made it. */
  readonly transform: string;
}

const placeholderOp: Op<PlaceholderAttributes> = Object.freeze<Op<PlaceholderAttributes>>({
  name: 'placeholder',
  traits: {},
  shape: (_, __) => [],
  dtype: () => 'float32',
  vjp: () => undefined,
  batch: () => {
    throw new Error('placeholder: it has no inputs to batch');
  },
  lower: (_, { transform }) => {
    throw new Error(
      `${transform}: a tensor that depends on an argument of ${transform} has no value inside the function; ` +
        'use where(…) in place of reading it, or return it and read the result',
    );
  },
});

/** A leaf without a value, which a transform puts in an argument's place. */
export function placeholder(transform: string, shape: Shape, dtype: DType): AnyTensor {
  return createLeaf(placeholderOp, { transform }, shape, dtype, Flag.symbolic);
}
