import type { KernelContext } from '../context.js';
import {
  type Code,
  type FunctionBuilder,
  forRange,
  i32,
  type Local,
  local,
  type ModuleBuilder,
  select,
  v128,
} from '../encoder/index.js';
import type { Traversal } from './access.js';
import { copyElement } from './movement-element.js';

/** Below this many elements along either axis, a plain loop does as well. */
const minimumSize = 4;

/** Whether a view's rows run across the source and another of its axes runs along it. */
export function isTransposition({ count, outer, kinds, strides }: Traversal): boolean {
  return kinds[0] === 'strided' && count >= minimumSize && alongSource(outer, strides[0] as readonly number[]) >= 0;
}

function alongSource(outer: readonly number[], strides: readonly number[]): number {
  return outer.findIndex((size, axis) => strides[axis] === 1 && size >= minimumSize);
}

/** Copies such a view, a matrix for each index of the other axes. */
export function runTransposition(
  context: KernelContext,
  { count, outer, strides: [strides = []] }: Traversal,
  source: number,
  destination: number,
  bytes: number,
): void {
  const along = alongSource(outer, strides);
  const kernel = context.kernel(`transpose|${bytes}`, (module) => buildTransposition(module, bytes));
  const outputStrides = outer.map((_, axis) => outer.slice(axis + 1).reduce((product, size) => product * size, count));
  const rows = outer[along] as number;
  const sourceStep = (strides.at(-1) as number) * bytes;
  const destinationStep = (outputStrides[along] as number) * bytes;
  const visit = (axis: number, from: number, to: number): void => {
    if (axis === outer.length) context.launch(kernel, [from, to, rows, count, sourceStep, destinationStep]);
    else if (axis === along) visit(axis + 1, from, to);
    else {
      const fromStep = (strides[axis] as number) * bytes;
      const toStep = (outputStrides[axis] as number) * bytes;
      for (let index = 0; index < (outer[axis] as number); index++) {
        visit(axis + 1, from + index * fromStep, to + index * toStep);
      }
    }
  };
  visit(0, source, destination);
}

/**
 * `destination[row][column] = source[column][row]`: exports `run(source, destination, rows, columns, sourceStep,
 * destinationStep)`, where the steps are the bytes between the source's columns and between the destination's rows. Whole
 * tiles go through vectors, in blocks of a cache line each way; what is left at the edges goes element by element.
 */
function buildTransposition(module: ModuleBuilder, bytes: number): void {
  const parameters = new Array<'i32'>(6).fill('i32');
  module.export('run', { parameters, results: [] }, (f) => {
    const [source, destination, rows, columns, sourceStep, destinationStep] = f.parameters as Six;
    const geometry = { bytes, source, destination, sourceStep, destinationStep };
    if (bytes === 1) return copyCells(f, geometry, i32.const(0), local.get(rows), i32.const(0), local.get(columns));
    const tile = 16 / bytes;
    const [wholeRows, wholeColumns] = [f.local('i32'), f.local('i32')];
    const whole = (size: Local): Code => i32.and(local.get(size), i32.const(-tile));
    return [
      local.set(wholeRows, whole(rows)),
      local.set(wholeColumns, whole(columns)),
      copyTiles(f, geometry, wholeRows, wholeColumns),
      copyCells(f, geometry, local.get(wholeRows), local.get(rows), i32.const(0), local.get(wholeColumns)),
      copyCells(f, geometry, i32.const(0), local.get(rows), local.get(wholeColumns), local.get(columns)),
    ];
  });
}

type Six = readonly [Local, Local, Local, Local, Local, Local];

interface Geometry {
  readonly bytes: number;
  readonly source: Local;
  readonly destination: Local;
  readonly sourceStep: Local;
  readonly destinationStep: Local;
}

/** base + index · step + along · bytes */
function address(base: Local, index: Local, step: Local, along: Local, bytes: number): Code {
  const across = i32.mul(local.get(index), local.get(step));
  return i32.add(i32.add(local.get(base), across), i32.shl(local.get(along), i32.const(Math.log2(bytes))));
}

