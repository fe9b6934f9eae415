import {
  ERF_LARGE,
  ERF_SMALL,
  INVERSE_SQRT_PI,
  LARGE_DENOMINATOR,
  LARGE_NUMERATOR,
  MIDDLE_DENOMINATOR,
  MIDDLE_NUMERATOR,
  SMALL_DENOMINATOR,
  SMALL_NUMERATOR,
} from '../error-function.js';

/**
 * Real functions that `Math` lacks, or that a plain formula computes carelessly. All are float64 to float64.
 */

/** The value at `x` of the polynomial with these coefficients, highest power first (Horner's scheme). */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

/**
 * exp(−x²) for x ≥ 0. Squaring first would turn the rounding error of x² into a relative error of x² · 2^−53; so x is
 * split into a part with an exact square and a small rest: exp(−a²) · exp(−(x − a)(x + a)).
 */
function expOfMinusSquare(x: number): number {
  const exact = Math.trunc(x * 16) / 16;
  return Math.exp(-exact * exact) * Math.exp(-(x - exact) * (x + exact));
}

/** erfc(x) for x ≥ 0.46875. */
function erfcOfPositive(x: number): number {
  if (x <= ERF_LARGE) {
    return (expOfMinusSquare(x) * polynomial(MIDDLE_NUMERATOR, x)) / polynomial(MIDDLE_DENOMINATOR, x);
  }
  // Below the smallest positive float64 from 27.3 on; also keeps Infinity out of the split above.
  if (x > 28) return 0;
  const z = 1 / (x * x);
  const correction = (z * polynomial(LARGE_NUMERATOR, z)) / polynomial(LARGE_DENOMINATOR, z);
  return (expOfMinusSquare(x) * (INVERSE_SQRT_PI - correction)) / x;
}

/** erf(x) for |x| ≤ 0.46875. */
function erfOfSmall(x: number): number {
  const z = x * x;
  return (x * polynomial(SMALL_NUMERATOR, z)) / polynomial(SMALL_DENOMINATOR, z);
}

/**
 * The error function erf(x) = 2/√π ∫₀ˣ exp(−t²) dt, with a relative error of a few 1e-16.
 *
 * Source: W. J. Cody, Math. Comp. 23 (1969), 631–637.
 */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > ERF_SMALL) {
    const value = 1 - erfcOfPositive(magnitude);
    return x < 0 ? -value : value;
  }
  // NaN comes here too, and passes through.
  return erfOfSmall(x);
}

/**
 * The complementary error function erfc(x) = 1 − erf(x), with a small relative error also where it is tiny (down to the
 * smallest float64, near x = 27.2).
 *
 * Source: W. J. Cody, Math. Comp. 23 (1969), 631–637.
 */
export function erfc(x: number): number {
  if (x > ERF_SMALL) return erfcOfPositive(x);
  if (x < -ERF_SMALL) return 2 - erfcOfPositive(-x);
  return 1 - erfOfSmall(x);
}

/**
 * The logistic function 1 / (1 + exp(−x)). The exponential is taken of −|x| only, so nothing overflows and the lower tail
 * keeps its relative precision.
 */
export function sigmoid(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return (x < 0 ? decay : 1) / (1 + decay);
}

/** log(1 + exp(x)), written as max(x, 0) + log1p(exp(−|x|)): no overflow above, no cancellation below. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The nearest integer, halves to the even one (`Math.round` takes them up). Keeps −0, ±Infinity and NaN. */
export function roundHalfToEven(x: number): number {
  const isHalf = x - Math.floor(x) === 0.5;
  return isHalf ? 2 * Math.round(x / 2) : Math.round(x);
}

/** x − y · trunc(x / y), exactly: the remainder with the sign of the dividend, as C's `fmod`. NaN for y = 0. */
export function fmod(x: number, y: number): number {
  return x % y;
}

/** x − y · floor(x / y): the remainder with the sign of the divisor, zero included, as Python's `%`. NaN for y = 0. */
export function remainder(x: number, y: number): number {
  const truncated = x % y;
  if (truncated === 0) return y < 0 ? -0 : 0;
  return truncated < 0 !== y < 0 ? truncated + y : truncated;
}

/**
 * x to the power y as in IEEE 754. It differs from JavaScript's `**`, which gives NaN, at pow(1, y) = 1 for every y, NaN
 * and infinities included, and at pow(−1, ±Infinity) = 1.
 */
export function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}

/**
 * The low 32 bits of x to the power y, for 32-bit integers: by repeated squaring. For y < 0 the power truncated towards
 * 0, and 0 for x = 0.
 */
export function integerPower(x: number, y: number): number {
  if (y < 0) return x === 1 || (x === -1 && y % 2 === 0) ? 1 : x === -1 ? -1 : 0;
  let result = 1;
  for (let factor = x, rest = y; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, factor);
    factor = Math.imul(factor, factor);
  }
  return result;
}
