import { type Code, type FunctionBuilder, f32x4, f64x2, i32x4, ifElse, local, v128 } from '../encoder/index.js';
import { Draft, type UnaryMath } from './draft.js';
import { type FloatFormat, f32Format, f64Format } from './format.js';
import { reduceHugeAngles } from './huge-angle.js';

/*
 * Sine, cosine and tangent. x = q · π/2 + r with |r| ≤ π/4; the lowest bits of q choose between sin r and cos r and the
 * sign. q · π/2 is subtracted in parts, whose products with q are exact (Cody and Waite 1980; the parts of 33 bits are
 * those of fdlibm's e_rem_pio2.c). float32 is reduced in float64. Huge angles take another way, lane by lane, so that no
 * lane's result depends on its neighbours.
 *
 * The polynomials are minimax fits of our own: Remez exchange in 40 digits, weighted for the relative error of the
 * function, coefficients rounded one after the other.
 */

interface Coefficients {
  /** (sin r / r − 1) / r² in r². */
  readonly sine: readonly number[];
  /** (cos r − 1 + r²/2) / r⁴ in r². */
  readonly cosine: readonly number[];
}

/** Relative errors 3.7e-9 and 1.1e-10. */
const float32: Coefficients = {
  sine: [-0.16666655242443085, 0.008332191035151482, -0.00019518604676704854],
  cosine: [0.04166664555668831, -0.00138873013202101, 2.4430670237052254e-5],
};

/** 3.5e-18 and 4.8e-20. */
const float64: Coefficients = {
  sine: [
    -0.16666666666666632, 0.00833333333332248, -0.0001984126982984674, 2.7557313702166907e-6, -2.5050759363688958e-8,
    1.5896852603950117e-10,
  ],
  cosine: [
    0.0416666666666666, -0.0013888888888874465, 2.480158728966222e-5, -2.755731439746389e-7, 2.0875728699173872e-9,
    -1.1359899835853818e-11,
  ],
};

/** π/2 in parts of 33 bits, and what then is missing after the first and after the third. */
const halfPi = {
  parts: [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21],
  afterFirst: 6.077100506506192e-11,
  afterThird: 8.4784276603689e-32,
} as const;

/** Above this the products of q and the parts are no longer exact. */
const MODERATE = 1e6;

interface Angle {
  readonly r: Code;
  /** q, in the lowest bits of integer lanes. */
  readonly q: Code;
}

type Reduce = (draft: Draft, x: Code) => Angle;

export interface Trigonometric {
  readonly sin: UnaryMath;
  readonly cos: UnaryMath;
  readonly tan: UnaryMath;
}

export const f32Trigonometric: Pick<Trigonometric, 'sin' | 'cos'> = trigonometric(f32Format, float32, reduceFloat32);
export const f64Trigonometric: Trigonometric = trigonometric(f64Format, float64, reduceFloat64);

/** r and q by subtracting q · π/2 part by part; q stands in the lowest bits of `shifted`. */
function subtractParts(wide: Draft, x: Code, parts: readonly number[]): Angle {
  const shift = wide.number(f64Format.roundingShift);
  const shifted = wide.set(wide.madd(x, wide.number(2 / Math.PI), shift));
  const n = wide.set(f64x2.sub(shifted, shift));
  const r = parts.reduce((rest, part) => wide.nmadd(n, wide.number(part), rest), x);
  return { r: wide.set(r), q: shifted };
}

function reduceFloat64(draft: Draft, x: Code): Angle {
  const moderate = subtractParts(draft, x, [...halfPi.parts, halfPi.afterThird]);
  const r = draft.variable(moderate.r);
  const q = draft.variable(moderate.q);
  const isModerate = draft.set(f64x2.lt(f64x2.abs(x), draft.number(MODERATE)));
  const [hugeR, hugeQ] = [draft.f.local('v128'), draft.f.local('v128')];
  draft.run(
    ifElse(
      i32x4.allTrue(isModerate),
      [],
      [
        reduceHugeAngles(draft.f, x, hugeR, hugeQ),
        local.set(r, draft.select(isModerate, local.get(r), local.get(hugeR))),
        local.set(q, draft.select(isModerate, local.get(q), local.get(hugeQ))),
      ],
    ),
  );
  return { r: local.get(r), q: local.get(q) };
}

