import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { asFunction, Draft, type UnaryMath } from './draft.js';
import { f64Exponentials } from './exponential.js';
import { f64Format } from './format.js';
import { f64Logarithms } from './logarithm.js';

/* Hyperbolic functions and their inverses in float64, from eˣ, eˣ − 1 and log(1 + x). */

const { add, sub, mul, div, sqrt, abs, gt } = f64Format.number;
const log1p: UnaryMath = asFunction('f64x2.log1p', f64Logarithms.log1p);
const exp: UnaryMath = asFunction('f64x2.exp', f64Exponentials.exp);
const expm1: UnaryMath = asFunction('f64x2.expm1', f64Exponentials.expm1);

/** Above this, asinh x and acosh x are log 2x, and x² may overflow. */
const LARGE = 2 ** 60;

/**
 * With u = e^(|x|/2) − 1 and v = 1 / (u + 1): sinh |x| = ½ u (1 + v) (u + 1 + v). It neither cancels near 0 nor
 * overflows before the result does.
 */
export function sinh(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const half = draft.number(0.5);
  const one = draft.number(1);
  const x = draft.set(argument);
  const u = draft.set(expm1(mul(abs(x), half), f));
  const power = draft.set(add(u, one));
  const inverse = draft.set(div(one, power));
  // The largest factor comes last.
  const magnitude = mul(mul(mul(half, u), add(one, inverse)), add(power, inverse));
  return draft.result(draft.withSignOf(x, magnitude));
}

/** With h = e^(|x|/2): cosh x = ½ h · h + ½ / h². */
export function cosh(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const half = draft.number(0.5);
  const h = draft.set(exp(mul(abs(argument), half), f));
  const inverse = draft.set(div(draft.number(1), h));
  return draft.result(add(mul(mul(half, h), h), mul(mul(half, inverse), inverse)));
}

/** log(1 + |x| + x² / (1 + √(1 + x²))), with the sign of x. */
export function asinh(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const one = draft.number(1);
  const x = draft.set(argument);
  const magnitude = draft.set(abs(x));
  const square = draft.set(mul(magnitude, magnitude));
  const small = add(magnitude, div(square, add(one, sqrt(add(one, square)))));
  return draft.result(draft.withSignOf(x, logOfDouble(draft, magnitude, small)));
}

/** log(1 + t + √t √(t + 2)) with t = x − 1; NaN below 1. */
export function acosh(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  const t = draft.set(sub(x, draft.number(1)));
  const small = add(t, mul(sqrt(t), sqrt(add(t, draft.number(2)))));
  return draft.result(logOfDouble(draft, x, small));
}

/** log(1 + small), or log 2x for a large x. */
function logOfDouble(draft: Draft, x: Code, small: Code): Code {
  const isLarge = draft.set(gt(x, draft.number(LARGE)));
  const value = log1p(draft.select(isLarge, x, small), draft.f);
  return add(value, v128.and(isLarge, draft.number(Math.LN2)));
}

/** ½ log(1 + 2|x| / (1 − |x|)), with the sign of x. */
export function atanh(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  const magnitude = draft.set(abs(x));
  const ratio = div(add(magnitude, magnitude), sub(draft.number(1), magnitude));
  return draft.result(draft.withSignOf(x, mul(log1p(ratio, f), draft.number(0.5))));
}
