import {
  type Code,
  call,
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
import { advance, at, exportProducts, integers, minimum, ofIntegers, vectors } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** So many vectors of columns at once: their sums, each a chain, cover the latency of a multiply-add. */
const vectorsAtOnce = 4;

/**
 * Exports products of a single row of A, columns of B by columns of B: contiguous ones, or with any strides. Nothing is
 * packed: each element of B is used once.
 */
export function defineColumnProduct(module: ModuleBuilder, element: MatmulElement): void {
  const { lanes } = element;
  const many = columnsFunction(module, element, vectorsAtOnce);
  const few = columnsFunction(module, element, 1);

  exportProducts(module, ['depthBlock'] as const, (f, parameters) => {
    const { n, k, a, aColumn, b, bRow, bColumn, c, depthBlock } = parameters;
    const { start, depth, left, right, there } = integers(f, 'start', 'depth', 'left', 'right', 'there');
    const get = local.get;
    const multiply = (columns: FunctionReference): Code => [
      local.set(left, get(a)),
      local.set(right, get(b)),
      forRange(start, i32.const(0), get(k), get(depthBlock), [
        local.set(depth, minimum(get(depthBlock), i32.sub(get(k), get(start)))),
        call(columns, ...[depth, left, aColumn, right, bRow, bColumn, there, c, start].map(get)),
        advance(left, i32.mul(get(depth), get(aColumn))),
        advance(right, i32.mul(get(depth), get(bRow))),
      ]),
    ];
    const whileWhole = (columns: FunctionReference, vectorCount: number): Code =>
      whileLoop(i32.geU(get(n), i32.const(vectorCount * lanes)), [
        multiply(columns),
        advance(b, i32.mul(get(bColumn), i32.const(vectorCount * lanes))),
        advance(c, i32.const(vectorCount * 16)),
        advance(n, i32.const(-vectorCount * lanes)),
      ]);
    return [
      local.set(there, i32.const(lanes)),
      whileWhole(many, vectorsAtOnce),
      whileWhole(few, 1),
      ifElse(get(n), [local.set(there, get(n)), multiply(few)]),
    ];
  });
}

/**
 * `(depth, a, aStep, b, bRow, bColumn, there, c, accumulate)`: c = a · B, or c += a · B, for so many vectors of columns.
 * Of a single vector only `there` columns need be there; the last one stands for those that lack. Every element is one
 * chain of multiply-adds in the order of the depth, from 0. Contiguous columns are transposed in registers, square by
 * square.
 */
function columnsFunction(module: ModuleScope, element: MatmulElement, vectorCount: number): FunctionReference {
  const { lanes, bytes } = element;
  const names = ['depth', 'a', 'aStep', 'b', 'bRow', 'bColumn', 'there', 'c', 'accumulate'] as const;
  const build = ofIntegers(names, (f, { depth, a, aStep, b, bRow, bColumn, there, c, accumulate }) => {
    const get = local.get;
    const madd = element.madd(module);
    const sums = vectors(f, vectorCount);
    const square = vectors(f, lanes);
    const spare = vectors(f, lanes);
    const factors = vectors(f, lanes);
    const { pointer } = integers(f, 'pointer');
    /** From a column to the next one; 0 where that lacks. */
    const steps = square.map((_, lane) => (lane === lanes - 1 ? bColumn : f.local('i32')));

    /** Goes through the columns of a vector; leaves `pointer` at the next vector's first. */
    const forEachColumn = (visit: (lane: number) => Code): Code =>
      steps.map((step, lane): Code => [visit(lane), advance(pointer, get(step))]);
    const loadFactor = (factor: Local): Code => [
      local.set(factor, element.splat(get(a), at(0))),
      advance(a, get(aStep)),
    ];
    const addProduct = (sum: Local, factor: Local, row: Local): Code =>
      local.set(sum, madd(get(factor), get(row), get(sum)));

    const multiplySquares = whileLoop(i32.geU(get(depth), i32.const(lanes)), [
      factors.map(loadFactor),
      local.set(pointer, get(b)),
      sums.map((sum) => [
        forEachColumn((lane) => local.set(square[lane] as Local, v128.load(get(pointer), at(0)))),
        element.transpose(square, spare),
        square.map((row, lane) => addProduct(sum, factors[lane] as Local, row)),
      ]),
      advance(b, i32.const(lanes * bytes)),
      advance(depth, i32.const(-lanes)),
    ]);
    const factor = factors[0] as Local;
    const row = square[0] as Local;
    const multiplyRows = whileLoop(get(depth), [
      loadFactor(factor),
      local.set(pointer, get(b)),
      sums.map((sum) => [
        forEachColumn((lane) => local.set(row, element.loadLane(get(pointer), get(row), lane, at(0)))),
        addProduct(sum, factor, row),
      ]),
      advance(b, get(bRow)),
      advance(depth, i32.const(-1)),
    ]);
    const store: Code = sums.map((sum, v) => v128.store(get(c), get(sum), at(v)));
    return [
      steps.slice(0, -1).map((step, lane) => {
        return ifElse(i32.gtU(get(there), i32.const(lane + 1)), local.set(step, get(bColumn)));
      }),
      ifElse(i32.eq(get(bRow), i32.const(bytes)), multiplySquares),
      multiplyRows,
      ifElse(
        get(accumulate),
        sums.map((sum, v) => local.set(sum, element.add(v128.load(get(c), at(v)), get(sum)))),
      ),
      vectorCount > 1
        ? store
        : ifElse(i32.eq(get(there), i32.const(lanes)), store, element.storeSome(c, sums[0] as Local, there, at(0))),
    ];
  });
  return module.once(`columns ${vectorCount}`, ...build);
}
