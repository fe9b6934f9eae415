/**
 * Counter-based random numbers: Philox-4x32-10 and the fillers drawn from it.
 *
 * A counter-based generator has no state: the n-th block of random bits is a pure function of (key, n). A random node of
 * the graph therefore keeps nothing but its key, and whoever evaluates it (again, on another backend, in another order)
 * gets the same numbers.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11.
 */

/**
 * What identifies one random draw: the 64-bit seed in two unsigned 32-bit halves, and the number of the stream.
 * Draws with different streams are independent.
 */
export type RandomKey = readonly [seedLow: number, seedHigh: number, stream: number];

const TWO_32 = 2 ** 32;
const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** Weyl increments of the key schedule: the golden ratio and √3 − 1, as 32-bit fractions. */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/**
 * Words that fill the last counter position, so that draws of different purpose never share a block.
 * Fillers use 0: an op takes a fresh stream for each draw.
 */
export const DRAW_DOMAIN = 0;
export const FORK_DOMAIN = 1;

/**
 * Makes the key of stream `stream` under `seed`.
 *
 * @param seed A non-negative safe integer (0 … 2^53 − 1).
 * @param stream A 32-bit unsigned integer (0 … 2^32 − 1).
 * @throws RangeError when either is fractional, negative, NaN or too large.
 */
export function keyFromSeed(seed: number, stream: number): RandomKey {
  checkSeed(seed);
  if (!Number.isInteger(stream) || stream < 0 || stream >= TWO_32) {
    throw new RangeError(`random key: the stream must be an integer from 0 to 2^32 - 1, got ${stream}.`);
  }
  return [seed % TWO_32, Math.floor(seed / TWO_32), stream];
}

/**
 * @throws RangeError when `seed` is not a non-negative safe integer.
 */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `random seed: expected an integer from 0 to 2^53 - 1, got ${String(seed)}. ` +
        'Pass a whole, non-negative number, such as seed(42).',
    );
  }
}

/**
 * The Philox-4x32-10 block function: encrypts a 128-bit counter under a 64-bit key, and writes the four resulting 32-bit
 * words to `out[offset] … out[offset + 3]`. Every argument is read modulo 2^32.
 *
 * One round maps (c0, c1, c2, c3) to (hi(M1·c2) ⊕ c1 ⊕ k0, lo(M1·c2), hi(M0·c0) ⊕ c3 ⊕ k1, lo(M0·c0)).
 */
export function philox4x32(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Uint32Array,
  offset: number,
): void {
  let c0 = counter0 >>> 0;
  let c1 = counter1 >>> 0;
  let c2 = counter2 >>> 0;
  let c3 = counter3 >>> 0;
  let k0 = key0 >>> 0;
  let k1 = key1 >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    const high0 = highWord(MULTIPLIER_0, c0, low0);
    const high1 = highWord(MULTIPLIER_1, c2, low1);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/**
 * The upper 32 bits of the 64-bit product a·b, given its lower 32 bits.
 * The float64 product is wrong by at most 2^11, and (a·b − low) is a multiple of 2^32: rounding the quotient is exact.
 */
function highWord(a: number, b: number, low: number): number {
  return ((a * b - low) / TWO_32 + 0.5) >>> 0;
}

/** Writes block number `block` of the stream of `key` to the four words of `words`. */
function fillBlock(words: Uint32Array, key: RandomKey, block: number): void {
  philox4x32(block, Math.floor(block / TWO_32), key[2], DRAW_DOMAIN, key[0], key[1], words, 0);
}

/**
 * Fills `out` with numbers uniform in [0, 1): multiples of 2^−24 in a Float32Array, of 2^−53 in a Float64Array.
 * Element i depends on the key and i alone, not on the length of `out`.
 */
export function fillUniform(out: Float32Array | Float64Array, key: RandomKey): void {
  const words = new Uint32Array(4);
  const perBlock = out instanceof Float32Array ? 4 : 2;
  for (let start = 0, block = 0; start < out.length; start += perBlock, block++) {
    fillBlock(words, key, block);
    const count = Math.min(perBlock, out.length - start);
    for (let lane = 0; lane < count; lane++) {
      out[start + lane] = perBlock === 4 ? uniform24(words, lane) : uniform53(words, 2 * lane);
    }
  }
}

/**
 * Fills `out` with independent standard normal numbers, by the transform of Box and Muller:
 * √(−2 ln u) · (cos 2πv, sin 2πv) for independent u uniform in (0, 1] and v uniform in [0, 1).
 * Element i depends on the key and i alone, not on the length of `out`.
 *
 * u and v have 32 bits each for a Float32Array (|z| reaches 6.6) and 53 bits for a Float64Array (8.5).
 *
 * Source: G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29 (1958).
 */
export function fillNormal(out: Float32Array | Float64Array, key: RandomKey): void {
  const words = new Uint32Array(4);
  const pairsPerBlock = out instanceof Float32Array ? 2 : 1;
  const pairs = Math.ceil(out.length / 2);
  for (let pair = 0; pair < pairs; pair++) {
    const lane = pair % pairsPerBlock;
    if (lane === 0) fillBlock(words, key, pair / pairsPerBlock);
    const u = pairsPerBlock === 2 ? uniform32(words, 2 * lane) : uniform53(words, 0);
    const v = pairsPerBlock === 2 ? uniform32(words, 2 * lane + 1) : uniform53(words, 2);
    // 1 − u lies in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - u));
    const angle = 2 * Math.PI * v;
    out[2 * pair] = radius * Math.cos(angle);
    if (2 * pair + 1 < out.length) out[2 * pair + 1] = radius * Math.sin(angle);
  }
}

/**
 * Fills `out` with a permutation of 0 … out.length − 1, each of the n! equally likely: the shuffle of Fisher and Yates,
 * whose bounded integers reject the incomplete last interval of the 32-bit words instead of folding it in.
 */
export function fillPermutation(out: Int32Array, key: RandomKey): void {
  for (let i = 0; i < out.length; i++) out[i] = i;
  const words = new Uint32Array(4);
  let drawn = 0;
  for (let last = out.length - 1; last > 0; last--) {
    const bound = last + 1;
    const accepted = TWO_32 - (TWO_32 % bound);
    let word: number;
    do {
      if (drawn % 4 === 0) fillBlock(words, key, drawn / 4);
      word = words[drawn % 4] as number;
      drawn++;
    } while (word >= accepted);
    const chosen = word % bound;
    const moved = out[last] as number;
    out[last] = out[chosen] as number;
    out[chosen] = moved;
  }
}

function uniform24(words: Uint32Array, index: number): number {
  return ((words[index] as number) >>> 8) * 2 ** -24;
}

function uniform32(words: Uint32Array, index: number): number {
  return (words[index] as number) * 2 ** -32;
}

function uniform53(words: Uint32Array, index: number): number {
  const high = (words[index] as number) >>> 5;
  const low = (words[index + 1] as number) >>> 6;
  return (high * 2 ** 26 + low) * 2 ** -53;
}