/** Four float32 angles as two pairs of float64: rounded once, at the end, r is right to the last bit or two. */
function reduceFloat32(draft: Draft, x: Code): Angle {
  const wide = new Draft(draft.f, f64Format);
  const halves = [x, v128.shuffle64(x, x, [1, 0])].map((half) => wide.set(f64x2.promoteLowF32x4(half)));
  const parts = [halfPi.parts[0], halfPi.afterFirst];
  const [low, high] = halves.map((half) => subtractParts(wide, half, parts)) as [Angle, Angle];
  draft.run(wide.result([]));
  const r = draft.variable(joinNumbers(low.r, high.r));
  const q = draft.variable(joinIntegers(low.q, high.q));
  const isModerate = draft.set(f32x4.lt(f32x4.abs(x), draft.number(MODERATE)));
  const huge = halves.map((half) => ({ half, r: draft.f.local('v128'), q: draft.f.local('v128') }));
  const [lowR, highR] = huge.map((part) => local.get(part.r)) as [Code, Code];
  const [lowQ, highQ] = huge.map((part) => local.get(part.q)) as [Code, Code];
  draft.run(
    ifElse(
      i32x4.allTrue(isModerate),
      [],
      [
        huge.map((part) => reduceHugeAngles(draft.f, part.half, part.r, part.q)),
        local.set(r, draft.select(isModerate, local.get(r), joinNumbers(lowR, highR))),
        local.set(q, draft.select(isModerate, local.get(q), joinIntegers(lowQ, highQ))),
      ],
    ),
  );
  return { r: local.get(r), q: local.get(q) };
}

function joinNumbers(low: Code, high: Code): Code {
  return v128.shuffle64(f32x4.demoteF64x2Zero(low), f32x4.demoteF64x2Zero(high), [0, 2]);
}

/** The lower words of four 64-bit integers. */
function joinIntegers(low: Code, high: Code): Code {
  return v128.shuffle32(low, high, [0, 2, 4, 6]);
}

function trigonometric(format: FloatFormat, coefficients: Coefficients, reduce: Reduce): Trigonometric {
  const { mul, div } = format.number;
  const { add, eq } = format.integer;
  const signShift = format.mantissaBits + Math.log2(format.exponentBias + 1) + 1;

  function sineAndCosine(draft: Draft, r: Code): { sine: Code; cosine: Code } {
    const z = draft.set(mul(r, r));
    const one = draft.number(1);
    // r · (1 + …) rather than r + …, which would turn −0 into 0.
    const sine = mul(r, draft.madd(z, draft.polynomial(z, coefficients.sine), one));
    const leading = draft.madd(z, draft.number(-0.5), one);
    const cosine = draft.madd(mul(z, z), draft.polynomial(z, coefficients.cosine), leading);
    return { sine: draft.set(sine), cosine: draft.set(cosine) };
  }

  /** sin(x + quarters · π/2). */
  const turned =
    (quarters: bigint) =>
    (argument: Code, f: FunctionBuilder): Code => {
      const draft = new Draft(f, format);
      const { r, q } = reduce(draft, draft.set(argument));
      const turns = draft.set(quarters === 0n ? q : add(q, draft.integer(quarters)));
      const { sine, cosine } = sineAndCosine(draft, r);
      const one = draft.integer(1n);
      const value = draft.select(eq(v128.and(turns, one), one), cosine, sine);
      const sign = draft.shiftLeft(v128.and(turns, draft.integer(2n)), signShift - 1);
      return draft.result(v128.xor(value, sign));
    };

  function tan(argument: Code, f: FunctionBuilder): Code {
    const draft = new Draft(f, format);
    const { r, q } = reduce(draft, draft.set(argument));
    const { sine, cosine } = sineAndCosine(draft, r);
    const one = draft.integer(1n);
    const bit = draft.set(v128.and(q, one));
    const isOdd = draft.set(eq(bit, one));
    const quotient = div(draft.select(isOdd, cosine, sine), draft.select(isOdd, sine, cosine));
    return draft.result(v128.xor(quotient, draft.shiftLeft(bit, signShift)));
  }

  return { sin: turned(0n), cos: turned(1n), tan };
}
