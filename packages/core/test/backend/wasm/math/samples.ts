/** Numbers in [0, 1) from a fixed seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  10,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  Math.PI,
  Math.PI / 2,
  -Math.PI,
  Math.E,
  Math.SQRT2,
  Math.SQRT1_2,
  1 + 2 ** -23,
  1 - 2 ** -24,
  1 + 2 ** -52,
  1 - 2 ** -53,
  2 ** 23,
  2 ** 24,
  2 ** 31,
  2 ** 52,
  2 ** 53,
  2 ** 64,
  88.72283,
  88.7229,
  -87.33654,
  -87.34,
  -103.9,
  -104.1,
  709.78,
  709.79,
  710.47,
  710.48,
  -708.39,
  -745,
  -746,
  127.99,
  128,
  -126,
  -149,
  1023.99,
  1024,
  2.5,
  3.5,
  -1.5,
  1e-10,
  1e10,
];

interface Format {
  /** Exponents of the least subnormal and the greatest finite number. */
  readonly exponents: readonly [least: number, greatest: number];
  readonly round: (x: number) => number;
}

export const float32: Format = { exponents: [-149, 127], round: Math.fround };
export const float64: Format = { exponents: [-1074, 1023], round: (x) => x };

/** Special values, numbers of all exponents with random significands, and more of them where functions bend. */
export function samples({ exponents: [least, greatest], round }: Format, count: number, seed: number): number[] {
  const random = generator(seed);
  const sign = (): number => (random() < 0.5 ? -1 : 1);
  const significand = (): number => 1 + random() + random() * 2 ** -32;
  const values = [...special];
  for (let i = 0; i < count / 2; i++) {
    const exponent = least + Math.floor(random() * (greatest - least + 1));
    values.push(sign() * significand() * 2 ** exponent);
  }
  for (let i = 0; i < count / 4; i++) values.push(sign() * significand() * 2 ** Math.floor(random() * 16 - 10));
  for (let i = 0; i < count / 8; i++) values.push((random() - 0.5) * 200);
  for (let i = 0; i < count / 16; i++) values.push(sign() * (1 + (random() - 0.5) * 2 ** -Math.floor(random() * 20)));
  // Near multiples of π/2, where sines and tangents nearly vanish.
  for (let i = 0; i < count / 16; i++) values.push(sign() * Math.floor(2 ** (random() * 30)) * (Math.PI / 2));
  return values.map(round);
}

/** Pairs of samples: at random, of nearby magnitudes, near small integers, and all pairs of special values. */
export function pairs(format: Format, count: number, seed: number): readonly [left: number[], right: number[]] {
  const random = generator(seed);
  const pool = samples(format, count, seed + 1);
  const pick = (): number => pool[Math.floor(random() * pool.length)] as number;
  const left: number[] = [];
  const right: number[] = [];
  const push = (x: number, y: number): void => {
    left.push(format.round(x));
    right.push(format.round(y));
  };
  for (let i = 0; i < count / 4; i++) push(pick(), pick());
  for (let i = 0; i < count / 4; i++) {
    const x = pick();
    push(x, x * (random() - 0.5) * 2 ** Math.floor(random() * 40 - 20));
  }
  for (let i = 0; i < count / 4; i++) push(Math.abs(pick()), (random() - 0.5) * 2 ** Math.floor(random() * 12));
  for (let i = 0; i < count / 8; i++) push(Math.floor(random() * 41 - 20), Math.floor(random() * 41 - 20));
  for (let i = 0; i < count / 8; i++) push((random() - 0.5) * 8, Math.floor(random() * 41 - 20));
  for (const x of special) for (const y of special) push(x, y);
  return [left, right];
}

const view = new DataView(new ArrayBuffer(4));

/** The place of a float32 among all float32, in order; both zeros are 0. */
function place(x: number): number {
  view.setFloat32(0, x);
  const bits = view.getInt32(0);
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

/**
 * How many float32 lie between the value and the correctly rounded one. A result that would be subnormal may be 0 of
 * its sign.
 */
export function ulps(actual: number, exact: number): number {
  const expected = Math.fround(exact);
  if (Object.is(actual, expected)) return 0;
  if (Number.isNaN(actual) || Number.isNaN(expected)) return Number.POSITIVE_INFINITY;
  if (Math.abs(expected) < 2 ** -126 && Object.is(actual, Math.sign(exact) < 0 ? -0 : 0)) return 0;
  if (expected === 0 && exact === 0) return Number.POSITIVE_INFINITY;
  return Math.abs(place(actual) - place(expected));
}

/** The relative error of a float64; a result that would be subnormal may be 0 of its sign. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  if (Number.isNaN(actual) || Number.isNaN(expected)) return Number.POSITIVE_INFINITY;
  if (Math.abs(expected) < 2 ** -1022)
    return Math.abs(actual) <= 2 ** -1022 && Math.sign(1 / actual) === Math.sign(1 / expected)
      ? 0
      : Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / Math.abs(expected);
}

/** The greatest of the errors and where it is. */
export function worst(errors: readonly number[], describe: (index: number) => string): { error: number; at: string } {
  let index = 0;
  errors.forEach((error, i) => {
    if (error > (errors[index] as number)) index = i;
  });
  return { error: errors[index] as number, at: describe(index) };
}
