import {
  type Code,
  call,
  type FunctionBuilder,
  type FunctionReference,
  forRange,
  i32,
  i64,
  ifElse,
  type Local,
  local,
  type ModuleScope,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance, integers, ofIntegers, vectors } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** Packing may write so many bytes past the last panel. */
export const packSlack = 96;

/**
 * `(target, source, across, along, count, depth)`: copies `count` lines (rows of A, columns of B) of `depth` elements
 * into panels of `width` lines: panel by panel, and in it depth by depth, the elements of its lines side by side.
 * Neighbours of different lines are `across` bytes apart in the source, neighbours of one line `along` bytes. Where the
 * last panel lacks lines, its last one is repeated.
 */
export function packFunction(module: ModuleScope, element: MatmulElement, width: number): FunctionReference {
  const adjacent = packAdjacent(module, width * element.bytes);
  const contiguous = packContiguous(module, element, width);
  const strided = packStrided(module, element, width);
  const names = ['target', 'source', 'across', 'along', 'count', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, along, count, depth }) => {
    const { panels, lines } = integers(f, 'panels', 'lines');
    const get = local.get;
    const isUnit = (stride: Local): Code => i32.eq(get(stride), i32.const(element.bytes));
    return ifElse(isUnit(along), call(contiguous, get(target), get(source), get(across), get(count), get(depth)), [
      ifElse(isUnit(across), [
        local.set(panels, i32.divU(get(count), i32.const(width))),
        local.set(lines, i32.mul(get(panels), i32.const(width))),
        call(adjacent, get(target), get(source), get(along), get(panels), get(depth)),
        advance(target, i32.mul(get(lines), i32.mul(get(depth), i32.const(element.bytes)))),
        advance(source, i32.mul(get(lines), i32.const(element.bytes))),
        local.set(count, i32.sub(get(count), get(lines))),
      ]),
      call(strided, get(target), get(source), get(across), get(along), get(count), get(depth)),
    ]);
  });
  return module.once(`pack ${width}`, ...build);
}

/** Panels are far apart: so many rows at once fill whole cache lines of each. */
const rowsAtOnce = 4;

/** Whole panels of lines that lie side by side: row after row, each through all panels, in the order of the memory. */
function packAdjacent(module: ModuleScope, rowBytes: number): FunctionReference {
  const names = ['target', 'source', 'along', 'panels', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, along, panels, depth }) => {
    const { panel, to, panelBytes } = integers(f, 'panel', 'to', 'panelBytes');
    const pointers = Array.from({ length: rowsAtOnce }, () => f.local('i32'));
    const get = local.get;
    const copyRow = (pointer: Local, row: number): Code => [
      chunksOf(rowBytes).map(({ offset, size }) => {
        const move = size === 16 ? v128 : i64;
        const from = move.load(get(pointer), { offset, align: 4 });
        return move.store(get(to), from, { offset: row * rowBytes + offset, align: 4 });
      }),
      advance(pointer, i32.const(rowBytes)),
    ];
    const whileRows = (count: number): Code => {
      const rows = pointers.slice(0, count);
      return whileLoop(i32.geU(get(depth), i32.const(count)), [
        rows.map((pointer) => [local.set(pointer, get(source)), advance(source, get(along))]),
        local.set(to, get(target)),
        forRange(panel, i32.const(0), get(panels), 1, [rows.map(copyRow), advance(to, get(panelBytes))]),
        advance(target, i32.const(rowBytes * count)),
        advance(depth, i32.const(-count)),
      ]);
    };
    return [local.set(panelBytes, i32.mul(get(depth), i32.const(rowBytes))), whileRows(rowsAtOnce), whileRows(1)];
  });
  return module.once(`pack adjacent ${rowBytes}`, ...build);
}

/** Lines that are contiguous each: square by square, transposed in registers. */
function packContiguous(module: ModuleScope, element: MatmulElement, width: number): FunctionReference {
  const { lanes, bytes } = element;
  const rowBytes = width * bytes;
  const names = ['target', 'source', 'across', 'count', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, count, depth }) => {
    const { to, p } = integers(f, 'to', 'p');
    const get = local.get;
    const square = vectors(f, lanes);
    const spare = vectors(f, lanes);
    const packSquares = (pointers: readonly Local[], { offset, size }: Chunk): Code => [
      local.set(to, get(target)),
      // The last turn may read up to 12 bytes past a line, and write what the next panel overwrites.
      forRange(p, i32.const(0), get(depth), lanes, [
        pointers.map((pointer, i) => [
          local.set(square[i] as Local, v128.load(get(pointer), { align: 4 })),
          advance(pointer, i32.const(16)),
        ]),
        element.transpose(square, spare),
        square.map((row, i) => {
          const place = { offset: i * rowBytes + offset, align: 4 };
          return size === 16 ? v128.store(get(to), get(row), place) : v128.store64Lane(get(to), get(row), 0, place);
        }),
        advance(to, i32.const(rowBytes * lanes)),
      ]),
    ];
    const pointers = square.map(() => f.local('i32'));
    return forEachPanel(f, width, count, [
      chunksOf(rowBytes).map((chunk) => {
        const lines = pointers.slice(0, chunk.size / bytes);
        return [
          lines.map((pointer) => [local.set(pointer, get(source)), nextLine(source, across, count)]),
          packSquares(lines, chunk),
        ];
      }),
      advance(target, i32.mul(get(depth), i32.const(rowBytes))),
    ]);
  });
  return module.once(`pack contiguous ${width}`, ...build);
}

/** Lines with any strides, element by element. */
function packStrided(module: ModuleScope, element: MatmulElement, width: number): FunctionReference {
  const rowBytes = width * element.bytes;
  const names = ['target', 'source', 'across', 'along', 'count', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, along, count, depth }) => {
    const { line, p, from, to } = integers(f, 'line', 'p', 'from', 'to');
    const get = local.get;
    return forEachPanel(f, width, count, [
      forRange(line, i32.const(0), i32.const(rowBytes), element.bytes, [
        local.set(from, get(source)),
        local.set(to, i32.add(get(target), get(line))),
        forRange(p, i32.const(0), get(depth), 1, [
          element.store(get(to), element.load(get(from))),
          advance(from, get(along)),
          advance(to, i32.const(rowBytes)),
        ]),
        nextLine(source, across, count),
      ]),
      advance(target, i32.mul(get(depth), i32.const(rowBytes))),
    ]);
  });
  return module.once(`pack strided ${width}`, ...build);
}

function forEachPanel(f: FunctionBuilder, width: number, count: Local, body: Code): Code {
  const { panel, panels } = integers(f, 'panel', 'panels');
  return [
    local.set(panels, i32.divU(i32.add(local.get(count), i32.const(width - 1)), i32.const(width))),
    forRange(panel, i32.const(0), local.get(panels), 1, body),
  ];
}

/** Leaves `source` at the last of the `count` lines that are left. */
function nextLine(source: Local, across: Local, count: Local): Code {
  return ifElse(i32.gtU(local.get(count), i32.const(1)), [
    advance(count, i32.const(-1)),
    advance(source, local.get(across)),
  ]);
}

interface Chunk {
  readonly offset: number;
  /** 16 bytes, or 8. */
  readonly size: number;
}

/** The vectors of a row, and half a one at the end where needed. */
function chunksOf(rowBytes: number): Chunk[] {
  return Array.from({ length: Math.ceil(rowBytes / 16) }, (_, i) => {
    return { offset: 16 * i, size: Math.min(16, rowBytes - 16 * i) };
  });
}
