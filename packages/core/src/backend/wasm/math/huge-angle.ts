import {
  type Code,
  call,
  type FunctionBuilder,
  type FunctionReference,
  f64,
  f64x2,
  i32,
  i64,
  i64x2,
  type Local,
  local,
  type ModuleScope,
  select,
} from '../encoder/index.js';

/*
 * Reduction of huge angles: x = q · π/2 + r with |r| ≤ π/4, for any float64.
 *
 * Source: M. Payne and R. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18 (1983). With
 * x = m · 2ᵉ only the bits of 2/π from place e − 2 on matter, as those before add multiples of 4 quadrants; of these,
 * 192 suffice: m takes 53, the quadrant 2, and no float64 is nearer to a multiple of π/2 than 2⁻⁶² relative.
 */

/** The bits of 2/π after the point, 64 at a time, after a word of zeros for negative places. */
const twoOverPi: readonly bigint[] = [
  0n,
  0xa2f9836e4e441529n,
  0xfc2757d1f534ddc0n,
  0xdb6295993c439041n,
  0xfe5163abdebbc561n,
  0xb7246e3a424dd2e0n,
  0x06492eea09d1921cn,
  0xfe1deb1cb129a73en,
  0xe88235f52ebb4484n,
  0xe99c7026b45f7e41n,
  0x3991d639835339f4n,
  0x9c845f8bbdf9283bn,
  0x1ff897ffde05980fn,
  0xef2f118b5a0a6d1fn,
  0x6d367ecf27cb09b7n,
  0x4f463f669e5fea2dn,
  0x7527bac7ebe5f17bn,
  0x3d0739f78a5292ean,
  0x6bfb5fb11f8d5d08n,
  0x56033046fc7b6babn,
  0xf0cfbc209af4361dn,
];

/** The word of that index. Code has no tables without memory; this is rare enough for a search. */
function word(index: Code): Code {
  return twoOverPi.reduceRight<Code>(
    (rest, value, i) => select('i64', i32.eq(index, i32.const(i)), i64.const(value), rest),
    i64.const(0),
  );
}

/** The upper 64 bits of the product of two unsigned integers. */
function upperProduct(module: ModuleScope): FunctionReference {
  return module.once('i64.upperProduct', { parameters: ['i64', 'i64'], results: ['i64'] }, (f, a, b) => {
    const low = (x: Code): Code => i64.and(x, i64.const(0xffffffffn));
    const high = (x: Code): Code => i64.shrU(x, i64.const(32));
    const [x, y] = [local.get(a as Local), local.get(b as Local)];
    const [cross, middle] = [f.local('i64'), f.local('i64')];
    return [
      local.set(cross, i64.add(i64.mul(high(x), low(y)), high(i64.mul(low(x), low(y))))),
      local.set(middle, i64.add(i64.mul(low(x), high(y)), low(local.get(cross)))),
      i64.add(i64.mul(high(x), high(y)), i64.add(high(local.get(cross)), high(local.get(middle)))),
    ];
  });
}

