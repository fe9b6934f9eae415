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
  memory,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance, integers, minimum, ofIntegers } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';
import { tileFunction } from './matmul-tile.js';

/**
 * Exports c = a · B, a single row of k times k × n. Nothing is packed: each element of B is used once.
 *
 * Parameters: n, k, a, aColumn, b, bRow, bColumn, c, depthBlock, spare (16 bytes); offsets and strides in bytes.
 */
export function defineRowProduct(module: ModuleBuilder, element: MatmulElement): void {
  const { bytes, lanes } = element;
  const tiles = [8, 4, 2, 1].map((vectors) => ({ vectors, tile: tileFunction(module, element, { rows: 1, vectors }) }));
  const tile = tiles.at(-1)?.tile as FunctionReference;
  const wide = 4;
  const wideColumns = columnsFunction(module, element, wide);
  const columns = columnsFunction(module, element, 1);

  const names = ['n', 'k', 'a', 'aColumn', 'b', 'bRow', 'bColumn', 'c', 'depthBlock', 'spare'] as const;
  const build = ofIntegers(names, (f, { n, k, a, aColumn, b, bRow, bColumn, c, depthBlock, spare }) => {
    const get = local.get;
    const { start, depth, from, to, rest } = integers(f, 'start', 'depth', 'from', 'to', 'rest');
    const isAdjacent = i32.eq(get(bColumn), i32.const(bytes));
    const left = [get(depth), get(a), get(aColumn), get(from)];
    const alongRows = (reference: FunctionReference, target: Local): Code =>
      call(reference, ...left, get(bRow), get(target), i32.const(0), get(start));
    const alongColumns = (reference: FunctionReference, count: Code, target: Local): Code =>
      call(reference, ...left, get(bRow), get(bColumn), count, get(target), get(start));
    const whileWide = (vectors: number, step: Code): Code =>
      whileLoop(i32.geU(get(rest), i32.const(vectors * lanes)), [
        step,
        advance(to, i32.const(vectors * 16)),
        advance(from, i32.mul(get(bColumn), i32.const(vectors * lanes))),
        advance(rest, i32.const(-vectors * lanes)),
      ]);
    const restBytes = i32.mul(get(rest), i32.const(bytes));

    return forRange(start, i32.const(0), get(k), get(depthBlock), [
      local.set(depth, minimum(get(depthBlock), i32.sub(get(k), get(start)))),
      local.set(from, get(b)),
      local.set(to, get(c)),
      local.set(rest, get(n)),
      ifElse(
        isAdjacent,
        tiles.map(({ vectors, tile }) => whileWide(vectors, alongRows(tile, to))),
        [
          whileWide(wide, alongColumns(wideColumns, i32.const(wide * lanes), to)),
          whileWide(1, alongColumns(columns, i32.const(lanes), to)),
        ],
      ),
      // The last vector is summed in the spare one, so that nothing is written past the output.
      ifElse(get(rest), [
        ifElse(isAdjacent, alongRows(tile, spare), alongColumns(columns, get(rest), spare)),
        memory.copy(get(to), get(spare), restBytes),
      ]),
      advance(a, i32.mul(get(depth), get(aColumn))),
      advance(b, i32.mul(get(depth), get(bRow))),
    ]);
  });
  module.export('run', ...build);
}

/**
 * `(depth, a, aStep, b, bRow, bColumn, count, c, accumulate)`: the row function for columns that do not lie side by
 * side. Contiguous ones are transposed in registers, square by square. Of the first vector of columns only `count` are
 * there; the last one stands for those that lack.
 */
function columnsFunction(module: ModuleScope, element: MatmulElement, vectors: number): FunctionReference {
  const { lanes, bytes } = element;
  const names = ['depth', 'a', 'aStep', 'b', 'bRow', 'bColumn', 'count', 'c', 'accumulate'] as const;
  const build = ofIntegers(names, (f, { depth, a, aStep, b, bRow, bColumn, count, c, accumulate }) => {
    const get = local.get;
    const madd = element.madd(module);
    const sums = Array.from({ length: vectors }, () => f.local('v128'));
    const lines = Array.from({ length: lanes }, () => f.local('v128'));
    const factors = Array.from({ length: lanes }, () => f.local('v128'));
    const steps = lines.slice(1).map(() => f.local('i32'));
    const { pointer } = integers(f, 'pointer');
    const access = { align: 4 };

    /** Goes through the columns of a vector; leaves `pointer` at the next one's first. */
    const forEachColumn = (visit: (lane: number) => Code): Code =>
      lines.map((_, lane): Code => {
        const step = steps[lane];
        return [visit(lane), advance(pointer, step === undefined ? get(bColumn) : get(step))];
      });
    const loadFactor = (lane: number): Code => [
      local.set(factors[lane] as Local, element.splat(get(a), access)),
      advance(a, get(aStep)),
    ];
    const addProduct = (sum: Local, lane: number, row: Code): Code =>
      local.set(sum, madd(get(factors[lane] as Local), row, get(sum)));

    const squares = whileLoop(i32.geU(get(depth), i32.const(lanes)), [
      factors.map((_, lane) => loadFactor(lane)),
      local.set(pointer, get(b)),
      sums.map(
        (sum): Code => [
          forEachColumn((lane) => local.set(lines[lane] as Local, v128.load(get(pointer), access))),
          element.transpose(lines.map(get)).map((row, lane) => addProduct(sum, lane, row)),
        ],
      ),
      advance(b, i32.const(lanes * bytes)),
      advance(depth, i32.const(-lanes)),
    ]);
    const line = lines[0] as Local;
    const rows = whileLoop(get(depth), [
      loadFactor(0),
      local.set(pointer, get(b)),
      sums.map(
        (sum): Code => [
          forEachColumn((lane) => local.set(line, element.loadLane(get(pointer), get(line), lane, access))),
          addProduct(sum, 0, get(line)),
        ],
      ),
      advance(b, get(bRow)),
      advance(depth, i32.const(-1)),
    ]);
    return [
      steps.map((step, i) => ifElse(i32.gtU(get(count), i32.const(i + 1)), local.set(step, get(bColumn)))),
      ifElse(i32.eq(get(bRow), i32.const(bytes)), squares),
      rows,
      sums.map((sum, v): Code => {
        const place = { ...access, offset: 16 * v };
        return [
          ifElse(get(accumulate), local.set(sum, element.add(v128.load(get(c), place), get(sum)))),
          v128.store(get(c), get(sum), place),
        ];
      }),
    ];
  });
  return module.once(`columns ${vectors}`, ...build);
}
