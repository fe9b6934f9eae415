import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { Draft } from './draft.js';
import { f64Format } from './format.js';

/*
 * Inverse trigonometric functions in float64, all from the angle of a point (x, y): the arc tangent of the smaller
 * coordinate over the larger, at most 1, is turned by π/4 where it is above tan π/8, with one division in either case:
 * artan(a / b) = π/4 + artan((a − b) / (a + b)).
 *
 * The polynomial is a minimax fit of our own: Remez exchange in 40 digits, weighted for the relative error of artan.
 */

const { number } = f64Format;
const TAN_EIGHTH_PI = Math.SQRT2 - 1;

/** (artan(t) / t − 1) / t² in t², on |t| ≤ tan π/8. Relative error 1.3e-18. */
const ARC_TANGENT = [
  -0.333333333333332, 0.1999999999995377, -0.14285714280212494, 0.11111110784168728, -0.09090897775889246,
  0.07692060500510896, -0.06663106875586114, 0.05847906816741249, -0.050393699610458934, 0.038065878546761314,
  -0.017908289650899523,
] as const;

/** The angle of (x, y), in [−π, π], with the zeros and infinities of IEEE 754. */
export function atan2(yArgument: Code, xArgument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const y = draft.set(yArgument);
  const x = draft.set(xArgument);
  const rightward = draft.set(angleInQuadrant(draft, draft.set(number.abs(y)), draft.set(number.abs(x))));
  const leftward = number.sub(draft.number(Math.PI), rightward);
  const pointsLeft = f64Format.integer.ltS(x, v128.zero);
  return draft.result(draft.withSignOf(y, draft.select(pointsLeft, leftward, rightward)));
}

/** The angle of (x, y) in [0, π/2], for x, y ≥ 0. */
function angleInQuadrant(draft: Draft, y: Code, x: Code): Code {
  const { add, sub, mul, div, min, max, eq, gt } = number;
  const infinity = draft.number(Infinity);
  const one = draft.number(1);
  const zero = draft.number(0);
  const rawLarger = draft.set(max(x, y));
  const rawSmaller = draft.set(min(x, y));
  // (∞, ∞) has the angle of (1, 1), and (∞, y) that of (1, 0).
  const isInfinite = draft.set(eq(rawLarger, infinity));
  const bothInfinite = v128.and(eq(rawSmaller, infinity), one);
  // A quarter of each has the same angle, and its sum does not overflow. Where this loses bits, the angle is 0.
  const quarter = (value: Code): Code => mul(value, draft.number(0.25));
  const isLarge = draft.set(gt(rawLarger, draft.number(2 ** 1000)));
  const scaled = (value: Code): Code => draft.select(isLarge, quarter(value), value);
  const larger = draft.set(draft.select(isInfinite, one, scaled(rawLarger)));
  const smaller = draft.set(draft.select(isInfinite, bothInfinite, scaled(rawSmaller)));
  const isSteep = draft.set(gt(smaller, mul(larger, draft.number(TAN_EIGHTH_PI))));
  const numerator = draft.select(isSteep, sub(smaller, larger), smaller);
  const denominator = draft.select(isSteep, add(smaller, larger), larger);
  const quotient = div(numerator, denominator);
  // 0 / 0 is the angle of the origin, 0.
  const t = draft.set(draft.select(eq(larger, zero), zero, quotient));
  const z = draft.set(mul(t, t));
  const base = draft.madd(mul(z, t), draft.polynomial(z, ARC_TANGENT), t);
  const angle = draft.set(add(base, v128.and(isSteep, draft.number(Math.PI / 4))));
  return draft.select(gt(y, x), sub(draft.number(Math.PI / 2), angle), angle);
}

export function atan(x: Code, f: FunctionBuilder): Code {
  return atan2(x, f.constant(f64Format.splatNumber(1)), f);
}

/** The angle of (√(1 − x²), x). The root of a negative number is NaN, as is then the angle. */
export function asin(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  return draft.result(atan2(x, legOf(draft, x), f));
}

/** The angle of (x, √(1 − x²)). */
export function acos(argument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(argument);
  return draft.result(atan2(legOf(draft, x), x, f));
}

/** √(1 − x²) without cancellation near |x| = 1. */
function legOf(draft: Draft, x: Code): Code {
  const { add, sub, mul, sqrt } = number;
  const one = draft.number(1);
  return sqrt(mul(sub(one, x), add(one, x)));
}
