import { bytesPerElement } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';
import { Gaps } from './gaps.js';
import { innerSteps, outputsOf, type WasmProgram, type WasmStep } from './wasm-program.js';

/** Where the slots of a program lie in the arena. */
export interface Layout {
  /** Offsets in the arena, by owner. */
  readonly offsets: Float64Array;
  /** The size of the arena. */
  readonly bytes: number;
}

/** Slots start at multiples of this, which every vector access and every cache line is content with. */
const alignment = 64;

/** The bytes that elements take up in memory. Kernels may read, not write, 16 bytes past the end: tails need no branch. */
export function paddedBytes({ shape, dtype }: SlotSpec): number {
  const bytes = sizeOf(shape) * bytesPerElement[dtype] + 16;
  return Math.ceil(bytes / alignment) * alignment;
}

/** Whose bytes a slot has: its own, or those of the slot that it is a reshape of, or has the same value as. */
export function ownersOf({ slots, steps, same }: WasmProgram): Int32Array {
  const owners = new Int32Array(slots.length);
  for (let slot = 0; slot < owners.length; slot++) owners[slot] = slot;
  for (const { lowering, inputs, output } of innerSteps(steps)) {
    if (lowering.kind === 'reshape') owners[output] = owners[inputs[0] as number] as number;
  }
  for (const [slot, earlier] of same ?? []) owners[slot] = owners[earlier] as number;
  return owners;
}

/**
 * Places the slots in one arena: each gets the first gap that fits while it lives, and its bytes serve again after its
 * last reader; an elementwise step writes over an input that it is the last to read. Owners that lie elsewhere in memory
 * (a mark other than 0) take none.
 */
export function place(program: WasmProgram, owners: Int32Array, elsewhere: Uint8Array): Layout {
  const { slots, steps, results } = program;
  const last = lastUses(program, owners);
  for (const { slot } of results) last[owners[slot] as number] = steps.length;
  const offsets = new Float64Array(slots.length);
  const gaps = new Gaps();
  const open = (slot: number): void => {
    const isOwner = owners[slot] === slot && elsewhere[slot] === 0;
    if (isOwner) offsets[slot] = gaps.take(paddedBytes(slots[slot] as SlotSpec));
  };
  const closeAfter = (index: number, owner: number): void => {
    if (last[owner] !== index) return;
    // Once: an owner may be two inputs of one step.
    last[owner] = -1;
    if (elsewhere[owner] === 0) gaps.give(offsets[owner] as number, paddedBytes(slots[owner] as SlotSpec));
  };
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as WasmStep;
    const spent = spentInput(step, slots, owners, (owner) => elsewhere[owner] === 0 && last[owner] === index);
    if (spent !== undefined && owners[step.output] === step.output && elsewhere[step.output] === 0) {
      offsets[step.output] = offsets[spent] as number;
      last[spent] = -1;
    } else if (step.lowering.kind === 'blocked') for (const slot of step.lowering.outputs) open(slot);
    else open(step.output);
    const { inputs } = step;
    for (let input = 0; input < inputs.length; input++) closeAfter(index, owners[inputs[input] as number] as number);
    for (const slot of outputsOf(step)) closeAfter(index, owners[slot] as number);
  }
  return { offsets, bytes: gaps.peak };
}

/** An owner whose bytes an elementwise step may write over: it reads them element by element, and nobody does later. */
function spentInput(
  { lowering, inputs, output }: WasmStep,
  slots: readonly SlotSpec[],
  owners: Int32Array,
  isSpent: (owner: number) => boolean,
): number | undefined {
  if (lowering.kind !== 'elementwise' && lowering.kind !== 'fused') return undefined;
  const strided = lowering.kind === 'fused' ? lowering.reads.filter(({ strides }) => strides !== undefined) : [];
  const result = slots[output] as SlotSpec;
  for (const slot of inputs) {
    const owner = owners[slot] as number;
    const read = slots[slot] as SlotSpec;
    const isAlike =
      sizeOf(read.shape) === sizeOf(result.shape) && bytesPerElement[read.dtype] === bytesPerElement[result.dtype];
    if (isAlike && isSpent(owner) && strided.every((other) => owners[other.slot] !== owner)) return owner;
  }
  return undefined;
}

/** So many bytes stay in the second-level cache: using some of them again gains nothing. */
const cachedBytes = 512 * 1024;

/** A place of its own for each slot of a small program, which takes less time to find; undefined for larger programs. */
export function placeSideBySide(
  { slots, steps }: WasmProgram,
  owners: Int32Array,
  elsewhere: Uint8Array,
): Layout | undefined {
  const offsets = new Float64Array(slots.length);
  let bytes = 0;
  for (let index = 0; index < steps.length; index++) {
    const slot = (steps[index] as WasmStep).output;
    if (owners[slot] !== slot || elsewhere[slot] !== 0) continue;
    offsets[slot] = bytes;
    bytes += paddedBytes(slots[slot] as SlotSpec);
    if (bytes > cachedBytes) return undefined;
  }
  return { offsets, bytes };
}

/** For each owner the last step that has to do with its bytes. */
function lastUses({ slots, steps }: WasmProgram, owners: Int32Array): Int32Array {
  const last = new Int32Array(slots.length).fill(-1);
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as WasmStep;
    for (const slot of step.inputs) last[owners[slot] as number] = index;
    for (const slot of outputsOf(step)) last[owners[slot] as number] = index;
  }
  return last;
}
