import {
  type Code,
  type FunctionReference,
  i32,
  ifElse,
  local,
  type ModuleScope,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance, ofIntegers } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** A tile of the output that lives in registers. */
export interface TileShape {
  readonly rows: number;
  /** Its columns, in vectors. */
  readonly vectors: number;
}

const unroll = 4;

/**
 * `(depth, a, aStep, b, bStep, c, cRow, accumulate)`: C = A · B, or C += A · B, over one tile. At depth p, the rows'
 * elements of A lie side by side at `a + p · aStep`, and a row of B's at `b + p · bStep`. Every element of the product is
 * one chain of multiply-adds in the order of p, from 0.
 *
 * A function of its own, called for each tile: engines replace code at calls, so that even the first large product
 * gets optimised code after a few tiles. An epilogue (bias, activation) belongs before the stores, under a flag for the
 * last block of the depth.
 */
export function tileFunction(
  module: ModuleScope,
  element: MatmulElement,
  { rows, vectors }: TileShape,
): FunctionReference {
  const names = ['depth', 'a', 'aStep', 'b', 'bStep', 'c', 'cRow', 'accumulate'] as const;
  const build = ofIntegers(names, (f, { depth, a, aStep, b, bStep, c, cRow, accumulate }) => {
    const madd = element.madd(module);
    const sums = Array.from({ length: rows }, () => Array.from({ length: vectors }, () => f.local('v128')));
    const factor = f.local('v128');
    const loadB = (v: number): Code => v128.load(local.get(b), { offset: 16 * v, align: 4 });
    // A single row uses each vector of B once, so that none needs a register.
    const loaded = rows === 1 ? [] : Array.from({ length: vectors }, () => f.local('v128'));

    const multiply: Code = [
      loaded.map((vector, v) => local.set(vector, loadB(v))),
      sums.map(
        (row, r): Code => [
          local.set(factor, element.splat(local.get(a), { offset: r * element.bytes, align: 4 })),
          row.map((sum, v) => {
            const vector = loaded[v];
            const right = vector === undefined ? loadB(v) : local.get(vector);
            return local.set(sum, madd(local.get(factor), right, local.get(sum)));
          }),
        ],
      ),
      advance(a, local.get(aStep)),
      advance(b, local.get(bStep)),
    ];
    const turns = (count: number): Code =>
      whileLoop(i32.geU(local.get(depth), i32.const(count)), [
        Array.from({ length: count }, () => multiply),
        advance(depth, i32.const(-count)),
      ]);
    const forEachVector = (visit: (sum: typeof factor, access: { offset: number; align: number }) => Code): Code =>
      sums.map(
        (row, r): Code => [
          row.map((sum, v) => visit(sum, { offset: 16 * v, align: 4 })),
          r === rows - 1 ? [] : advance(c, local.get(cRow)),
        ],
      );

    return [
      turns(unroll),
      turns(1),
      ifElse(
        local.get(accumulate),
        forEachVector((sum, access) =>
          v128.store(local.get(c), element.add(v128.load(local.get(c), access), local.get(sum)), access),
        ),
        forEachVector((sum, access) => v128.store(local.get(c), local.get(sum), access)),
      ),
    ];
  });
  return module.once(`tile ${rows}×${vectors}`, ...build);
}
