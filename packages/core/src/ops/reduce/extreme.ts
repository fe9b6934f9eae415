import type { DType } from '../../graph/dtype.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { countReduced } from './count.js';
import { defineReduction, type Reduction } from './define.js';

/** The largest or the smallest element over axes. */
export function defineExtreme(name: 'max' | 'min'): Reduction {
  return defineReduction({
    name,
    combine: name === 'max' ? 'maximum' : 'minimum',
    dtype: (dtype) => checkOrdered(name, dtype),
    checkEmpty: (x, axes) => checkNotEmpty(name, x, axes),
    vjp: ({ cotangent, x, output, axes }) => {
      // NaN equals nothing, itself included; where the result is NaN, the NaNs are its ties.
      const ties = x.eq(output).logicalOr(x.isNaN()).cast(x.dtype);
      return cotangent.div(ties.sum(axes, true)).mul(ties);
    },
  });
}

function checkOrdered(name: string, dtype: DType): DType {
  if (dtype === 'bool') {
    throw new TypeError(`${name}: expected numbers, got bool; use ${name === 'max' ? 'any' : 'all'}, or cast first`);
  }
  return dtype;
}

/** Refuses to choose among no elements. */
export function checkNotEmpty(name: string, x: AnyTensor, axes: readonly number[]): void {
  if (countReduced(x.shape, axes) > 0) return;
  throw new RangeError(
    `${name}: there is no element to choose along axes ${showShape(axes)} of a tensor of shape ${showShape(x.shape)}; ` +
      'check that it is not empty',
  );
}
