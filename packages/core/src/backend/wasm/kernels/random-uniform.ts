import { DRAW_DOMAIN } from '../../../random/philox.js';
import {
  type Code,
  type FunctionBuilder,
  f32x4,
  f64x2,
  i32,
  i32x4,
  i64x2,
  ifElse,
  type Local,
  local,
  memory,
  type Signature,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance } from './reduce-loops.js';

/** Bytes that `uniformBody` needs for its last, incomplete batch. */
export const batchBytes = 64;

/** Parameters: output, its bytes, `batchBytes` of scratch, and the key: seed (two halves) and stream. */
export const uniformSignature: Signature = { parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] };

const rounds = 10;
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
/** The golden ratio and √3 − 1, as 32-bit fractions. */
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/**
 * Uniform numbers in [0, 1), by four blocks of Philox-4x32-10 at a time, one in each lane: multiples of 2⁻²⁴ in float32,
 * of 2⁻⁵³ in float64. The same numbers as `fillUniform`.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11.
 */
export function uniformBody(f: FunctionBuilder, dtype: 'float32' | 'float64'): Code {
  const [output, bytes, scratch, seedLow, seedHigh, stream] = f.parameters as Parameters;
  const target = f.local('i32');
  const blocks = f.local('v128');
  const counters = Array.from({ length: 4 }, () => f.local('v128')) as Words;
  const words = counters.map(local.get) as [Code, Code, Code, Code];
  const isWhole = i32.geU(local.get(bytes), i32.const(batchBytes));
  return [
    local.set(blocks, i32x4.const(0, 1, 2, 3)),
    whileLoop(local.get(bytes), [
      local.set(counters[0], local.get(blocks)),
      // No output has so many elements that the block's number exceeds 32 bits.
      local.set(counters[1], v128.zero),
      local.set(counters[2], i32x4.splat(local.get(stream))),
      local.set(counters[3], i32x4.const(DRAW_DOMAIN)),
      encrypt(f, counters, seedLow, seedHigh),
      ifElse(isWhole, local.set(target, local.get(output)), local.set(target, local.get(scratch))),
      (dtype === 'float32' ? singles(words) : doubles(words)).map((vector, index) =>
        v128.store(local.get(target), vector, { offset: 16 * index }),
      ),
      ifElse(
        isWhole,
        [advance(output, i32.const(batchBytes)), advance(bytes, i32.const(-batchBytes))],
        [memory.copy(local.get(output), local.get(scratch), local.get(bytes)), local.set(bytes, i32.const(0))],
      ),
      local.set(blocks, i32x4.add(local.get(blocks), i32x4.const(4))),
    ]),
  ];
}

type Words = [Local, Local, Local, Local];
type Parameters = readonly [Local, Local, Local, Local, Local, Local];

/** One round: (c₀, c₁, c₂, c₃) to (hi(M₁c₂) ⊕ c₁ ⊕ k₀, lo(M₁c₂), hi(M₀c₀) ⊕ c₃ ⊕ k₁, lo(M₀c₀)). */
function encrypt(f: FunctionBuilder, [c0, c1, c2, c3]: Words, seedLow: Local, seedHigh: Local): Code {
  const [key0, key1, low0, high0, low1, high1] = Array.from({ length: 6 }, () => f.local('v128')) as SixLocals;
  // The 64-bit products of lanes 0, 1 and of lanes 2, 3.
  const multiply = (low: Local, high: Local, counter: Local, multiplier: number): Code => {
    const factor = f.constant(i32x4.const(multiplier));
    return [
      local.set(low, i64x2.extmulLowU(local.get(counter), factor)),
      local.set(high, i64x2.extmulHighU(local.get(counter), factor)),
    ];
  };
  const lower = (low: Local, high: Local): Code => v128.shuffle32(local.get(low), local.get(high), [0, 2, 4, 6]);
  const upper = (low: Local, high: Local): Code => v128.shuffle32(local.get(low), local.get(high), [1, 3, 5, 7]);
  const xor = (a: Code, b: Local, c: Local): Code => v128.xor(a, v128.xor(local.get(b), local.get(c)));
  const round: Code = [
    multiply(low0, high0, c0, multiplier0),
    multiply(low1, high1, c2, multiplier1),
    local.set(c0, xor(upper(low1, high1), c1, key0)),
    local.set(c1, lower(low1, high1)),
    local.set(c2, xor(upper(low0, high0), c3, key1)),
    local.set(c3, lower(low0, high0)),
    local.set(key0, i32x4.add(local.get(key0), f.constant(i32x4.const(weyl0)))),
    local.set(key1, i32x4.add(local.get(key1), f.constant(i32x4.const(weyl1)))),
  ];
  return [
    local.set(key0, i32x4.splat(local.get(seedLow))),
    local.set(key1, i32x4.splat(local.get(seedHigh))),
    new Array<Code>(rounds).fill(round),
  ];
}

type SixLocals = [Local, Local, Local, Local, Local, Local];

/** The upper 24 bits of each word, in the order of the blocks. */
function singles(words: readonly Code[]): Code[] {
  const [a, b, c, d] = words.map((word) => {
    const bits = f32x4.convertI32x4S(i32x4.shrU(word, i32.const(8)));
    return f32x4.mul(bits, f32x4.const(2 ** -24));
  }) as [Code, Code, Code, Code];
  const pairs = (left: Code, right: Code, first: number): Code =>
    v128.shuffle32(left, right, [first, first + 4, first + 1, first + 5]);
  return [0, 2].flatMap((first) => {
    const [left, right] = [pairs(a, b, first), pairs(c, d, first)];
    return [v128.shuffle64(left, right, [0, 2]), v128.shuffle64(left, right, [1, 3])];
  });
}

/** 27 bits of the first word and 26 of the second, then of the third and fourth, in the order of the blocks. */
function doubles([a, b, c, d]: readonly [Code, Code, Code, Code]): Code[] {
  const join = (high: Code, low: Code, half: (words: Code) => Code): Code => {
    const upper = f64x2.mul(half(i32x4.shrU(high, i32.const(5))), f64x2.const(2 ** 26));
    return f64x2.mul(f64x2.add(upper, half(i32x4.shrU(low, i32.const(6)))), f64x2.const(2 ** -53));
  };
  const lower = f64x2.convertLowI32x4U;
  const upper = (words: Code): Code => lower(v128.shuffle32(words, words, [2, 3, 2, 3]));
  return [lower, upper].flatMap((half) => {
    const [first, second] = [join(a, b, half), join(c, d, half)];
    return [v128.shuffle64(first, second, [0, 2]), v128.shuffle64(first, second, [1, 3])];
  });
}