/** Element by element, over a range of rows and of columns. */
function copyCells(f: FunctionBuilder, geometry: Geometry, top: Code, bottom: Code, left: Code, right: Code): Code {
  const { bytes, source, destination, sourceStep, destinationStep } = geometry;
  const [row, column] = [f.local('i32'), f.local('i32')];
  const from = address(source, column, sourceStep, row, bytes);
  const to = address(destination, row, destinationStep, column, bytes);
  const copy = copyElement(bytes, to, from);
  return forRange(row, top, bottom, 1, forRange(column, left, right, 1, copy));
}

/**
 * Tile by tile, in blocks of 64 bytes each way: cache lines of the destination are written whole, those of the source are
 * read again while they are near.
 */
function copyTiles(f: FunctionBuilder, geometry: Geometry, rows: Local, columns: Local): Code {
  const { bytes, source, destination, sourceStep, destinationStep } = geometry;
  const tile = 16 / bytes;
  const block = 64 / bytes;
  const [blockRow, blockColumn, row, column] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const [bottom, right, from, to] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const vectors = Array.from({ length: tile }, () => f.local('v128'));
  const times = (step: Local, count: number): Code => i32.mul(local.get(step), i32.const(count));
  const at = (base: Local, step: Local, index: number): Code =>
    index === 0 ? local.get(base) : i32.add(local.get(base), times(step, index));
  const copyTile = [
    vectors.map((vector, index) => local.set(vector, v128.load(at(from, sourceStep, index)))),
    transpose(f, vectors).map((vector, index) => v128.store(at(to, destinationStep, index), vector)),
    local.set(from, i32.add(local.get(from), times(sourceStep, tile))),
    local.set(to, i32.add(local.get(to), i32.const(16))),
  ];
  const columnsOfBlock = forRange(row, local.get(blockRow), local.get(bottom), tile, [
    local.set(from, address(source, blockColumn, sourceStep, row, bytes)),
    local.set(to, address(destination, row, destinationStep, blockColumn, bytes)),
    forRange(column, local.get(blockColumn), local.get(right), tile, copyTile),
  ]);
  return forRange(blockColumn, i32.const(0), local.get(columns), block, [
    local.set(right, atMost(i32.add(local.get(blockColumn), i32.const(block)), columns)),
    forRange(blockRow, i32.const(0), local.get(rows), block, [
      local.set(bottom, atMost(i32.add(local.get(blockRow), i32.const(block)), rows)),
      columnsOfBlock,
    ]),
  ]);
}

function atMost(value: Code, limit: Local): Code {
  return select('i32', i32.ltU(value, local.get(limit)), value, local.get(limit));
}

/** The columns of a square of 4 × 4 words or 2 × 2 double words. */
function transpose(f: FunctionBuilder, rows: readonly Local[]): readonly Code[] {
  if (rows.length === 2) {
    const [a, b] = rows.map(local.get) as [Code, Code];
    return [v128.shuffle64(a, b, [0, 2]), v128.shuffle64(a, b, [1, 3])];
  }
  const [a, b, c, d] = rows.map(local.get) as [Code, Code, Code, Code];
  const keep = (value: Code): [Code, Code] => {
    const variable = f.local('v128');
    return [local.tee(variable, value), local.get(variable)];
  };
  const interleaveLow = [0, 4, 1, 5];
  const interleaveHigh = [2, 6, 3, 7];
  const [lowAC, lowACAgain] = keep(v128.shuffle32(a, c, interleaveLow));
  const [lowBD, lowBDAgain] = keep(v128.shuffle32(b, d, interleaveLow));
  const [highAC, highACAgain] = keep(v128.shuffle32(a, c, interleaveHigh));
  const [highBD, highBDAgain] = keep(v128.shuffle32(b, d, interleaveHigh));
  return [
    v128.shuffle32(lowAC, lowBD, interleaveLow),
    v128.shuffle32(lowACAgain, lowBDAgain, interleaveHigh),
    v128.shuffle32(highAC, highBD, interleaveLow),
    v128.shuffle32(highACAgain, highBDAgain, interleaveHigh),
  ];
}
