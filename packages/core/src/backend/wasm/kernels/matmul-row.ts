import {
  type Code,
  call,
  type FunctionBuilder,
  type FunctionReference,
  forRange,
  i32,
  ifElse,
  type Local,
  local,
  type ModuleBuilder,
  type ModuleScope,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { address, advance, at, exportProducts, integers, minimum, ofIntegers, vectors } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** The kernel's own parameters. */
const rowParameters = [
  /** At most so many columns at once. */
  'columnBlock',
  'depthBlock',
  /** Room for a row of one block. */
  'spare',
] as const;

/** So many rows of B are added up at once: more of them move each vector of C less often. */
const counts = [8, 4, 2, 1] as const;

/**
 * Exports products row by row of C. A row is a sum of rows of B, which are read in the order of the memory. For a single
 * row, and for outer products. The rows of B must be contiguous.
 */
export function defineRowProduct(module: ModuleBuilder, element: MatmulElement): void {
  const sums = counts.map((count) => ({
    count,
    first: sumFunction(module, element, count, false),
    further: sumFunction(module, element, count, true),
  }));
  const add = addFunction(module, element);

  exportProducts(module, rowParameters, (f, parameters) => {
    const { m, n, k, a, aRow, aColumn, b, bRow, c, cRow, columnBlock, depthBlock, spare } = parameters;
    const { row, column, columns, start, depth, left, right, target, chain, isBegun } = integers(
      f,
      ...(['row', 'column', 'columns', 'start', 'depth'] as const),
      ...(['left', 'right', 'target', 'chain', 'isBegun'] as const),
    );
    const get = local.get;
    const size = i32.const(element.bytes);
    const operands = [columns, left, aColumn, right, bRow, chain].map(get);

    const multiplyDepth: Code = [
      local.set(depth, minimum(get(depthBlock), i32.sub(get(k), get(start)))),
      // The first chain is made in its place, the others beside it.
      ifElse(get(start), local.set(chain, get(spare)), local.set(chain, get(target))),
      local.set(isBegun, i32.const(0)),
      sums.map(({ count, first, further }) =>
        whileLoop(i32.geU(get(depth), i32.const(count)), [
          ifElse(get(isBegun), call(further, ...operands), call(first, ...operands)),
          local.set(isBegun, i32.const(1)),
          advance(left, i32.mul(get(aColumn), i32.const(count))),
          advance(right, i32.mul(get(bRow), i32.const(count))),
          advance(depth, i32.const(-count)),
        ]),
      ),
      ifElse(get(start), call(add, get(columns), get(spare), get(target))),
    ];
    return forRange(column, i32.const(0), get(n), get(columnBlock), [
      local.set(columns, minimum(get(columnBlock), i32.sub(get(n), get(column)))),
      forRange(row, i32.const(0), get(m), 1, [
        local.set(left, address(a, [row, aRow])),
        local.set(right, address(b, [column, size])),
        local.set(target, address(c, [row, cRow], [column, size])),
        forRange(start, i32.const(0), get(k), get(depthBlock), multiplyDepth),
      ]),
    ]);
  });
}

/**
 * `(n, a, aColumn, b, bRow, c)`: c = a · B, or c += a · B, for `count` rows of B. Every element is one chain of
 * multiply-adds, from 0 or from c.
 */
function sumFunction(
  module: ModuleScope,
  element: MatmulElement,
  count: number,
  accumulate: boolean,
): FunctionReference {
  const names = ['n', 'a', 'aColumn', 'b', 'bRow', 'c'] as const;
  const build = ofIntegers(names, (f, { n, a, aColumn, b, bRow, c }) => {
    const get = local.get;
    const madd = element.madd(module);
    const factors = vectors(f, count);
    const { pointer } = integers(f, 'pointer');
    return [
      factors.map((factor) => [local.set(factor, element.splat(get(a), at(0))), advance(a, get(aColumn))]),
      alongRow(f, element, n, c, (sums) => [
        sums.map((sum, v) => local.set(sum, accumulate ? v128.load(get(c), at(v)) : v128.zero)),
        local.set(pointer, get(b)),
        factors.map((factor) => [
          sums.map((sum, v) => local.set(sum, madd(get(factor), v128.load(get(pointer), at(v)), get(sum)))),
          advance(pointer, get(bRow)),
        ]),
        advance(b, i32.const(16 * sums.length)),
      ]),
    ];
  });
  return module.once(`sum ${count} ${accumulate}`, ...build);
}

/** `(n, a, c)`: c += a, element by element. */
function addFunction(module: ModuleScope, element: MatmulElement): FunctionReference {
  const build = ofIntegers(['n', 'a', 'c'] as const, (f, { n, a, c }) =>
    alongRow(f, element, n, c, (sums) => [
      sums.map((sum, v) => local.set(sum, element.add(v128.load(local.get(c), at(v)), v128.load(local.get(a), at(v))))),
      advance(a, i32.const(16 * sums.length)),
    ]),
  );
  return module.once('add', ...build);
}

/** Computes some vectors at a time and stores them at c, until nothing is left of the `n` columns. */
function alongRow(
  f: FunctionBuilder,
  { lanes, storeSome }: MatmulElement,
  n: Local,
  c: Local,
  compute: (sums: readonly Local[]) => Code,
): Code {
  const sums = vectors(f, 4);
  const sum = sums[0] as Local;
  const whileWhole = (whole: readonly Local[]): Code =>
    whileLoop(i32.geU(local.get(n), i32.const(whole.length * lanes)), [
      compute(whole),
      whole.map((each, v) => v128.store(local.get(c), local.get(each), at(v))),
      advance(c, i32.const(16 * whole.length)),
      advance(n, i32.const(-whole.length * lanes)),
    ]);
  return [whileWhole(sums), whileWhole([sum]), ifElse(local.get(n), [compute([sum]), storeSome(c, sum, n, at(0))])];
}
