import { isFloat } from '../../graph/dtype.js';
import { sameShape } from '../../graph/shape.js';
import type { Lowering, Program, Result, SlotSpec, Step } from '../contract.js';

/**
 * The structure of a program: steps, shapes, dtypes and connections. Values of sources and run-time numbers are no part
 * of it. Programs of one structure share a plan.
 */
export type Structure = Pick<Program, 'slots' | 'steps' | 'results'> & { readonly sources: readonly number[] };

/** The structure alone: it holds neither tensors nor values. */
export function structureOf({ slots, steps, results, sources }: Program): Structure {
  return {
    slots: slots.map(({ shape, dtype }) => ({ shape, dtype })),
    steps,
    results,
    sources: sources.map(({ slot }) => slot),
  };
}

/** A number that equal structures share. */
export function structureHash({ slots, steps, results }: Program): number {
  let hash = Math.imul(steps.length, 31) + results.length;
  for (let index = 0; index < steps.length; index++) {
    const { name, inputs, output } = steps[index] as Step;
    let mixed = name.length ^ (name.charCodeAt(0) << 8) ^ (name.charCodeAt(name.length - 1) << 16);
    for (let input = 0; input < inputs.length; input++)
      mixed = Math.imul(mixed ^ (inputs[input] as number), 0x9e3779b1);
    const { shape } = slots[output] as SlotSpec;
    for (let axis = 0; axis < shape.length; axis++) mixed = Math.imul(mixed ^ (shape[axis] as number), 0x85ebca6b);
    hash = Math.imul(hash ^ mixed, 0xc2b2ae35);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Whether the program has this structure: the hash finds a plan, this decides. */
export function hasStructure(program: Program, structure: Structure): boolean {
  const { slots, steps, results, sources } = program;
  if (
    slots.length !== structure.slots.length ||
    steps.length !== structure.steps.length ||
    results.length !== structure.results.length ||
    sources.length !== structure.sources.length
  ) {
    return false;
  }
  for (let index = 0; index < steps.length; index++) {
    if (!sameStep(steps[index] as Step, structure.steps[index] as Step, slots)) return false;
  }
  for (let index = 0; index < slots.length; index++) {
    if (!sameSpec(slots[index] as SlotSpec, structure.slots[index] as SlotSpec)) return false;
  }
  for (let index = 0; index < results.length; index++) {
    const result = results[index] as Result;
    const other = structure.results[index] as Result;
    if (result.slot !== other.slot || result.stays !== other.stays) return false;
  }
  for (let index = 0; index < sources.length; index++) {
    if (sources[index]?.slot !== structure.sources[index]) return false;
  }
  return true;
}

function sameStep(a: Step, b: Step, slots: readonly SlotSpec[]): boolean {
  if (a.name !== b.name || a.output !== b.output || a.inputs.length !== b.inputs.length) return false;
  for (let index = 0; index < a.inputs.length; index++) if (a.inputs[index] !== b.inputs[index]) return false;
  return a.lowering === b.lowering || sameLowering(a, b, slots);
}

/** Shapes and dtypes of the slots are compared, too, so that both steps have the same ones. */
function sameLowering(a: Step, b: Step, slots: readonly SlotSpec[]): boolean {
  const [left, right] = [a.lowering, b.lowering];
  if (left.kind === 'view') {
    return right.kind === 'view' && left.offset === right.offset && sameShape(left.strides, right.strides);
  }
  if (left.kind !== 'elementwise' || right.kind !== 'elementwise') {
    return left.kind === right.kind && textOf(left) === textOf(right);
  }
  if (left.numbers.length !== right.numbers.length) return false;
  if (left.numbers.length > 0 && numbersAsIntegers(a, slots) !== numbersAsIntegers(b, slots)) return false;
  return left.expression === right.expression || JSON.stringify(left.expression) === JSON.stringify(right.expression);
}

export function sameSpec(a: SlotSpec, b: SlotSpec): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** What tells a lowering from others, but for its run-time numbers. */
export function textOf(lowering: Lowering): string {
  switch (lowering.kind) {
    case 'view':
      return `view ${lowering.strides.join()} ${lowering.offset}`;
    case 'reduce':
      return `${lowering.combine} ${lowering.axes.join()}`;
    case 'concat':
      return `concat ${lowering.axis}`;
    case 'pad':
      return `pad ${lowering.before.join()} ${lowering.interior.join()} ${Object.is(lowering.value, -0) ? '-0' : lowering.value}`;
    case 'routine':
      if (lowering.routine === 'random') return `random ${lowering.parameters.distribution}`;
      return `${lowering.routine} ${Object.values(lowering.parameters).join()}`;
    default:
      return lowering.kind;
  }
}

/** The run-time numbers of a step, in the order in which a program counts them. */
export function numbersOf(lowering: Lowering): readonly number[] {
  if (lowering.kind === 'elementwise') return lowering.numbers;
  return lowering.kind === 'routine' && lowering.routine === 'random' ? lowering.parameters.key : none;
}

const none: readonly number[] = [];

/** Whether a step computes with its numbers as integers: then their values, today, are part of what its code is. */
export function numbersAsIntegers({ lowering, inputs }: Step, slots: readonly SlotSpec[]): boolean {
  if (lowering.kind !== 'elementwise' || lowering.numbers.length === 0 || inputs.length === 0) return false;
  for (const slot of inputs) if (isFloat((slots[slot] as SlotSpec).dtype)) return false;
  for (const number of lowering.numbers) if ((number | 0) !== number) return false;
  return true;
}
