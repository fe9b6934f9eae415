import {
  type Code,
  type FunctionReference,
  i32,
  ifElse,
  type Local,
  local,
  type ModuleScope,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance, at, integers, ofIntegers, vectors } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** A tile of the output that lives in registers. */
export interface TileShape {
  readonly rows: number;
  /** Its columns, in vectors. */
  readonly vectors: number;
}

const unroll = 4;

/**
 * `(depth, a, aStep, b, bStep, c, cRow, last, accumulate)`: C = A · B, or C += A · B, over one tile, of whose last
 * vector only `last` columns are there. At depth p, the rows' elements of A lie side by side at `a + p · aStep`, and a
 * row of B's at `b + p · bStep`. Every element of the product is one chain of multiply-adds in the order of p, from 0.
 *
 * A function of its own, called for each tile: engines replace code at calls, so that even the first large product
 * gets optimised code after a few tiles. An epilogue (bias, activation) belongs before the stores, under a flag for the
 * last block of the depth.
 */
export function tileFunction(module: ModuleScope, element: MatmulElement, shape: TileShape): FunctionReference {
  const names = ['depth', 'a', 'aStep', 'b', 'bStep', 'c', 'cRow', 'last', 'accumulate'] as const;
  const build = ofIntegers(names, (f, { depth, a, aStep, b, bStep, c, cRow, last, accumulate }) => {
    const get = local.get;
    const madd = element.madd(module);
    const sums = Array.from({ length: shape.rows }, () => vectors(f, shape.vectors));
    const right = vectors(f, shape.vectors);
    const factor = f.local('v128');
    const { first } = integers(f, 'first');

    const multiply: Code = [
      right.map((vector, v) => local.set(vector, v128.load(get(b), at(v)))),
      sums.map((row, r) => [
        local.set(factor, element.splat(get(a), { offset: r * element.bytes, align: 4 })),
        row.map((sum, v) => local.set(sum, madd(get(factor), get(right[v] as Local), get(sum)))),
      ]),
      advance(a, get(aStep)),
      advance(b, get(bStep)),
    ];
    const turns = (count: number): Code =>
      whileLoop(i32.geU(get(depth), i32.const(count)), [
        Array.from({ length: count }, () => multiply),
        advance(depth, i32.const(-count)),
      ]);
    const forEachVector = (visit: (sum: Local, v: number) => Code): Code => [
      local.set(c, get(first)),
      sums.map((row) => [row.map(visit), advance(c, get(cRow))]),
    ];
    const add = (sum: Local, v: number): Code => local.set(sum, element.add(v128.load(get(c), at(v)), get(sum)));
    const store = (sum: Local, v: number): Code => v128.store(get(c), get(sum), at(v));
    const storeThere = (sum: Local, v: number): Code =>
      v < shape.vectors - 1 ? store(sum, v) : element.storeSome(c, sum, last, at(v));

    return [
      turns(unroll),
      turns(1),
      local.set(first, get(c)),
      ifElse(get(accumulate), forEachVector(add)),
      ifElse(i32.eq(get(last), i32.const(element.lanes)), forEachVector(store), forEachVector(storeThere)),
    ];
  });
  return module.once(`tile ${shape.rows}×${shape.vectors}`, ...build);
}
