import { resolve } from '../../graph/node.js';
import { Tensor } from '../../graph/tensor.js';
import { defineSameUnary, type SameUnary, type SameUnaryMethod } from './unary.js';

/** Rounding is constant between its jumps, so its gradient is zero. Integers are whole already and are returned as they are. */
function defineRounding(name: 'floor' | 'ceil' | 'round' | 'trunc'): SameUnary {
  const round = defineSameUnary({ name, instruction: name, vjp: null });
  return ((x: Tensor) => (x instanceof Tensor && x.dtype === 'int32' ? resolve(x) : round(x))) as SameUnary;
}

/** Elementwise ⌊x⌋: the greatest integer not above x, of the dtype of x. Its gradient is zero everywhere. */
export const floor: SameUnary = defineRounding('floor');

/** Elementwise ⌈x⌉: the least integer not below x, of the dtype of x. Its gradient is zero everywhere. */
export const ceil: SameUnary = defineRounding('ceil');

/**
 * The nearest integer, of the dtype of x; halves go to the even neighbour, as IEEE 754 rounds: 0.5 → 0, 1.5 → 2,
 * 2.5 → 2. Its gradient is zero everywhere.
 */
export const round: SameUnary = defineRounding('round');

/** The integer part: x rounded towards 0, of the dtype of x. Its gradient is zero everywhere. */
export const trunc: SameUnary = defineRounding('trunc');

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** ⌈x⌉; see {@link ceil}. */
    readonly ceil: SameUnaryMethod;
    /** ⌊x⌋; see {@link floor}. */
    readonly floor: SameUnaryMethod;
    /** The nearest integer, halves to even; see {@link round}. */
    readonly round: SameUnaryMethod;
    /** x rounded towards 0; see {@link trunc}. */
    readonly trunc: SameUnaryMethod;
  }
}
