import { type Shape, sizeOf } from '../../graph/shape.js';
import type { RoutineLowering, SlotSpec } from '../contract.js';
import type { FusedRead, WasmStep } from './wasm-program.js';

/**
 * Whether a step can be computed unit by unit: unit u of its output needs unit u of the slots that it reads, or slots
 * that were there before. Units are the indices of the leading axis, or runs of equally many elements.
 */
export interface Units {
  readonly count: number;
  readonly slots: readonly SlotSpec[];
  /** Whether the slot is made together with this step: then only the same units of it are there. */
  readonly isInner: (slot: number) => boolean;
}

export function isSeparable(step: WasmStep, units: Units): boolean {
  const { lowering, inputs, output } = step;
  const { count, slots } = units;
  const { shape } = slots[output] as SlotSpec;
  if (sizeOf(shape) === 0 || sizeOf(shape) % count !== 0) return false;
  const leads = (slot: number): boolean => shapeOf(units, slot)[0] === count;
  switch (lowering.kind) {
    case 'reshape':
      return units.isInner(inputs[0] as number);
    case 'elementwise':
      return true;
    case 'fused':
      if (lowering.reads.every(({ strides }) => strides === undefined)) return true;
      return shape[0] === count && lowering.reads.every((read) => isAligned(read, shape, units));
    case 'reduce':
      return leads(output) && leads(inputs[0] as number) && !lowering.axes.includes(0);
    case 'routine':
      return leads(output) && isSeparableRoutine(lowering, inputs, units);
    default:
      return false;
  }
}

function isSeparableRoutine(lowering: RoutineLowering, inputs: readonly number[], units: Units): boolean {
  const leads = inputs.every((slot) => shapeOf(units, slot)[0] === units.count);
  switch (lowering.routine) {
    case 'gather':
      // The indices are checked before all units.
      return leads && lowering.parameters.axis > 0 && !units.isInner(inputs[1] as number);
    case 'gatherTranspose':
      return leads && lowering.parameters.axis > 0 && !units.isInner(inputs[0] as number);
    case 'scan':
    case 'argExtreme':
      return leads && lowering.parameters.axis > 0;
    default:
      return false;
  }
}

/** Whether reads of one unit stay within that unit of a slot that has no other yet. */
function isAligned({ slot, strides, start = 0 }: FusedRead, shape: Shape, units: Units): boolean {
  if (strides === undefined || !units.isInner(slot)) return true;
  const unit = sizeOf(shapeOf(units, slot)) / units.count;
  let reach = start;
  for (let axis = 1; axis < shape.length; axis++) {
    const stride = strides[axis] as number;
    if (stride < 0) return false;
    reach += stride * ((shape[axis] as number) - 1);
  }
  return strides[0] === unit && start >= 0 && reach < unit;
}

function shapeOf({ slots }: Units, slot: number): Shape {
  return (slots[slot] as SlotSpec).shape;
}
