import { type Code, type FunctionBuilder, v128 } from '../encoder/index.js';
import { asFunction, Draft, type UnaryMath } from './draft.js';
import { f64Exponentials } from './exponential.js';
import { f64Format } from './format.js';
import { f64Logarithms, f64Parameters, splitExponent } from './logarithm.js';

const { add, sub, mul, div, abs, eq, ne, gt, lt, pmin, pmax, trunc } = f64Format.number;
const exp: UnaryMath = asFunction('f64x2.exp', f64Exponentials.exp);
const log: UnaryMath = asFunction('f64x2.log', f64Logarithms.log);

/** An unevaluated sum; low is at most half a last place of high. */
interface Double {
  readonly high: Code;
  readonly low: Code;
}

/**
 * xʸ on float64. y · log x is up to 745, so the logarithm needs ten bits more than the result: it is computed as an
 * unevaluated sum of two numbers (T. J. Dekker, "A floating-point technique for extending the available precision",
 * Numer. Math. 18 (1971)), with products and sums that are never fused.
 */
export function power(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(xArgument);
  const y = draft.set(yArgument);
  const magnitude = draft.set(abs(x));
  const logarithm = preciseLog(draft, magnitude);
  // Beyond ±2⁷⁰ the result is 0, 1 or ∞ for every x, and the products stay finite.
  const bound = draft.number(2 ** 70);
  const exponent = draft.set(pmin(pmax(y, draft.number(-(2 ** 70))), bound));
  const product = multiply(draft, exponent, logarithm.high);
  // Where the result is 0 or ∞ the rest may be large; it must not turn the sign.
  const rest = pmax(add(product.low, mul(exponent, logarithm.low)), draft.number(-0.5));
  const value = mul(exp(product.high, f), add(draft.number(1), rest));
  return draft.result(withIeeeLimits(draft, x, y, magnitude, value));
}

/** xʸ for operands and a result that are float32: there exp(y · log x) in float64 will do. */
export function powerOfFloat32(xArgument: Code, yArgument: Code, f: FunctionBuilder): Code {
  const draft = new Draft(f, f64Format);
  const x = draft.set(xArgument);
  const y = draft.set(yArgument);
  const magnitude = draft.set(abs(x));
  const value = exp(mul(y, log(magnitude, f)), f);
  return draft.result(withIeeeLimits(draft, x, y, magnitude, value));
}

/** Signs, zeros, infinities and NaN of pow as in IEEE 754, around |x|ʸ for finite operands. */
function withIeeeLimits(draft: Draft, x: Code, y: Code, magnitude: Code, value: Code): Code {
  const [zero, one, infinity] = [draft.number(0), draft.number(1), draft.number(Infinity)];
  // Where x is 0 or ∞ or y is ∞: 0 or ∞ by the direction in which |x| goes from 1, or 1.
  const outward = v128.and(gt(magnitude, one), one);
  const direction = draft.set(mul(sub(outward, v128.and(lt(magnitude, one), one)), sign(draft, y)));
  const limit = draft.select(gt(direction, zero), infinity, v128.and(eq(direction, zero), one));
  const isLimit = v128.or(v128.or(eq(magnitude, zero), eq(magnitude, infinity)), eq(abs(y), infinity));
  const absolute = draft.set(draft.select(isLimit, limit, value));
  // An odd y keeps the sign of x; a y that is not whole has no power of a negative x.
  const half = draft.set(mul(y, draft.number(0.5)));
  const isWhole = draft.set(eq(trunc(y), y));
  const isOdd = v128.and(v128.and(isWhole, lt(abs(y), infinity)), ne(trunc(half), half));
  const signed = v128.or(absolute, v128.and(draft.signBit(x), isOdd));
  const isUndefined = v128.andnot(v128.and(lt(x, zero), gt(x, draft.number(-Infinity))), isWhole);
  const isNaN = v128.or(isUndefined, v128.or(ne(x, x), ne(y, y)));
  const defined = draft.select(isNaN, draft.number(Number.NaN), signed);
  return draft.select(v128.or(eq(x, one), eq(y, zero)), one, defined);
}

/** −1, 0 or 1. */
function sign(draft: Draft, x: Code): Code {
  const one = draft.number(1);
  return sub(v128.and(gt(x, draft.number(0)), one), v128.and(lt(x, draft.number(0)), one));
}

/** log x to about 2⁻⁶⁰ relative, for a positive finite x. */
function preciseLog(draft: Draft, x: Code): Double {
  const lift = 54;
  const offset = 2 ** f64Format.mantissaBits + f64Format.exponentBias;
  const isSubnormal = draft.set(lt(x, draft.number(2 ** -1022)));
  const lifted = draft.set(draft.select(isSubnormal, mul(x, draft.number(2 ** lift)), x));
  const offsets = draft.select(isSubnormal, draft.number(offset + lift), draft.number(offset));
  const { f, k } = splitExponent(draft, lifted, offsets);
  const two = draft.number(2);
  // s = f / (2 + f) with the remainder of the division.
  const denominator = fastTwoSum(draft, two, f);
  const s = draft.set(div(f, denominator.high));
  const product = multiply(draft, s, denominator.high);
  const remainder = sub(sub(sub(f, product.high), product.low), mul(s, denominator.low));
  const sLow = div(remainder, denominator.high);
  const z = draft.set(mul(s, s));
  const tail = add(mul(sLow, two), mul(mul(s, z), draft.polynomial(z, f64Parameters.artanh)));
  const [ln2High, ln2Low] = f64Parameters.ln2;
  const leading = fastTwoSum(draft, draft.set(mul(k, draft.number(ln2High))), draft.set(mul(s, two)));
  const low = add(leading.low, add(tail, mul(k, draft.number(ln2Low))));
  return fastTwoSum(draft, leading.high, draft.set(low));
}

/** a + b exactly, for |a| ≥ |b| or a = 0. */
function fastTwoSum(draft: Draft, a: Code, b: Code): Double {
  const high = draft.set(add(a, b));
  return { high, low: draft.set(sub(b, sub(high, a))) };
}

/** a · b exactly, for |a|, |b| < 2⁹⁹⁵. */
function multiply(draft: Draft, a: Code, b: Code): Double {
  const high = draft.set(mul(a, b));
  const [aHigh, aLow] = halves(draft, a);
  const [bHigh, bLow] = halves(draft, b);
  const error = sub(mul(aHigh, bHigh), high);
  const crossed = add(add(error, mul(aHigh, bLow)), mul(aLow, bHigh));
  return { high, low: draft.set(add(crossed, mul(aLow, bLow))) };
}

/** Two numbers of 26 bits whose sum is a (Veltkamp). */
function halves(draft: Draft, a: Code): readonly [high: Code, low: Code] {
  const scaled = draft.set(mul(a, draft.number(2 ** 27 + 1)));
  const high = draft.set(sub(scaled, sub(scaled, a)));
  return [high, draft.set(sub(a, high))];
}
