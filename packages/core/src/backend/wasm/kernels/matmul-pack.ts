import {
  type Code,
  call,
  type FunctionReference,
  forRange,
  i32,
  ifElse,
  type Local,
  local,
  type ModuleScope,
  v128,
  whileLoop,
} from '../encoder/index.js';
import { advance, integers, minimum, ofIntegers } from './matmul-code.js';
import type { MatmulElement } from './matmul-element.js';

/** Panels are far apart: so many rows at once fill whole cache lines of each. */
const rowsAtOnce = 4;

/** Operands are aligned to their elements alone. */
const unaligned = { align: 4 };

/**
 * `(target, source, across, along, count, depth)`: copies `count` lines (rows of A, columns of B) of `depth` elements
 * into panels of `vectors` vectors: panel by panel, and in it depth by depth, the elements of its lines side by side.
 * Neighbours of different lines are `across` bytes apart in the source, neighbours of one line `along` bytes. Where the
 * last panel lacks lines, its last one is repeated. May write up to 48 · vectors bytes past the panels.
 */
export function packFunction(module: ModuleScope, element: MatmulElement, vectors: number): FunctionReference {
  const width = vectors * element.lanes;
  const adjacent = packAdjacent(module, vectors);
  const contiguous = packContiguous(module, element, vectors);
  const gather = gatherPanel(module, element, vectors);
  const names = ['target', 'source', 'across', 'along', 'count', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, along, count, depth }) => {
    const { panels, lines } = integers(f, 'panels', 'lines');
    const get = local.get;
    const wholePanels = (pack: FunctionReference, stride: Local): Code => [
      call(pack, get(target), get(source), get(stride), get(panels), get(depth)),
      advance(source, i32.mul(get(across), i32.mul(get(panels), i32.const(width)))),
      advance(target, i32.mul(get(depth), i32.mul(get(panels), i32.const(16 * vectors)))),
      local.set(count, i32.remU(get(count), i32.const(width))),
    ];
    const isUnit = (stride: Local): Code => i32.eq(get(stride), i32.const(element.bytes));
    return [
      local.set(panels, i32.divU(get(count), i32.const(width))),
      ifElse(isUnit(across), wholePanels(adjacent, along), ifElse(isUnit(along), wholePanels(contiguous, across))),
      whileLoop(get(count), [
        local.set(lines, minimum(get(count), i32.const(width))),
        call(gather, get(target), get(source), get(across), get(along), get(lines), get(depth)),
        local.set(count, i32.sub(get(count), get(lines))),
        advance(source, i32.mul(get(across), get(lines))),
        advance(target, i32.mul(get(depth), i32.const(16 * vectors))),
      ]),
    ];
  });
  return module.once(`pack ${vectors}`, ...build);
}

/** Whole panels of lines that lie side by side: row after row, each through all panels, in the order of the memory. */
function packAdjacent(module: ModuleScope, vectors: number): FunctionReference {
  const names = ['target', 'source', 'along', 'panels', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, along, panels, depth }) => {
    const { panel, to, panelBytes } = integers(f, 'panel', 'to', 'panelBytes');
    const pointers = Array.from({ length: rowsAtOnce }, () => f.local('i32'));
    const get = local.get;
    const copyRow = (pointer: Local, row: number): Code => [
      Array.from({ length: vectors }, (_, v) =>
        v128.store(get(to), v128.load(get(pointer), { ...unaligned, offset: 16 * v }), {
          offset: 16 * (row * vectors + v),
        }),
      ),
      advance(pointer, i32.const(16 * vectors)),
    ];
    const whileRows = (count: number): Code => {
      const rows = pointers.slice(0, count);
      return whileLoop(i32.geU(get(depth), i32.const(count)), [
        rows.map((pointer) => [local.set(pointer, get(source)), advance(source, get(along))]),
        local.set(to, get(target)),
        forRange(panel, i32.const(0), get(panels), 1, [rows.map(copyRow), advance(to, get(panelBytes))]),
        advance(target, i32.const(16 * vectors * count)),
        advance(depth, i32.const(-count)),
      ]);
    };
    return [local.set(panelBytes, i32.mul(get(depth), i32.const(16 * vectors))), whileRows(rowsAtOnce), whileRows(1)];
  });
  return module.once(`pack adjacent ${vectors}`, ...build);
}

/** Whole panels of lines that are contiguous each: square by square, transposed in registers. */
function packContiguous(module: ModuleScope, element: MatmulElement, vectors: number): FunctionReference {
  const { lanes, bytes } = element;
  const names = ['target', 'source', 'across', 'panels', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, panels, depth }) => {
    const { panel, vector, to, p } = integers(f, 'panel', 'vector', 'to', 'p');
    const get = local.get;
    const lines = Array.from({ length: lanes }, () => ({ pointer: f.local('i32'), square: f.local('v128') }));
    const rows = element.transpose(lines.map(({ square }) => get(square)));
    return forRange(panel, i32.const(0), get(panels), 1, [
      forRange(vector, i32.const(0), i32.const(16 * vectors), 16, [
        lines.map(({ pointer }) => [local.set(pointer, get(source)), advance(source, get(across))]),
        local.set(to, i32.add(get(target), get(vector))),
        // The last turn may read up to 12 bytes past a line, and write what the next panel overwrites.
        forRange(p, i32.const(0), get(depth), lanes, [
          lines.map(({ pointer, square }) => local.set(square, v128.load(get(pointer), unaligned))),
          rows.map((row, i) => v128.store(get(to), row, { offset: 16 * vectors * i })),
          lines.map(({ pointer }) => advance(pointer, i32.const(lanes * bytes))),
          advance(to, i32.const(16 * vectors * lanes)),
        ]),
      ]),
      advance(target, i32.mul(get(depth), i32.const(16 * vectors))),
    ]);
  });
  return module.once(`pack contiguous ${vectors}`, ...build);
}

/** One panel, element by element: any strides, any number of lines. */
function gatherPanel(module: ModuleScope, element: MatmulElement, vectors: number): FunctionReference {
  const names = ['target', 'source', 'across', 'along', 'lines', 'depth'] as const;
  const build = ofIntegers(names, (f, { target, source, across, along, lines, depth }) => {
    const { line, p, from, to } = integers(f, 'line', 'p', 'from', 'to');
    const get = local.get;
    return forRange(line, i32.const(0), i32.const(vectors * element.lanes), 1, [
      local.set(from, get(source)),
      local.set(to, i32.add(get(target), i32.mul(get(line), i32.const(element.bytes)))),
      forRange(p, i32.const(0), get(depth), 1, [
        element.store(get(to), element.load(get(from))),
        advance(from, get(along)),
        advance(to, i32.const(16 * vectors)),
      ]),
      ifElse(i32.ltU(i32.add(get(line), i32.const(1)), get(lines)), advance(source, get(across))),
    ]);
  });
  return module.once(`gather panel ${vectors}`, ...build);
}
