import { type Code, type FunctionBuilder, i32x4, ifElse, local, v128 } from '../encoder/index.js';
import { Draft, type UnaryMath } from './draft.js';
import { type FloatFormat, f32Format, f64Format } from './format.js';

/*
 * Logarithms. x = 2ᵏ · (1 + f) with √½ ≤ 1 + f < √2, and with s = f / (2 + f)
 * log(1 + f) = f − f²/2 + s · (f²/2 + s² · P(s²)), the form in which fdlibm keeps the rounding errors of f out of the
 * leading term (FreeBSD msun, e_log.c, after K. C. Ng). k · ln 2 is added in two parts, of which the first is exact.
 *
 * The polynomials are minimax fits of our own: Remez exchange in 40 digits, weighted for the relative error of the
 * function, coefficients rounded one after the other.
 */

interface Parameters {
  readonly ln2: readonly [high: number, low: number];
  readonly log10Of2: readonly [high: number, low: number];
  /** (2 artanh(s) / s − 2) / s² in s², on 0 ≤ s² ≤ 0.0295. */
  readonly artanh: readonly number[];
  readonly leastNormal: number;
  /** A power of 2 that lifts subnormal numbers out of their range, and its exponent. */
  readonly lift: number;
}

const float32: Parameters = {
  ln2: [0.693145751953125, 1.4286068203094173e-6],
  log10Of2: [0.301025390625, 4.605039066518657e-6],
  // Relative error of log(1 + f): 2.5e-11.
  artanh: [0.6666666269302368, 0.40000972151756287, 0.2849879264831543, 0.24278995394706726],
  leastNormal: 2 ** -126,
  lift: 25,
};

export const f64Parameters: Parameters = {
  ln2: [0.6931471803691238, 1.9082149292705877e-10],
  log10Of2: [0.30102999566361177, 3.694239077158931e-13],
  // 1.2e-18.
  artanh: [
    0.6666666666666735, 0.39999999999409347, 0.28571428743689226, 0.22222198428558165, 0.18183572383421903,
    0.1531383127321269, 0.14798269289881996,
  ],
  leastNormal: 2 ** -1022,
  lift: 54,
};

export interface Logarithms {
  readonly log: UnaryMath;
  readonly log2: UnaryMath;
  readonly log10: UnaryMath;
  readonly log1p: UnaryMath;
}

export const f32Logarithms: Logarithms = logarithms(f32Format, float32);
export const f64Logarithms: Logarithms = logarithms(f64Format, f64Parameters);

/**
 * f and k of a positive normal number, where `offset` is the bias of the exponent, more if k is to be less, plus
 * 2^mantissaBits.
 */
export function splitExponent(draft: Draft, x: Code, offset: Code): { f: Code; k: Code } {
  const { number, integer, mantissaBits, bitsOf } = draft.format;
  const lowerEnd = draft.integer(bitsOf(Math.SQRT1_2));
  // Carries into the exponent where the significand is at least √2, seen from √½.
  const shifted = draft.set(integer.add(x, draft.integer(bitsOf(1) - bitsOf(Math.SQRT1_2))));
  // The bits of the exponent become a float as the last bits of 2^mantissaBits.
  const exponent = v128.or(draft.shiftRight(shifted, mantissaBits), draft.number(2 ** mantissaBits));
  const significand = integer.add(v128.and(shifted, draft.integer(2n ** BigInt(mantissaBits) - 1n)), lowerEnd);
  return { f: draft.set(number.sub(significand, draft.number(1))), k: draft.set(number.sub(exponent, offset)) };
}

