import { bytesPerElement } from '../graph/dtype.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Lowering, RoutineName, SlotSpec, Step } from './contract.js';
import type { ScalarExpression } from './scalar.js';

/** What computing a step takes, whatever the backend. */

/** The bytes of a slot's elements. */
export function bytesOf({ shape, dtype }: SlotSpec): number {
  return sizeOf(shape) * bytesPerElement[dtype];
}

/**
 * The bytes of the elements that a step reads, each counted once: a slot that it reads twice counts once, a view counts
 * what it shows, a pick of rows the rows.
 */
export function bytesReadBy({ lowering, inputs, output }: Step, slots: readonly SlotSpec[]): number {
  const all = [...new Set(inputs)].map((slot) => slots[slot] as SlotSpec);
  const written = slots[output] as SlotSpec;
  const [first] = all;
  if (lowering.kind === 'reshape') return 0;
  if (lowering.kind === 'view') return bytesThrough(first as SlotSpec, written.shape, lowering.strides);
  const picks = lowering.kind === 'routine' && (lowering.routine === 'take' || lowering.routine === 'gather');
  return all.reduce(
    (sum, slot) => sum + (picks && slot === first ? Math.min(bytesOf(slot), bytesOf(written)) : bytesOf(slot)),
    0,
  );
}

/** The bytes of the elements that are seen through strides. */
export function bytesThrough(slot: SlotSpec, shape: Shape, strides: readonly number[]): number {
  const seen = shape.reduce((product, size, axis) => (strides[axis] === 0 && size > 0 ? product : product * size), 1);
  return Math.min(seen * bytesPerElement[slot.dtype], bytesOf(slot));
}

/** The bytes that a step writes. A reshape shares what it reads. */
export function bytesWrittenBy({ lowering, output }: Step, slots: readonly SlotSpec[]): number {
  return lowering.kind === 'reshape' ? 0 : bytesOf(slots[output] as SlotSpec);
}

/**
 * How many operations a step takes, by this count: each scalar instruction one an element, an exponential as much as an
 * addition; a matrix product `[m, k] × [k, n]` 2·m·k·n; a reduction, a scan and the transpose of a pick one for each
 * element that they join; moving elements, and drawing random ones, none.
 */
export function flopsOf({ lowering, inputs, output }: Step, slots: readonly SlotSpec[]): number {
  const written = sizeOf((slots[output] as SlotSpec).shape);
  switch (lowering.kind) {
    case 'elementwise':
      return written * instructionsIn(lowering.expression);
    case 'reduce':
      return sizeOf((slots[inputs[0] as number] as SlotSpec).shape);
    case 'routine':
      return flopsOfRoutine(lowering.routine, written, (index) => (slots[inputs[index] as number] as SlotSpec).shape);
    default:
      return 0;
  }
}

function flopsOfRoutine(routine: RoutineName, written: number, shapeOf: (input: number) => Shape): number {
  switch (routine) {
    case 'matmul':
      return 2 * written * (shapeOf(0).at(-1) ?? 1);
    case 'scan':
    case 'argExtreme':
      return sizeOf(shapeOf(0));
    case 'takeTranspose':
    case 'gatherTranspose':
      return sizeOf(shapeOf(1));
    case 'take':
    case 'gather':
    case 'random':
      return 0;
  }
}

/** Instructions of an expression; one that stands in it twice is computed once. */
function instructionsIn(expression: ScalarExpression): number {
  const seen = new Set<ScalarExpression>();
  const pending = [expression];
  let count = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    if (part.kind === 'unary') pending.push(part.operand);
    else if (part.kind === 'binary') pending.push(part.left, part.right);
    else if (part.kind === 'select') pending.push(part.condition, part.whenTrue, part.whenFalse);
    else continue;
    count++;
  }
  return count;
}

/** What computes a step, in a word or two. */
export function kernelName(lowering: Lowering): string {
  switch (lowering.kind) {
    case 'reduce':
      return `reduce ${lowering.combine}`;
    case 'routine':
      if (lowering.routine === 'random') return `random ${lowering.parameters.distribution}`;
      if (lowering.routine === 'scan') return `scan ${lowering.parameters.combine}`;
      if (lowering.routine === 'argExtreme') return `arg ${lowering.parameters.extreme}`;
      return lowering.routine;
    default:
      return lowering.kind;
  }
}
