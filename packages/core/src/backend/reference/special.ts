/**
 * Real functions that `Math` lacks, or that a plain formula computes carelessly. All are float64 to float64.
 */

/** Below this |x| the error function is computed itself, above it from its complement. */
const ERF_SMALL = 0.46875;
const ERF_LARGE = 4;
const INVERSE_SQRT_PI = 5.6418958354775628695e-1;

/*
 * Coefficients, from the highest power down, of the rational minimax approximations in
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637.
 * Theoretical relative error below 6e-19 on each interval.
 */

/** erf(x) ≈ x · P(x²) / Q(x²) on |x| ≤ 0.46875. */
const SMALL_NUMERATOR: readonly number[] = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
];
const SMALL_DENOMINATOR: readonly number[] = [
  1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
];

/** erfc(x) ≈ exp(−x²) · P(x) / Q(x) on 0.46875 ≤ x ≤ 4. */
const MIDDLE_NUMERATOR: readonly number[] = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
];
const MIDDLE_DENOMINATOR: readonly number[] = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];

/** erfc(x) ≈ exp(−x²) / x · (1/√π − P(1/x²) / (x² · Q(1/x²))) on x ≥ 4. */
const LARGE_NUMERATOR: readonly number[] = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
];
const LARGE_DENOMINATOR: readonly number[] = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
];

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