function logarithms(format: FloatFormat, parameters: Parameters): Logarithms {
  const { add, sub, mul, div, eq, ge, gt, lt } = format.number;
  const exponentOffset = 2 ** format.mantissaBits + format.exponentBias;

  /** f²/2 − s · (f²/2 + s² P(s²)) − rest: what is to be subtracted from f. */
  function correction(draft: Draft, f: Code, rest: Code): Code {
    const s = draft.set(div(f, add(f, draft.number(2))));
    const z = draft.set(mul(s, s));
    const half = draft.set(mul(mul(f, f), draft.number(0.5)));
    const inner = draft.madd(z, draft.polynomial(z, parameters.artanh), half);
    return sub(half, rest.length === 0 ? mul(s, inner) : draft.madd(s, inner, rest));
  }

  /** k · ln 2 + log(1 + f) + rest. */
  function natural(draft: Draft, f: Code, k: Code, rest: Code): Code {
    const [high, low] = parameters.ln2;
    const small = rest.length === 0 ? mul(k, draft.number(low)) : draft.madd(k, draft.number(low), rest);
    return sub(mul(k, draft.number(high)), sub(correction(draft, f, small), f));
  }

  /** A logarithm from f and k; zero, subnormal, negative and infinite numbers and NaN leave the straight path. */
  function logarithm(join: (draft: Draft, f: Code, k: Code) => Code): UnaryMath {
    return (argument: Code, f: FunctionBuilder): Code => {
      const draft = new Draft(f, format);
      const infinity = draft.number(Infinity);
      const original = draft.set(argument);
      const x = draft.variable(original);
      const offset = draft.variable(draft.number(exponentOffset));
      const leastNormal = draft.number(parameters.leastNormal);
      const isNormal = v128.and(ge(original, leastNormal), lt(original, infinity));
      const allNormal = draft.set(i32x4.allTrue(isNormal), 'i32');
      const isSmall = lt(original, leastNormal);
      draft.run(
        ifElse(
          allNormal,
          [],
          [
            local.set(x, draft.select(isSmall, mul(original, draft.number(2 ** parameters.lift)), original)),
            local.set(
              offset,
              draft.select(isSmall, draft.number(exponentOffset + parameters.lift), draft.number(exponentOffset)),
            ),
          ],
        ),
      );
      const parts = splitExponent(draft, local.get(x), local.get(offset));
      const value = draft.variable(join(draft, parts.f, parts.k));
      draft.run(ifElse(allNormal, [], local.set(value, atLimits(draft, original, local.get(value), 0))));
      return draft.result(local.get(value));
    };
  }

  /** Where log has its pole: −∞ there, NaN below and at NaN, ∞ at ∞. */
  function atLimits(draft: Draft, x: Code, value: Code, pole: number): Code {
    const infinity = draft.number(Infinity);
    const isInside = v128.and(gt(x, draft.number(pole)), lt(x, infinity));
    // x · ∞ + ∞ is ∞ at ∞, NaN at NaN and at negative numbers.
    const outside = add(mul(x, infinity), infinity);
    const atPole = draft.select(eq(x, draft.number(pole)), draft.number(-Infinity), outside);
    return draft.select(isInside, value, atPole);
  }

  /** log(1 + x): the rounding error of u = 1 + x, divided by u, is added to log u. */
  function log1p(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const one = draft.number(1);
    const x = draft.set(argument);
    const u = draft.set(add(x, one));
    const big = draft.set(sub(u, x));
    const error = add(sub(one, big), sub(x, sub(u, big)));
    const parts = splitExponent(draft, u, draft.number(exponentOffset));
    const rest = draft.set(div(error, u));
    const value = draft.variable(draft.withSignOf(x, natural(draft, parts.f, parts.k, rest)));
    const isNormal = v128.and(gt(x, draft.number(-1)), lt(x, draft.number(Infinity)));
    const limited = atLimits(draft, x, local.get(value), -1);
    draft.run(ifElse(i32x4.allTrue(isNormal), [], local.set(value, limited)));
    return draft.result(local.get(value));
  }

  return {
    log: logarithm((draft, f, k) => natural(draft, f, k, [])),
    // Powers of 2 have exact logarithms.
    log2: logarithm((draft, f, k) => draft.madd(sub(f, correction(draft, f, [])), draft.number(Math.LOG2E), k)),
    log10: logarithm((draft, f, k) => {
      const [high, low] = parameters.log10Of2;
      const small = draft.madd(sub(f, correction(draft, f, [])), draft.number(Math.LOG10E), mul(k, draft.number(low)));
      return draft.madd(k, draft.number(high), small);
    }),
    log1p,
  };
}
