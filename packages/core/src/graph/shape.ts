/** The sizes of a tensor's axes; `[]` is a scalar. In types, `number` is a size known only at run time. */
export type Shape = readonly number[];

/** The number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** `[2, 3]`, as error messages show it. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

/**
 * NumPy's broadcasting of two shapes, or undefined where they do not fit. Where the result is one of the two, it is that
 * array itself, so that comparing it later takes no time.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  if (broadcastsTo(b, a)) return a;
  if (broadcastsTo(a, b)) return b;
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result[axis] = left === 1 ? right : left;
  }
  return result;
}

/** Whether a shape becomes another one by repetition alone: counted from the last axis, each size is kept or was 1. */
export function broadcastsTo(from: Shape, to: Shape): boolean {
  const missing = to.length - from.length;
  if (missing < 0) return false;
  for (let axis = 0; axis < from.length; axis++) {
    if (from[axis] !== 1 && from[axis] !== to[axis + missing]) return false;
  }
  return true;
}

/**
 * Counts a negative axis from the end; an axis that does not exist is an error that names the legal ones.
 *
 * @param op who asks, for the error; a function where the name has to be put together
 */
export function normaliseAxis(op: string | (() => string), axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const legal = rank === 0 ? 'a scalar has no axes' : `use an integer from ${-rank} to ${rank - 1}`;
    const asker = typeof op === 'string' ? op : op();
    throw new RangeError(`${asker}: there is no axis ${axis} in a tensor of ${rank} axes; ${legal}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** One axis, several, or (undefined) all of them: sorted, without negative numbers; a repeated axis is an error. */
export function normaliseAxes(op: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (typeof axes === 'number') return [normaliseAxis(op, axes, rank)];
  const list: number[] = [];
  if (axes === undefined) {
    for (let axis = 0; axis < rank; axis++) list.push(axis);
    return list;
  }
  for (const axis of axes) list.push(normaliseAxis(op, axis, rank));
  if (list.some((axis, place) => list.indexOf(axis) !== place)) {
    throw new RangeError(`${op}: axes ${showShape(list)} name an axis twice; name each axis once`);
  }
  return list.sort((a, b) => a - b);
}

/** Refuses sizes that no tensor can have. */
export function checkShape(op: string, shape: Shape): void {
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      throw new RangeError(`${op}: ${showShape(shape)} is not a shape; every size is an integer of at least 0`);
    }
  }
}

/**
 * Refuses positions outside [0, size) along an axis.
 *
 * @param indices the elements of an index tensor
 * @param shape the index tensor's shape
 * @throws RangeError that names the first such index, its place in the index tensor and the legal range
 */
export function checkIndices(op: string, indices: ArrayLike<number>, shape: Shape, size: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index >= 0 && index < size) continue;
    const place = stridesOf(shape).map((stride, axis) => Math.floor(i / stride) % (shape[axis] as number));
    const at = shape.length === 0 ? '' : ` at position ${showShape(place)}`;
    const legal = size === 0 ? 'the axis is empty, so no index is legal' : `indices go from 0 to ${size - 1}`;
    throw new RangeError(`${op}: index ${index}${at} is out of range; ${legal}`);
  }
}