/** (x) → (r, q), q modulo 4; NaN for what is not finite. For |x| ≥ 2²⁰. */
function reduceOne(module: ModuleScope): FunctionReference {
  return module.once('f64.reduceHugeAngle', { parameters: ['f64'], results: ['f64', 'i64'] }, (f, argument) => {
    const x = local.get(argument as Local);
    const variables = ['bits', 'significand', 'w2', 'w1', 'w0', 'middle', 'upper', 'fraction', 'q'].map(() =>
      f.local('i64'),
    );
    const [bits, significand, w2, w1, w0, middle, upper, fraction, q] = variables as [
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
    ];
    const [place, index, r] = [f.local('i32'), f.local('i32'), f.local('f64')];
    const { get, set } = local;
    const wordOf = f.module.once('twoOverPi', { parameters: ['i32'], results: ['i64'] }, (_g, i) =>
      word(get(i as Local)),
    );
    const timesUpper = (a: Local, b: Local): Code => call(upperProduct(module), get(a), get(b));
    const times = (a: Local, b: Local): Code => i64.mul(get(a), get(b));
    /** 64 bits of 2/π from the place on, `offset` words further. */
    const bitsOfQuotient = (offset: number): Code => {
      const at = (i: number): Code => call(wordOf, i32.add(get(index), i32.const(i)));
      const shift = i64.and(i64.extendI32S(get(place)), i64.const(63));
      const tail = i64.shrU(i64.shrU(at(offset + 1), i64.const(1)), i64.sub(i64.const(63), shift));
      return i64.or(i64.shl(at(offset), shift), tail);
    };
    const isNegative = i64.ltS(get(bits), i64.const(0));
    return [
      set(bits, i64.reinterpretF64(x)),
      set(significand, i64.or(i64.and(get(bits), i64.const(2n ** 52n - 1n)), i64.const(2n ** 52n))),
      // e − 2 with e the exponent of the last bit, biased by 1023 + 52; then one word for the zeros in front.
      set(
        place,
        i32.sub(i32.wrapI64(i64.and(i64.shrU(get(bits), i64.const(52)), i64.const(2047))), i32.const(1077 - 64)),
      ),
      set(index, i32.shrU(get(place), i32.const(6))),
      set(w2, bitsOfQuotient(0)),
      set(w1, bitsOfQuotient(1)),
      set(w0, bitsOfQuotient(2)),
      // The two upper words of significand · w modulo 2¹⁹².
      set(middle, i64.add(times(significand, w1), timesUpper(significand, w0))),
      set(upper, i64.add(times(significand, w2), timesUpper(significand, w1))),
      set(upper, i64.add(get(upper), i64.extendI32U(i64.ltU(get(middle), times(significand, w1))))),
      // Two bits of quadrant, then the fraction: signed, so that it is at most half a quadrant.
      set(fraction, i64.or(i64.shl(get(upper), i64.const(2)), i64.shrU(get(middle), i64.const(62)))),
      set(q, i64.add(i64.shrU(get(upper), i64.const(62)), i64.shrU(get(fraction), i64.const(63)))),
      set(
        r,
        f64.mul(
          f64.add(
            f64.mul(f64.convertI64S(get(fraction)), f64.const(2 ** -64)),
            f64.mul(f64.convertI64U(i64.shl(get(middle), i64.const(2))), f64.const(2 ** -128)),
          ),
          f64.const(Math.PI / 2),
        ),
      ),
      set(r, select('f64', isNegative, f64.neg(get(r)), get(r))),
      // x − x is 0, or NaN.
      f64.add(get(r), f64.sub(x, x)),
      select('i64', isNegative, i64.sub(i64.const(0), get(q)), get(q)),
    ];
  });
}

/** Sets r and q to the two lanes' reductions. */
export function reduceHugeAngles(f: FunctionBuilder, x: Code, r: Local, q: Local): Code {
  const reduce = f.module.once(
    'f64x2.reduceHugeAngles',
    { parameters: ['v128'], results: ['v128', 'v128'] },
    (g, argument) => {
      const [lane, quadrant, rest, quadrants] = [g.local('f64'), g.local('i64'), g.local('v128'), g.local('v128')];
      return [
        [0, 1].map((i) => [
          call(reduceOne(g.module), f64x2.extractLane(local.get(argument as Local), i)),
          local.set(quadrant, []),
          local.set(lane, []),
          local.set(rest, f64x2.replaceLane(local.get(rest), i, local.get(lane))),
          local.set(quadrants, i64x2.replaceLane(local.get(quadrants), i, local.get(quadrant))),
        ]),
        local.get(rest),
        local.get(quadrants),
      ];
    },
  );
  return [call(reduce, x), local.set(q, []), local.set(r, [])];
}
