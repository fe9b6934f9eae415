import type { Shape } from '../../../graph/shape.js';
import type { Location } from '../location.js';

/**
 * An operand as a kernel reads it: bytes in memory and, where they are not simply as many elements in the output's
 * order, how an output index becomes a position.
 */
export interface Read extends Location {
  /** For each of the output's axes, the distance between neighbours in elements: 0 repeats, negative runs backwards. */
  readonly strides?: readonly number[];
  /** The position of the first element, counted from the offset in elements. */
  readonly start?: number;
}

/**
 * How an operand is read along a row: element after element, the same one in all rows, the same one within a row, or
 * with gaps.
 */
export type AccessKind = 'contiguous' | 'scalar' | 'row' | 'strided';

/** The shape that is left when axes that all operands walk through in one go are joined. */
export interface Traversal {
  /** Elements in a row: the innermost axis. */
  readonly count: number;
  /** The sizes of the other axes, outermost first. */
  readonly outer: readonly number[];
  readonly kinds: readonly AccessKind[];
  /** For each operand its strides in elements, outermost first, the row's own last. */
  readonly strides: readonly (readonly number[])[];
}

/** Joins neighbouring axes wherever no operand can tell. The output is contiguous and counts as no operand. */
export function collapse(shape: Shape, reads: readonly Pick<Read, 'strides'>[]): Traversal {
  // Innermost first while axes are collected. This runs at every call: plain loops.
  const sizes: number[] = [];
  const strides: number[][] = [];
  for (let read = 0; read < reads.length; read++) strides.push([]);
  let contiguous = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (size === 1) continue;
    const last = sizes.length - 1;
    let joins = last >= 0;
    for (let read = 0; joins && read < reads.length; read++) {
      const stride = reads[read]?.strides?.[axis] ?? contiguous;
      joins = stride === (strides[read]?.[last] as number) * (sizes[last] as number);
    }
    if (joins) sizes[last] = (sizes[last] as number) * size;
    else {
      sizes.push(size);
      for (let read = 0; read < reads.length; read++) {
        strides[read]?.push(reads[read]?.strides?.[axis] ?? contiguous);
      }
    }
    contiguous *= size;
  }
  if (sizes.length === 0) {
    sizes.push(1);
    for (const list of strides) list.push(1);
  }
  const count = sizes.shift() as number;
  const kinds: AccessKind[] = [];
  for (const list of strides) {
    kinds.push(kindOf(list));
    list.reverse();
  }
  return { count, outer: sizes.reverse(), kinds, strides };
}

/** Of strides from the innermost outwards. */
function kindOf(strides: readonly number[]): AccessKind {
  const inner = strides[0];
  if (inner === 1) return 'contiguous';
  if (inner !== 0) return 'strided';
  for (const stride of strides) if (stride !== 0) return 'row';
  return 'scalar';
}
