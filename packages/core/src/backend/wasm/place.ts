import { bytesPerElement } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';
import type { WasmProgram } from './fuse.js';
import { Gaps } from './gaps.js';

/** Where the slots of a program lie. */
export interface Placement {
  /** Whose bytes a slot has: its own, or those of the slot that it is a reshape of. */
  readonly owners: readonly number[];
  /** Offsets in the arena, by owner. */
  readonly offsets: readonly number[];
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

/**
 * Places the slots in one arena: each gets the first gap that fits while it lives, and its bytes serve again after its
 * last reader. A reshape shares its input's bytes. Slots that already lie elsewhere in memory take none.
 */
export function place(program: WasmProgram, elsewhere: { has(slot: number): boolean }): Placement {
  const { slots } = program;
  const owners = slots.map((_, slot) => slot);
  const offsets = new Array<number>(slots.length).fill(0);
  const sharers = new Array<number>(slots.length).fill(0);
  const gaps = new Gaps();
  const open = (slot: number): void => {
    sharers[slot] = 1;
    if (!elsewhere.has(slot)) offsets[slot] = gaps.take(paddedBytes(slots[slot] as SlotSpec));
  };
  const close = (slot: number): void => {
    const owner = owners[slot] as number;
    sharers[owner] = (sharers[owner] as number) - 1;
    if (sharers[owner] === 0 && !elsewhere.has(owner)) {
      gaps.give(offsets[owner] as number, paddedBytes(slots[owner] as SlotSpec));
    }
  };
  for (const { slot } of program.sources) open(slot);
  for (const { lowering, inputs, output, frees } of program.steps) {
    if (lowering.kind === 'reshape') {
      const owner = owners[inputs[0] as number] as number;
      owners[output] = owner;
      sharers[owner] = (sharers[owner] as number) + 1;
    } else open(output);
    for (const slot of frees) close(slot);
  }
  return { owners, offsets, bytes: gaps.end };
}
