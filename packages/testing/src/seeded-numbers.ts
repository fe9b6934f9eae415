/** A source of numbers in [0, 1). */
export type NumberSource = () => number;

/**
 * Numbers that the seed decides, for projections and directions. The checks must not draw from the library's own random
 * ops: those are among what is checked.
 *
 * SplitMix32: a Weyl sequence through the 32-bit finaliser of MurmurHash3 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014).
 */
export function seededNumbers(seed: number): NumberSource {
  let state = Math.imul(seed ^ 0x5f356495, 0x2545f491) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** Weights of random sign with magnitudes between 1/2 and 3/2: none is so small that it hides an element. */
export function randomWeights(length: number, next: NumberSource): Float64Array {
  return Float64Array.from({ length }, () => (next() < 0.5 ? -1 : 1) * (0.5 + next()));
}
