import { binary, input, runtimeNumber, type ScalarExpression, unary } from '../../backend/scalar.js';
import { isFloat } from '../../graph/dtype.js';
import { knownElements } from '../../graph/known-elements.js';
import { createNode } from '../../graph/node.js';
import { type AnyTensor, Tensor } from '../../graph/tensor.js';
import { joinDTypes, type Operand, toTensor } from '../operand.js';
import { type BinaryFunction, type BinaryMethod, defineBinary } from './binary.js';
import { cast } from './cast.js';
import { defineElementwise } from './define.js';

interface PowerAttributes {
  readonly exponent: number;
}

const x = input(0);
const xSquared = unary('square', x);

/** Exponents that are cheaper than a general power. */
const cheapPowers: ReadonlyMap<number, ScalarExpression> = new Map([
  [2, xSquared],
  [3, binary('multiply', x, xSquared)],
  [4, unary('square', xSquared)],
  [0.5, unary('sqrt', x)],
  [-0.5, unary('rsqrt', x)],
  [-1, unary('reciprocal', x)],
  [-2, unary('reciprocal', xSquared)],
]);

const generalPower = binary('power', x, runtimeNumber(0));

/** A tensor to the power of a number. */
const powerOp = defineElementwise<PowerAttributes>({
  name: 'pow',
  expression: ({ exponent }) => cheapPowers.get(exponent) ?? generalPower,
  numbers: ({ exponent }) => (cheapPowers.has(exponent) ? [] : [exponent]),
  vjp: [
    ({ cotangent, x, attributes: { exponent } }) =>
      exponent === 0 ? undefined : cotangent.mul(x.pow(exponent - 1).mul(exponent)),
  ],
});

/** A tensor to the power of a tensor. */
const powerOfTensors = defineBinary({
  name: 'pow',
  instruction: 'power',
  vjp: [
    ({ cotangent, x, y }) => {
      const exponent = toTensor(y, x.dtype, x.shape);
      return cotangent.mul(exponent.mul(x.pow(exponentOfDerivative(x, exponent).sub(1))));
    },
    ({ cotangent, x, y, output }) => {
      const base = toTensor(x, y.dtype, y.shape);
      return cotangent.mul(output.mul(baseOfLogarithm(base, y).log()));
    },
  ],
});

/**
 * y, but 1 where y = 0 and x has no finite reciprocal: there y · x^(y−1) would be 0 · Infinity or 0 · NaN, though x⁰ is
 * constant. Elsewhere y = 0 stays, because ∂²(x^y)/∂x∂y = 1/x passes through it.
 */
function exponentOfDerivative(x: AnyTensor, y: AnyTensor): AnyTensor {
  return y.eq(0).logicalAnd(x.reciprocal().isFinite().logicalNot()).where(1, y);
}

/** x, but 1 where x = 0 and y ≥ 0: there x^y · ln x would be 0 · −Infinity, though 0^y is constant in y > 0. */
function baseOfLogarithm(x: AnyTensor, y: AnyTensor): AnyTensor {
  return x.eq(0).logicalAnd(y.ge(0)).where(1, x);
}

/**
 * Elementwise power: x^y, with NumPy's broadcasting and of the promoted dtype. x^0 = 1 and 1^y = 1 even for NaN, as IEEE
 * 754 has it; a negative x to a power that is no integer is NaN.
 *
 * ∂/∂x = y · x^(y−1), which is 0 where y = 0, also at x = 0. ∂/∂y = x^y · ln x, by convention 0 where x = 0 and y ≥ 0
 * (from the right it is constant for y > 0), and NaN where x < 0.
 *
 * A number as the exponent is cheaper than a tensor, above all 2, 3, 4, ±½, −1 and −2. Of these ½ is the square root,
 * so the power is NaN at −Infinity.
 *
 * Integers stay integers and wrap around; they have no negative powers.
 *
 * @throws RangeError where integers get a negative exponent. (An exponent that is not computed yet is not looked at: the
 * result is the power truncated towards 0, and 0 for a power of 0.)
 */
export const pow: BinaryFunction = ((x: Operand, y: Operand): AnyTensor => {
  const isNumber = typeof y === 'number' && x instanceof Tensor;
  if (!isNumber) {
    if (y instanceof Tensor && !isFloat(y.dtype) && !isFloat(joinDTypes('pow', [x, y]))) checkIntegerExponents(y);
    return powerOfTensors(x, y);
  }
  const base = cast(x, joinDTypes('pow', [x, y]));
  if (y < 0 && !isFloat(base.dtype)) throw negativeExponent(y);
  return y === 1 ? base : createNode(powerOp, [base], { exponent: y });
}) as BinaryFunction;

/** Throws where an exponent whose value is known is negative. */
function checkIntegerExponents(exponents: AnyTensor): void {
  const negative = knownElements(exponents)?.find((exponent) => exponent < 0);
  if (negative !== undefined) throw negativeExponent(negative);
}

function negativeExponent(exponent: number): RangeError {
  return new RangeError(
    `pow: integers have no power ${exponent}; expected exponents of at least 0, or cast first, for example x.cast('float32')`,
  );
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** x^y; see {@link pow}. */
    readonly pow: BinaryMethod;
  }
}
