import type { AnyTensor } from '../../graph/tensor.js';
import type { Operand } from '../operand.js';
import { defineFloatBinary, type FloatBinaryFunction, type FloatBinaryMethod } from './binary.js';
import { div } from './div.js';

/** The length, or 1 where it is 0: what is divided by it is 0 there, and so are its derivatives of every order. */
const nonZero = (length: AnyTensor): AnyTensor => length.eq(0).where(1, length);

/**
 * Elementwise length of the vector (x, y): √(x² + y²), without overflow or underflow of the squares, with NumPy's
 * broadcasting. ∂/∂x = x/√(x² + y²), and likewise for y; by convention 0 at the origin, where it has a kink. The result
 * is a float: integers and bools are taken as float32.
 */
export const hypot: FloatBinaryFunction = defineFloatBinary({
  name: 'hypot',
  instruction: 'hypot',
  vjp: [
    ({ cotangent, x, output }) => cotangent.mul(x.div(nonZero(output))),
    ({ cotangent, y, output }) => cotangent.mul(y.div(nonZero(output))),
  ],
});

/**
 * Elementwise angle of the point with ordinate x and abscissa y (in this order), in [−π, π]: the arc tangent of x/y in the
 * right quadrant, with NumPy's broadcasting. ∂/∂x = y/(x² + y²), ∂/∂y = −x/(x² + y²), by convention 0 at the origin. The
 * result is a float: integers and bools are taken as float32. Signed zeros tell the sides of the cut along y < 0 apart.
 */
export const atan2: FloatBinaryFunction = defineFloatBinary({
  name: 'atan2',
  instruction: 'atan2',
  vjp: [
    ({ cotangent, x, y }) => cotangent.mul(overSquaredLength(y, x, y)),
    ({ cotangent, x, y }) => cotangent.mul(overSquaredLength(x, y, x).neg()),
  ],
});

/** a / (x² + y²), dividing twice by the length, because its square may overflow or vanish. */
function overSquaredLength(a: Operand, x: AnyTensor, y: Operand): AnyTensor {
  const length = nonZero(x.hypot(y));
  return div(a, length).div(length);
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** The angle of the point (other, this); see {@link atan2}. */
    readonly atan2: FloatBinaryMethod;
    /** √(x² + y²); see {@link hypot}. */
    readonly hypot: FloatBinaryMethod;
  }
}
