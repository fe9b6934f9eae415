import {
  type Code,
  call,
  type FunctionReference,
  forRange,
  i32,
  ifElse,
  local,
  type ModuleBuilder,
  type ModuleScope,
} from '../encoder/index.js';
import { address, advance, integers, minimum, ofIntegers } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';
import { packFunction } from './matmul-pack.js';
import { type TileShape, tileFunction } from './matmul-tile.js';

/** The parameters of the kernel, in order; offsets and strides in bytes. */
const blockedParameters = [
  'm',
  'n',
  'k',
  'a',
  'aRow',
  'aColumn',
  'b',
  'bRow',
  'bColumn',
  'c',
  'cRow',
  /** The sizes of blocks; rows and columns in whole tiles. */
  'rowBlock',
  'columnBlock',
  'depthBlock',
  /** Whether tiles read B where it is; its rows must be contiguous then. */
  'direct',
  /** Room for one block of A, for one of B and for one tile. */
  'packedA',
  'packedB',
  'spare',
] as const;

/**
 * Exports C = A · B, m × k times k × n, in blocks that fit the caches.
 *
 * Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008); Van Zee and van de Geijn,
 * BLIS: A Framework for Rapidly Instantiating BLAS Functionality (2015).
 */
export function defineBlockedProduct(module: ModuleBuilder, element: MatmulElement, shape: TileShape): void {
  const { bytes, lanes } = element;
  const size = i32.const(bytes);
  const tileRows = shape.rows;
  const tileColumns = shape.vectors * lanes;
  const tile = tileFunction(module, element, shape);
  const edge = edgeFunction(module, element, shape, tile);
  const packA = packFunction(module, element, (tileRows * bytes) / 16);
  const packB = packFunction(module, element, shape.vectors);

  const build = ofIntegers(blockedParameters, (f, parameters) => {
    const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, direct, packedA, packedB, spare } = parameters;
    const { rowBlock, columnBlock, depthBlock } = parameters;
    const { row, rows, column, columns, start, depth, i, j } = integers(
      f,
      ...(['row', 'rows', 'column', 'columns', 'start', 'depth', 'i', 'j'] as const),
    );
    const { blockA, blockB, blockC, panelB, stepB, height, width } = integers(
      f,
      ...(['blockA', 'blockB', 'blockC', 'panelB', 'stepB', 'height', 'width'] as const),
    );
    /** Columns of the block that are read where they are. */
    const { inPlace, packed } = integers(f, 'inPlace', 'packed');
    const get = local.get;

    const tileArguments = [
      get(depth),
      address(packedA, [i, i32.mul(get(depth), size)]),
      i32.const(tileRows * bytes),
      get(panelB),
      get(stepB),
      address(blockC, [i, cRow], [j, size]),
      get(cRow),
      get(start),
    ];
    const multiplyTile: Code = [
      local.set(height, minimum(i32.const(tileRows), i32.sub(get(rows), get(i)))),
      ifElse(
        i32.and(i32.eq(get(width), i32.const(tileColumns)), i32.eq(get(height), i32.const(tileRows))),
        call(tile, ...tileArguments),
        call(edge, ...tileArguments, get(height), get(width), get(spare)),
      ),
    ];
    const multiplyPanel: Code = [
      local.set(width, minimum(i32.const(tileColumns), i32.sub(get(columns), get(j)))),
      ifElse(
        i32.ltU(get(j), get(inPlace)),
        [local.set(panelB, address(blockB, [j, bColumn])), local.set(stepB, get(bRow))],
        [
          local.set(packed, i32.sub(get(j), get(inPlace))),
          local.set(panelB, address(packedB, [packed, i32.mul(get(depth), size)])),
          local.set(stepB, i32.const(16 * shape.vectors)),
        ],
      ),
      forRange(i, i32.const(0), get(rows), tileRows, multiplyTile),
    ];
    const multiplyRows: Code = [
      local.set(rows, minimum(get(rowBlock), i32.sub(get(m), get(row)))),
      local.set(blockA, address(a, [row, aRow], [start, aColumn])),
      call(packA, get(packedA), get(blockA), get(aRow), get(aColumn), get(rows), get(depth)),
      local.set(blockC, address(c, [row, cRow], [column, size])),
      forRange(j, i32.const(0), get(columns), tileColumns, multiplyPanel),
    ];
    const multiplyDepth: Code = [
      local.set(depth, minimum(get(depthBlock), i32.sub(get(k), get(start)))),
      local.set(blockB, address(b, [start, bRow], [column, bColumn])),
      local.set(packed, i32.sub(get(columns), get(inPlace))),
      call(packB, get(packedB), address(blockB, [inPlace, bColumn]), get(bColumn), get(bRow), get(packed), get(depth)),
      forRange(row, i32.const(0), get(m), get(rowBlock), multiplyRows),
    ];
    return forRange(column, i32.const(0), get(n), get(columnBlock), [
      local.set(columns, minimum(get(columnBlock), i32.sub(get(n), get(column)))),
      local.set(inPlace, i32.const(0)),
      ifElse(get(direct), local.set(inPlace, i32.sub(get(columns), i32.remU(get(columns), i32.const(tileColumns))))),
      forRange(start, i32.const(0), get(k), get(depthBlock), multiplyDepth),
    ]);
  });
  module.export('run', ...build);
}

/** The tile function for tiles that stick out: `(…, rows, columns, spare)`. The whole tile is made in the spare one. */
function edgeFunction(
  module: ModuleScope,
  element: MatmulElement,
  { rows: tileRows, vectors }: TileShape,
  tile: FunctionReference,
): FunctionReference {
  const names = ['depth', 'a', 'aStep', 'b', 'bStep', 'c', 'cRow', 'accumulate', 'rows', 'columns', 'spare'] as const;
  const build = ofIntegers(names, (f, { depth, a, aStep, b, bStep, c, cRow, accumulate, rows, columns, spare }) => {
    const { i, j, inside, outside } = integers(f, 'i', 'j', 'inside', 'outside');
    const get = local.get;
    const size = i32.const(element.bytes);
    const spareRow = i32.const(16 * vectors);
    const forEachElement = (move: Code): Code => [
      forRange(i, i32.const(0), get(rows), 1, [
        local.set(inside, address(spare, [i, spareRow])),
        local.set(outside, address(c, [i, cRow])),
        forRange(j, i32.const(0), get(columns), 1, [move, advance(inside, size), advance(outside, size)]),
      ]),
    ];
    return [
      ifElse(get(accumulate), forEachElement(element.store(get(inside), element.load(get(outside))))),
      call(tile, ...[depth, a, aStep, b, bStep, spare].map(get), spareRow, get(accumulate)),
      forEachElement(element.store(get(outside), element.load(get(inside)))),
    ];
  });
  return module.once(`edge ${tileRows}×${vectors}`, ...build);
}
