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
} from '../../error-function.js';
import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { asFunction, Draft, type UnaryMath } from './draft.js';
import { f32Exponentials, f64Exponentials } from './exponential.js';
import { f32Format, f64Format } from './format.js';

/** (erf x / x − 1) in x², on |x| ≤ 1, a minimax fit of our own: relative error of erf 1.4e-9. */
const F32_SMALL = [
  0.12837916612625122, -0.3761262595653534, 0.11283578723669052, -0.026853347197175026, 0.005187162198126316,
  -0.0007997853099368513, 7.806903158780187e-5,
] as const;

/** log erfc x in x, on 1 ≤ x ≤ 4: relative error of erf 1.1e-9. */
const F32_LARGE = [
  -0.0003415601677261293, -1.127089023590088, -0.6381451487541199, -0.10310643166303635, 0.021837877109646797,
  -0.0029476003255695105, 0.0001863716752268374,
] as const;

/** erf on float32: an odd polynomial up to 1, then 1 − exp(P(|x|)), which is 1 from 4 on. */
export function erfOfFloat32(argument: Code, f: FunctionBuilder): Code {
  const { abs, mul, sub, gt, pmin } = f32Format.number;
  const draft = new Draft(f, f32Format);
  const one = draft.number(1);
  const x = draft.set(argument);
  const magnitude = draft.set(pmin(abs(x), draft.number(4)));
  const z = draft.set(mul(magnitude, magnitude));
  const small = draft.madd(magnitude, draft.polynomial(z, F32_SMALL), magnitude);
  const exponent = draft.set(draft.polynomial(magnitude, F32_LARGE));
  const large = sub(one, f32Exponentials.expOfModerate(exponent, f));
  return draft.result(draft.withSignOf(x, draft.select(gt(magnitude, one), large, small)));
}

/*
 * float64, after W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637.
 */

const { number } = f64Format;
const exp: UnaryMath = asFunction('f64x2.exp', f64Exponentials.exp);

export function erf(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  const magnitude = draft.set(number.abs(x));
  const large = number.sub(draft.number(1), erfcOfLarge(draft, magnitude));
  const isLarge = number.gt(magnitude, draft.number(ERF_SMALL));
  return draft.result(draft.withSignOf(x, draft.select(isLarge, large, erfOfSmall(draft, magnitude))));
}

export function erfc(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  const magnitude = draft.set(number.abs(x));
  const complement = draft.set(erfcOfLarge(draft, magnitude));
  const reflected = number.sub(draft.number(2), complement);
  const large = draft.select(number.lt(x, draft.number(0)), reflected, complement);
  const small = number.sub(draft.number(1), draft.withSignOf(x, erfOfSmall(draft, magnitude)));
  return draft.result(draft.select(number.gt(magnitude, draft.number(ERF_SMALL)), large, small));
}

/** erf(x) for 0 ≤ x ≤ ERF_SMALL. */
function erfOfSmall(draft: Draft, x: Code): Code {
  const z = draft.set(number.mul(x, x));
  return number.mul(x, rational(draft, z, SMALL_NUMERATOR, SMALL_DENOMINATOR));
}

/** erfc(x) for x ≥ ERF_SMALL. */
function erfcOfLarge(draft: Draft, argument: Code): Code {
  const { mul, sub, div, gt, pmin } = number;
  // From 28 on it is 0; so infinities need no care.
  const x = draft.set(pmin(argument, draft.number(28)));
  const w = draft.set(div(draft.number(1), mul(x, x)));
  const correction = mul(w, rational(draft, w, LARGE_NUMERATOR, LARGE_DENOMINATOR));
  const large = div(sub(draft.number(INVERSE_SQRT_PI), correction), x);
  const middle = rational(draft, x, MIDDLE_NUMERATOR, MIDDLE_DENOMINATOR);
  const factor = draft.select(gt(x, draft.number(ERF_LARGE)), large, middle);
  return mul(expOfMinusSquare(draft, x), factor);
}

/**
 * exp(−x²) for 0 ≤ x ≤ 28. With a the upper bits of x, a² is exact and the rest b = (x − a)(x + a) < 3e-5:
 * exp(−a²) · (1 − b + b²/2).
 */
function expOfMinusSquare(draft: Draft, x: Code): Code {
  const { mul, sub, add, neg } = number;
  const upper = draft.set(v128.and(x, draft.integer(-(2n ** 27n))));
  const b = draft.set(mul(sub(x, upper), add(x, upper)));
  const rest = draft.madd(b, sub(mul(b, draft.number(0.5)), draft.number(1)), draft.number(1));
  return mul(exp(neg(mul(upper, upper)), draft.f), rest);
}

/** P(x) / Q(x), coefficients from the highest power down. */
function rational(draft: Draft, x: Code, numerator: readonly number[], denominator: readonly number[]): Code {
  return number.div(draft.polynomial(x, numerator.toReversed()), draft.polynomial(x, denominator.toReversed()));
}
