import { type Code, call, forRange, i32, ifElse, local, type ModuleBuilder } from '../encoder/index.js';
import { address, exportProducts, integers, minimum } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';
import { packFunction } from './matmul-pack.js';
import { type TileShape, tileFunction } from './matmul-tile.js';

/** The kernel's own parameters. */
const blockedParameters = [
  /** The sizes of blocks; rows and columns in whole tiles. */
  'rowBlock',
  'columnBlock',
  'depthBlock',
  /** Whether tiles read A where it is; its columns must be contiguous then. */
  'directA',
  /** Whether tiles read B where it is; its rows must be contiguous then. */
  'directB',
  /** Room for one block of A and for one of B. */
  'packedA',
  'packedB',
] as const;

/**
 * Exports products in blocks that fit the caches.
 *
 * Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008); Van Zee and van de Geijn,
 * BLIS: A Framework for Rapidly Instantiating BLAS Functionality (2015).
 */
export function defineBlockedProduct(module: ModuleBuilder, element: MatmulElement, shape: TileShape): void {
  const { bytes, lanes } = element;
  const size = i32.const(bytes);
  const tileRows = shape.rows;
  const tileColumns = shape.vectors * lanes;
  const packA = packFunction(module, element, tileRows);
  const packB = packFunction(module, element, tileColumns);

  exportProducts(module, blockedParameters, (f, parameters) => {
    const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow } = parameters;
    const { rowBlock, columnBlock, depthBlock, directA, directB, packedA, packedB } = parameters;
    const { row, rows, column, columns, start, depth, i, j } = integers(
      f,
      ...(['row', 'rows', 'column', 'columns', 'start', 'depth', 'i', 'j'] as const),
    );
    const { blockA, blockB, blockC, panelA, stepA, panelB, stepB, height, width } = integers(
      f,
      ...(['blockA', 'blockB', 'blockC', 'panelA', 'stepA', 'panelB', 'stepB', 'height', 'width'] as const),
    );
    const get = local.get;
    const depthBytes = i32.mul(get(depth), size);

    const callTile = (rowCount: number, vectorCount: number): Code =>
      call(
        tileFunction(module, element, { rows: rowCount, vectors: vectorCount }),
        ...[depth, panelA, stepA, panelB, stepB].map(get),
        address(blockC, [i, cRow], [j, size]),
        get(cRow),
        i32.sub(get(width), i32.const((vectorCount - 1) * lanes)),
        get(start),
      );
    /** The tile of `height` rows, at most so many. */
    const byHeight = (most: number, vectorCount: number): Code => {
      if (most === 1) return callTile(1, vectorCount);
      const isMost = i32.eq(get(height), i32.const(most));
      return ifElse(isMost, callTile(most, vectorCount), byHeight(most - 1, vectorCount));
    };
    /** The tile of `width` columns, at most so many vectors. */
    const byWidth = (most: number): Code => {
      if (most === 1) return byHeight(tileRows, 1);
      const isMost = i32.gtU(get(width), i32.const((most - 1) * lanes));
      return ifElse(isMost, byHeight(tileRows, most), byWidth(most - 1));
    };
    const multiplyTile: Code = [
      local.set(height, minimum(i32.const(tileRows), i32.sub(get(rows), get(i)))),
      ifElse(
        get(directA),
        [local.set(panelA, address(blockA, [i, size])), local.set(stepA, get(aColumn))],
        [local.set(panelA, address(packedA, [i, depthBytes])), local.set(stepA, i32.const(tileRows * bytes))],
      ),
      byWidth(shape.vectors),
    ];
    const multiplyPanel: Code = [
      local.set(width, minimum(i32.const(tileColumns), i32.sub(get(columns), get(j)))),
      ifElse(
        get(directB),
        [local.set(panelB, address(blockB, [j, size])), local.set(stepB, get(bRow))],
        [local.set(panelB, address(packedB, [j, depthBytes])), local.set(stepB, i32.const(tileColumns * bytes))],
      ),
      forRange(i, i32.const(0), get(rows), tileRows, multiplyTile),
    ];
    const multiplyRows: Code = [
      local.set(rows, minimum(get(rowBlock), i32.sub(get(m), get(row)))),
      local.set(blockA, address(a, [row, aRow], [start, aColumn])),
      local.set(blockC, address(c, [row, cRow], [column, size])),
      ifElse(i32.eqz(get(directA)), call(packA, ...[packedA, blockA, aRow, aColumn, rows, depth].map(get))),
      forRange(j, i32.const(0), get(columns), tileColumns, multiplyPanel),
    ];
    const multiplyDepth: Code = [
      local.set(depth, minimum(get(depthBlock), i32.sub(get(k), get(start)))),
      local.set(blockB, address(b, [start, bRow], [column, bColumn])),
      ifElse(i32.eqz(get(directB)), call(packB, ...[packedB, blockB, bColumn, bRow, columns, depth].map(get))),
      forRange(row, i32.const(0), get(m), get(rowBlock), multiplyRows),
    ];
    return forRange(column, i32.const(0), get(n), get(columnBlock), [
      local.set(columns, minimum(get(columnBlock), i32.sub(get(n), get(column)))),
      forRange(start, i32.const(0), get(k), get(depthBlock), multiplyDepth),
    ]);
  });
}
