import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';
import { div } from './div.js';
import { floorDivide } from './floor-divide.js';

/**
 * Elementwise remainder of the division rounded towards 0: x − y · trunc(x / y), computed exactly. It has the sign of x,
 * as `%` in C and JavaScript. ∂/∂x = 1, ∂/∂y = −trunc(x / y), at the jumps too. The dtype is the promoted one. For y = 0
 * it is NaN on floats and 0 on integers.
 */
export const fmod: BinaryFunction = defineBinary({
  name: 'fmod',
  instruction: 'fmod',
  vjp: [({ cotangent }) => cotangent, ({ cotangent, x, y }) => cotangent.mul(div(x, y).trunc().neg())],
});

/**
 * Elementwise remainder of the division rounded down: x − y · ⌊x / y⌋, computed exactly. It has the sign of y, as `%` in
 * Python. ∂/∂x = 1, ∂/∂y = −⌊x / y⌋, at the jumps too. The dtype is the promoted one. For y = 0 it is NaN on floats and
 * 0 on integers.
 */
export const remainder: BinaryFunction = defineBinary({
  name: 'remainder',
  instruction: 'remainder',
  vjp: [({ cotangent }) => cotangent, ({ cotangent, x, y }) => cotangent.mul(floorDivide(x, y).neg())],
});

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The remainder with the sign of x; see {@link fmod}. */
    readonly fmod: BinaryMethod;
    /** The remainder with the sign of y; see {@link remainder}. */
    readonly remainder: BinaryMethod;
  }
}
