import {
  type Access,
  type Code,
  f32x4,
  f64x2,
  i32,
  i32x4,
  i64,
  ifElse,
  type Local,
  local,
  type ModuleScope,
  v128,
} from '../encoder/index.js';
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
  /** Stores the first few lanes of a vector: at least one, not all. */
  readonly storeSome: (address: Local, vector: Local, count: Local, access: Required<Access>) => Code;
  readonly add: Binary;
  /** a · b + c */
  readonly madd: (module: ModuleScope) => Ternary;
  /** Transposes the square matrix of `lanes` rows in place; `spare` are as many variables. */
  readonly transpose: (rows: readonly Local[], spare: readonly Local[]) => Code;
}

const word = {
  bytes: 4,
  lanes: 4,
  splat: v128.load32Splat,
  loadLane: v128.load32Lane,
  load: i32.load,
  store: i32.store,
  storeSome: (address: Local, vector: Local, count: Local, access: Required<Access>): Code => {
    const [to, lanes] = [local.get(address), local.get(vector)];
    return ifElse(i32.eq(local.get(count), i32.const(1)), v128.store32Lane(to, lanes, 0, access), [
      v128.store64Lane(to, lanes, 0, access),
      ifElse(
        i32.eq(local.get(count), i32.const(3)),
        v128.store32Lane(to, lanes, 2, { ...access, offset: access.offset + 8 }),
      ),
    ]);
  },
  transpose: (rows: readonly Local[], spare: readonly Local[]): Code => {
    const [a, b, c, d] = rows as [Local, Local, Local, Local];
    const [ac, bd, ca, db] = spare as [Local, Local, Local, Local];
    const low = (x: Local, y: Local): Code => v128.shuffle32(local.get(x), local.get(y), [0, 4, 1, 5]);
    const high = (x: Local, y: Local): Code => v128.shuffle32(local.get(x), local.get(y), [2, 6, 3, 7]);
    return [
      [local.set(ac, low(a, c)), local.set(bd, low(b, d)), local.set(ca, high(a, c)), local.set(db, high(b, d))],
      [local.set(a, low(ac, bd)), local.set(b, high(ac, bd)), local.set(c, low(ca, db)), local.set(d, high(ca, db))],
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
    storeSome: (address, vector, _, access) => v128.store64Lane(local.get(address), local.get(vector), 0, access),
    add: f64x2.add,
    madd: f64x2.madd,
    transpose: (rows, spare) => {
      const [a, b] = rows as [Local, Local];
      const [low] = spare as [Local];
      return [
        local.set(low, v128.shuffle64(local.get(a), local.get(b), [0, 2])),
        local.set(b, v128.shuffle64(local.get(a), local.get(b), [1, 3])),
        local.set(a, local.get(low)),
      ];
    },
  },
};
