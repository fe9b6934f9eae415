import { binary, input, runtimeNumber, select, unary } from '../../backend/scalar.js';
import type { AnyTensor } from '../../graph/tensor.js';
import type { Operand } from '../operand.js';
import { defineFloatBinary, type FloatBinaryFunction, type FloatBinaryMethod } from './binary.js';

const x = input(0);
const y = input(1);

/** |x − y|, and 0 where both are the same infinity. */
const distance = select(binary('equal', x, y), runtimeNumber(0), unary('abs', binary('subtract', x, y)));

/**
 * Elementwise ln(eˣ + eʸ), with NumPy's broadcasting, computed as max(x, y) + ln(1 + e^(−|x − y|)), which does not
 * overflow. Of two equal infinities it is that infinity. ∂/∂x = σ(x − y), ∂/∂y = σ(y − x), with σ the logistic function;
 * one half each at equal infinities. The result is a float: integers and bools are taken as float32.
 */
export const logaddexp: FloatBinaryFunction = defineFloatBinary({
  name: 'logaddexp',
  instruction: binary('add', binary('maximum', x, y), unary('softplus', unary('negate', distance))),
  numbers: [0],
  vjp: [
    ({ cotangent, x, y }) => cotangent.mul(difference(x, y).sigmoid()),
    ({ cotangent, x, y }) => cotangent.mul(difference(y, x).sigmoid()),
  ],
});

/** a − b, and 0 where both are the same infinity. */
function difference(a: AnyTensor, b: Operand): AnyTensor {
  return a.eq(b).logicalAnd(a.isFinite().logicalNot()).where(0, a.sub(b));
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** ln(eˣ + eʸ); see {@link logaddexp}. */
    readonly logaddexp: FloatBinaryMethod;
  }
}
