/** Approximations of the error function that the backends share. */

/** Below this |x| the error function is computed itself, above it from its complement. */
export const ERF_SMALL: number = 0.46875;
/** Below this the middle approximation of erfc holds, above it the large one. */
export const ERF_LARGE: number = 4;
/** 1/√π. */
export const INVERSE_SQRT_PI: number = 5.6418958354775628695e-1;

/*
 * Coefficients, from the highest power down, of the rational minimax approximations in
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637.
 * Theoretical relative error below 6e-19 on each interval.
 */

/** erf(x) ≈ x · P(x²) / Q(x²) on |x| ≤ 0.46875. */
export const SMALL_NUMERATOR: readonly number[] = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
];
export const SMALL_DENOMINATOR: readonly number[] = [
  1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
];

/** erfc(x) ≈ exp(−x²) · P(x) / Q(x) on 0.46875 ≤ x ≤ 4. */
export const MIDDLE_NUMERATOR: readonly number[] = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
];
export const MIDDLE_DENOMINATOR: readonly number[] = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];

/** erfc(x) ≈ exp(−x²) / x · (1/√π − P(1/x²) / (x² · Q(1/x²))) on x ≥ 4. */
export const LARGE_NUMERATOR: readonly number[] = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
];
export const LARGE_DENOMINATOR: readonly number[] = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
];
