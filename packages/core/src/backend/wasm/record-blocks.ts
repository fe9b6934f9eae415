import { bytesPerElement } from '../../graph/dtype.js';
import { sizeOf, stridesOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';
import { partialRowBytes, runPartial } from './kernels/reduce-partial.js';
import type { Location } from './location.js';
import { paddedBytes } from './place.js';
import { recordIndexCheck, recordStep } from './record-step.js';
import type { Recording } from './recording.js';
import type { BlockedLowering, FusedRead, WasmStep } from './wasm-program.js';

/** A range of units. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** What recording a blocked step needs to know of the plan. */
export interface BlockSurroundings {
  readonly slots: readonly SlotSpec[];
  readonly owners: ArrayLike<number>;
  readonly lanes: number;
  /** Where a slot lies that is not local. */
  readonly at: (slot: number) => Location;
  /** Prepares the recording for the numbers of a step. */
  readonly begin: (step: WasmStep) => void;
}

/** Records steps block by block: lanes get runs of blocks, and each lane has room for what is local to a block. */
export function recordBlocks(recording: Recording, lowering: BlockedLowering, surroundings: BlockSurroundings): void {
  const { units, unitsPerBlock, local, steps } = lowering;
  const { slots, owners, at, begin } = surroundings;
  const count = Math.ceil(units / unitsPerBlock);
  const lanes = Math.min(surroundings.lanes, count);
  const unitBytes = (slot: number): number => {
    const { shape, dtype } = slots[slot] as SlotSpec;
    return (sizeOf(shape) / units) * bytesPerElement[dtype];
  };
  for (const step of steps) recordIndexCheck(recording, step, at);
  recording.lanes(lanes, (lane) => {
    const rooms = new Map<number, number>();
    for (const slot of local) {
      rooms.set(slot, recording.laneScratch(paddedBytes(blockSpec(slots[slot] as SlotSpec, units, unitsPerBlock))));
    }
    const first = Math.floor((count * lane) / lanes);
    const end = Math.floor((count * (lane + 1)) / lanes);
    for (let index = first; index < end; index++) {
      const block = { from: index * unitsPerBlock, to: Math.min(units, (index + 1) * unitsPerBlock) };
      const length = block.to - block.from;
      /** The block's units of a slot. */
      const part = (slot: number): Location => {
        const room = rooms.get(owners[slot] as number);
        const spec = blockSpec(slots[slot] as SlotSpec, units, length);
        return { ...spec, offset: room ?? at(slot).offset + block.from * unitBytes(slot) };
      };
      for (const step of steps) {
        if (step.lowering.kind === 'reshape') continue;
        begin(step);
        recordPart(recording, step, block, part, at, (slot) => rooms.has(owners[slot] as number));
      }
    }
  });
}

function recordPart(
  recording: Recording,
  step: WasmStep,
  block: Block,
  part: (slot: number) => Location,
  whole: (slot: number) => Location,
  isLocal: (slot: number) => boolean,
): void {
  const { lowering, inputs, output } = step;
  if (lowering.kind === 'partial') {
    const { reduction } = lowering;
    const results = whole(output);
    const row = (block.from / reduction.pieceRows) * reduction.fold;
    const target = { ...results, offset: results.offset + row * partialRowBytes(reduction) };
    runPartial(recording, reduction, part(inputs[0] as number), block.to - block.from, target);
    return;
  }
  if (lowering.kind !== 'fused') {
    recordStep(recording, step, part, true);
    return;
  }
  // Reads through strides start at the block's first unit; of a local slot there is nothing before it.
  const readThrough = new Set(lowering.reads.flatMap(({ slot, strides }) => (strides && !isLocal(slot) ? [slot] : [])));
  const shape = part(output).shape;
  const unit = sizeOf(shape) / (block.to - block.from);
  const reads = lowering.reads.map((read): FusedRead => {
    const { slot, strides, start = 0 } = read;
    if (!readThrough.has(slot)) return read;
    if (strides === undefined) return { slot, strides: stridesOf(shape), start: block.from * unit };
    return { ...read, strides, start: start + block.from * (strides[0] as number) };
  });
  const at = (slot: number): Location => (readThrough.has(slot) ? whole(slot) : part(slot));
  recordStep(recording, { ...step, lowering: { ...lowering, reads } }, at);
}

/** So many units of a slot. */
function blockSpec({ shape, dtype }: SlotSpec, units: number, count: number): SlotSpec {
  if (shape[0] === units) return { shape: [count, ...shape.slice(1)], dtype };
  return { shape: [(sizeOf(shape) / units) * count], dtype };
}
