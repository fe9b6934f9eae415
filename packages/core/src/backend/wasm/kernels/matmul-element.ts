import { type Code, f32x4, f64x2, i32, i32x4, i64, type ModuleScope, v128 } from '../encoder/index.js';
import type { Binary, Load, LoadLane, Store, Ternary } from '../encoder/instruction.js';

/** The dtypes that matmul computes in. */
export type MatmulDType = 'float32' | 'float64' | 'int32';

/** What the generators of matmul's code know of a dtype. */
export interface MatmulElement {
  readonly bytes: number;
  /** Elements in a vector. */
  readonly lanes: number;
  /** One element, in every lane. */
  readonly splat: Load;
  readonly loadLane: LoadLane;
  /** One element's bits, as an integer. */
  readonly load: Load;
  readonly store: Store;
  readonly add: Binary;
  /** a · b + c */
  readonly madd: (module: ModuleScope) => Ternary;
  /** The square matrix of `lanes` vectors, transposed. Each vector is used more than once: give variables. */
  readonly transpose: (rows: readonly Code[]) => readonly Code[];
}

const word = {
  bytes: 4,
  lanes: 4,
  splat: v128.load32Splat,
  loadLane: v128.load32Lane,
  load: i32.load,
  store: i32.store,
  transpose: (rows: readonly Code[]): Code[] => {
    const [a, b, c, d] = rows as [Code, Code, Code, Code];
    const low = (x: Code, y: Code): Code => v128.shuffle32(x, y, [0, 4, 1, 5]);
    const high = (x: Code, y: Code): Code => v128.shuffle32(x, y, [2, 6, 3, 7]);
    return [
      low(low(a, c), low(b, d)),
      high(low(a, c), low(b, d)),
      low(high(a, c), high(b, d)),
      high(high(a, c), high(b, d)),
    ];
  },
};

export const matmulElements: Readonly<Record<MatmulDType, MatmulElement>> = {
  float32: { ...word, add: f32x4.add, madd: f32x4.madd },
  int32: { ...word, add: i32x4.add, madd: () => (a, b, c) => i32x4.add(i32x4.mul(a, b), c) },
  float64: {
    bytes: 8,
    lanes: 2,
    splat: v128.load64Splat,
    loadLane: v128.load64Lane,
    load: i64.load,
    store: i64.store,
    add: f64x2.add,
    madd: f64x2.madd,
    transpose: (rows) => {
      const [a, b] = rows as [Code, Code];
      return [v128.shuffle64(a, b, [0, 2]), v128.shuffle64(a, b, [1, 3])];
    },
  },
};
