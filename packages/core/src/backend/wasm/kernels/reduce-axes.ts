import type { Shape } from '../../../graph/shape.js';

/** A reduction of `[outer, reduced, inner]` over its middle axis. */
export interface Extent {
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

/** A part of a reduction. Positions and strides are in rows of the whole's `inner` elements. */
export interface Piece extends Extent {
  readonly input: number;
  readonly inputStride: number;
  readonly output: number;
  readonly outputStride: number;
}

/** Pieces that together turn `[outer, reduced, inner]` into `[outer, results, inner]`. */
export interface Split {
  readonly pieces: readonly Piece[];
  readonly results: number;
}

/** Columns that a turn of the column kernel's main loop takes. */
const width = 16;
/** Elements of a block: large enough to hide a call, small enough for the second-level cache. */
const blockElements = 32_768;
const leastBlockRows = 64;
/** Smaller reductions are done before two more kernels are called. */
const leastFoldedElements = 1024;

/**
 * The reductions of one axis each, in order, that together reduce a non-empty tensor over several axes: axes that lie
 * side by side are one, and the longest comes first.
 */
export function collapse(shape: Shape, axes: readonly number[]): Extent[] {
  const single = collapseToOne(shape, axes);
  if (single !== undefined) return [single];
  const groups: { size: number; readonly isReduced: boolean }[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const isReduced = axes.includes(axis);
    const last = groups[groups.length - 1];
    if (last?.isReduced === isReduced) last.size *= size;
    else groups.push({ size, isReduced });
  }
  const extents: Extent[] = [];
  for (;;) {
    let longest = -1;
    for (const [at, { size, isReduced }] of groups.entries()) {
      if (isReduced && size > (groups[longest]?.size ?? 1)) longest = at;
    }
    const group = groups[longest];
    if (group === undefined) break;
    let [outer, inner] = [1, 1];
    for (const [at, { size }] of groups.entries()) {
      if (at < longest) outer *= size;
      else if (at > longest) inner *= size;
    }
    extents.push({ outer, reduced: group.size, inner });
    group.size = 1;
  }
  return extents;
}

/** The extent where the reduced axes lie side by side. Most reductions are such, and this is short beside a kernel call. */
function collapseToOne(shape: Shape, axes: readonly number[]): Extent | undefined {
  let [outer, reduced, inner] = [1, 1, 1];
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis] as number;
    if (size === 1) continue;
    if (axes.includes(axis)) {
      if (inner > 1) return undefined;
      reduced *= size;
    } else if (reduced === 1) outer *= size;
    else inner *= size;
  }
  return reduced > 1 ? { outer, reduced, inner } : { outer: 1, reduced, inner: outer };
}

/**
 * Splits long reductions into blocks, and folds few columns to more: `[rows, 3]` is `[rows / 16, 48]`, reduced to
 * `[16, 3]`. Undefined where there is nothing to gain. That depends on what is reduced alone, so that each outer position
 * has the same bits wherever it is computed.
 */
export function split({ outer, reduced, inner }: Extent): Split | undefined {
  const fold = inner === 1 || inner >= width ? 1 : width / commonPowerOfTwo(inner);
  const blockRows = fold * Math.max(leastBlockRows, Math.floor(blockElements / (inner * fold)));
  const isLong = reduced >= 2 * blockRows;
  const isWorthFolding = fold > 1 && reduced >= 4 * fold && reduced * inner >= leastFoldedElements;
  if (!isLong && !isWorthFolding) return undefined;
  const rows = isLong ? blockRows : reduced - (reduced % fold);
  const blocks = Math.floor(reduced / rows);
  const rest = reduced - blocks * rows;
  const results = blocks * fold + Math.sign(rest);
  const folded = { reduced: rows / fold, inner: inner * fold };
  if (!isLong) {
    const strides = { outer, inputStride: reduced, outputStride: results };
    const pieces = [
      { ...strides, ...folded, input: 0, output: 0 },
      { ...strides, reduced: rest, inner, input: rows, output: fold },
    ];
    return { pieces: rest > 0 ? pieces : pieces.slice(0, 1), results };
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < outer; at++) {
    const [input, output] = [at * reduced, at * results];
    pieces.push({ outer: blocks, ...folded, input, inputStride: rows, output, outputStride: fold });
    if (rest === 0) continue;
    const behind = { input: input + blocks * rows, output: output + blocks * fold };
    pieces.push({ outer: 1, reduced: rest, inner, ...behind, inputStride: rest, outputStride: 1 });
  }
  return { pieces, results };
}

/** The largest power of two that divides both `width` and the number. */
function commonPowerOfTwo(value: number): number {
  return Math.min(width, value & -value);
}
