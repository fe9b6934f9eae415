import type { AnyTensor } from '../../graph/tensor.js';
import type { Operand } from '../operand.js';
import { type BinaryFunction, type BinaryMethod, type BinaryVjp, defineBinary } from './binary.js';

/** The part of `mine`: nothing where it lost, half of the cotangent at a tie, else all of it. NaN loses to nobody. */
function share(cotangent: AnyTensor, mine: AnyTensor, other: Operand, lost: AnyTensor): AnyTensor {
  return lost.where(0, mine.eq(other).where(cotangent.mul(0.5), cotangent));
}

const towardsLarger: BinaryVjp = [
  ({ cotangent, x, y }) => share(cotangent, x, y, x.lt(y)),
  ({ cotangent, x, y }) => share(cotangent, y, x, y.lt(x)),
];

const towardsSmaller: BinaryVjp = [
  ({ cotangent, x, y }) => share(cotangent, x, y, x.gt(y)),
  ({ cotangent, x, y }) => share(cotangent, y, x, y.gt(x)),
];

/**
 * The larger of each two elements, with NumPy's broadcasting and of the promoted dtype; NaN if one of them is. The
 * gradient goes to the larger one; at a tie each side gets half of it. (With a NaN, both get it.)
 */
export const maximum: BinaryFunction = defineBinary({ name: 'maximum', instruction: 'maximum', vjp: towardsLarger });

/**
 * The smaller of each two elements, with NumPy's broadcasting and of the promoted dtype; NaN if one of them is. The
 * gradient goes to the smaller one; at a tie each side gets half of it. (With a NaN, both get it.)
 */
export const minimum: BinaryFunction = defineBinary({ name: 'minimum', instruction: 'minimum', vjp: towardsSmaller });

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The larger of each two elements; see {@link maximum}. */
    readonly maximum: BinaryMethod;
    /** The smaller of each two elements; see {@link minimum}. */
    readonly minimum: BinaryMethod;
  }
}
