import { type AnyTensor, type FloatDType, type Mutable, randomUniform, type Shape, type Tensor } from '@adjoint/core';
import { drawOptions, type InitOptions } from './options.js';

/** How {@link truncatedNormal} draws. */
export interface TruncatedNormalOptions<D extends FloatDType = FloatDType> extends InitOptions<D> {
  /** The mean before truncation; 0 unless given. */
  readonly mean?: number;
  /** The standard deviation before truncation; 1 unless given. */
  readonly standardDeviation?: number;
  /** The lower bound; mean − 2 standard deviations unless given. */
  readonly low?: number;
  /** The upper bound; mean + 2 standard deviations unless given. */
  readonly high?: number;
}

/**
 * A normal distribution that is cut to [low, high]: by inversion, μ + σ√2 · erf⁻¹(u) for u uniform between erf of the
 * bounds.
 *
 * @throws RangeError where the standard deviation is not positive, low is not below high, or the interval
 *   lies more than 4 standard deviations from the mean, where inversion loses its precision
 */
export function truncatedNormal<const S extends Shape, D extends FloatDType = 'float32'>(
  shape: S,
  options?: TruncatedNormalOptions<D>,
): Tensor<Mutable<S>, D>;
export function truncatedNormal(shape: Shape, options: TruncatedNormalOptions = {}): AnyTensor {
  const { mean = 0, standardDeviation = 1 } = options;
  const { low = mean - 2 * standardDeviation, high = mean + 2 * standardDeviation } = options;
  if (!(standardDeviation > 0 && Number.isFinite(standardDeviation) && low < high)) {
    throw new RangeError(
      `truncatedNormal: cannot draw with standard deviation ${standardDeviation} from [${low}, ${high}]; ` +
        'the standard deviation must be positive and low below high',
    );
  }
  const from = (low - mean) / standardDeviation;
  const to = (high - mean) / standardDeviation;
  if (from > 4 || to < -4) {
    throw new RangeError(
      `truncatedNormal: [${low}, ${high}] lies more than 4 standard deviations from the mean ${mean}; ` +
        'move the mean closer to the interval',
    );
  }
  // Beyond 5 standard deviations nothing is left that float32 could tell from 1.
  const bounds = { low: erf(Math.max(from, -5) * Math.SQRT1_2), high: erf(Math.min(to, 5) * Math.SQRT1_2) };
  const uniform = randomUniform(shape, { ...drawOptions(options), ...bounds }) as AnyTensor;
  return inverseErf(uniform)
    .mul(standardDeviation * Math.SQRT2)
    .add(mean)
    .clip(low, high);
}

/** erf on the host, by its series Σ (−1)ⁿ x^(2n+1) / (n! (2n+1)) · 2/√π, which converges for the |x| < 4 that occur. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const tail = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

/**
 * erf⁻¹(y) for |y| < 1, to about 1e-7.
 *
 * Source: M. Giles, "Approximating the erfinv function", GPU Computing Gems Jade Edition (2012).
 */
function inverseErf(y: AnyTensor): AnyTensor {
  const w = y.neg().log1p().add(y.log1p()).neg();
  const isCentral = w.lt(5);
  const inCentre = horner(central, isCentral.where(w, 0).sub(2.5));
  const inTail = horner(tail, isCentral.where(9, w).sqrt().sub(3));
  return isCentral.where(inCentre, inTail).mul(y);
}

function horner(coefficients: readonly number[], x: AnyTensor): AnyTensor {
  const [first = 0, second = 0, ...rest] = coefficients;
  return rest.reduce((sum: AnyTensor, coefficient) => sum.mul(x).add(coefficient), x.mul(first).add(second));
}
