import { allocate, type HostArray } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import { type DeviceValue, isOnHost, type Value } from '../../graph/value.js';
import type { SlotSpec } from '../contract.js';
import { type LinearMemory, showBytes } from './linear-memory.js';
import { paddedBytes } from './place.js';

/** Smaller arrays are uploaded in less time than it takes to look them up. */
const leastBytes = 4096;
/** What a few runs use may be a batch; what more of them use is worth keeping. */
const usesUntilKept = 4;
/**
 * Runs without it after which a block goes: a copy of a source is dropped, a value of a Variable moves to the host, where
 * the collector takes it if its model was dropped. Nothing waits for the collector, which may never come.
 */
const idleRuns = 64;
/** How often idle blocks are looked for, in runs. */
const inspectionInterval = 16;

/** Bytes in memory that stay there between runs, for as long as nobody needs the room. */
interface Block {
  readonly offset: number;
  readonly bytes: number;
  readonly spec: SlotSpec;
  /** Absent for a copy of what the host has, too. */
  readonly value?: ResidentValue;
  lastRun: number;
}

/** A Variable's value: in memory or, under pressure or after a long time without use, moved out to the host. */
class ResidentValue implements DeviceValue {
  readonly #residents: Residents;
  block: Block | undefined;
  moved: HostArray | undefined;
  #holders = 1;

  constructor(residents: Residents, block: Omit<Block, 'value'>) {
    this.#residents = residents;
    this.block = { ...block, value: this };
  }

  belongsTo(residents: Residents): boolean {
    return this.#residents === residents;
  }

  download(): HostArray {
    if (this.moved !== undefined) return this.moved.slice();
    if (this.block === undefined) throw new Error('wasm: a value was read after its last holder had let it go');
    return this.#residents.download(this.block.offset, this.block.spec);
  }

  retain(): void {
    this.#holders++;
  }

  release(): void {
    this.#holders--;
    if (this.#holders > 0) return;
    if (this.block !== undefined) this.#residents.drop(this.block);
    this.block = undefined;
    this.moved = undefined;
  }
}

/**
 * What stays in memory between runs: the values of Variables, and copies of sources that many runs use (a data set is
 * uploaded once). Both can go at any time, when no run has used them for a while, or when room is needed.
 *
 * Nothing here holds a tensor or a Variable: a model that is dropped costs memory for some time, not for ever.
 */
export class Residents {
  readonly #memory: LinearMemory;
  readonly #uses = new WeakMap<HostArray, number>();
  readonly #copies = new WeakMap<HostArray, Block>();
  readonly #live = new Set<Block>();
  #run = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** Starts a run: what it asks for from now on stays until the next one. */
  startRun(): void {
    this.#run++;
    if (this.#run % inspectionInterval !== 0) return;
    for (const block of this.#live) if (this.#run - block.lastRun > idleRuns) this.#moveOut(block);
  }

  /** Where the value lies in memory, or undefined where it is not worth keeping there (yet). */
  offsetOf(value: Value, spec: SlotSpec): number | undefined {
    if (!isOnHost(value)) return this.#offsetOfResident(value, spec);
    if (value.byteLength < leastBytes) return undefined;
    const known = this.#copies.get(value);
    if (known !== undefined && this.#live.has(known)) {
      known.lastRun = this.#run;
      return known.offset;
    }
    const uses = (this.#uses.get(value) ?? 0) + 1;
    if (uses < usesUntilKept) {
      this.#uses.set(value, uses);
      return undefined;
    }
    const block = this.#newBlock(spec);
    this.#live.add(block);
    this.#copies.set(value, block);
    this.upload(value, block.offset);
    return block.offset;
  }

  /** Room for a value that is computed in this run and stays. */
  reserve(spec: SlotSpec): DeviceValue & { readonly block: { readonly offset: number } | undefined } {
    const value = new ResidentValue(this, this.#newBlock(spec));
    this.#live.add(value.block as Block);
    return value;
  }

  /** Takes bytes of the memory. Where there is no room, moves out what this run has not asked for, and tries again. */
  take(bytes: number): number {
    try {
      return this.#memory.take(bytes);
    } catch {
      for (const block of this.#live) if (block.lastRun !== this.#run) this.#moveOut(block);
      try {
        return this.#memory.take(bytes);
      } catch (error) {
        throw new RangeError(`${(error as Error).message}; ${this.#holdings()}`, { cause: error });
      }
    }
  }

  drop(block: Block): void {
    if (this.#live.delete(block)) this.#memory.give(block.offset, block.bytes);
  }

  upload(data: HostArray, offset: number): void {
    this.#memory.views.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  }

  /** A fresh copy of elements. */
  download(offset: number, { shape, dtype }: SlotSpec): HostArray {
    const size = sizeOf(shape);
    const data = allocate(dtype, size);
    if (size === 1) data[0] = this.#read(offset, dtype);
    else new Uint8Array(data.buffer).set(this.#memory.views.bytes.subarray(offset, offset + data.byteLength));
    return data;
  }

  /** One element, without the cost of a view of its own. */
  #read(offset: number, dtype: SlotSpec['dtype']): number {
    const { bytes, integers, singles, doubles } = this.#memory.views;
    switch (dtype) {
      case 'float32':
        return singles[offset / 4] as number;
      case 'float64':
        return doubles[offset / 8] as number;
      case 'int32':
        return integers[offset / 4] as number;
      default:
        return bytes[offset] as number;
    }
  }

  #offsetOfResident(value: DeviceValue, spec: SlotSpec): number | undefined {
    if (!(value instanceof ResidentValue && value.belongsTo(this))) return this.offsetOf(value.download(), spec);
    if (value.block === undefined) {
      const { moved } = value;
      if (moved === undefined) throw new Error('wasm: a value was used after its last holder had let it go');
      value.block = { ...this.#newBlock(spec), value };
      this.#live.add(value.block);
      this.upload(moved, value.block.offset);
      value.moved = undefined;
    }
    value.block.lastRun = this.#run;
    return value.block.offset;
  }

  #newBlock(spec: SlotSpec): Block {
    const bytes = paddedBytes(spec);
    const { shape, dtype } = spec;
    return { offset: this.take(bytes), bytes, spec: { shape, dtype }, lastRun: this.#run };
  }

  #moveOut(block: Block): void {
    const { value, offset, spec } = block;
    if (value !== undefined) {
      value.moved = this.download(offset, spec);
      value.block = undefined;
    }
    this.drop(block);
  }

  /** What holds memory, for an error. */
  #holdings(): string {
    let variables = 0;
    let copies = 0;
    for (const { value, bytes } of this.#live) {
      if (value === undefined) copies += bytes;
      else variables += bytes;
    }
    return (
      `values of Variables that this run uses hold ${showBytes(variables)} of it, copies of its sources ` +
      `${showBytes(copies)}, what it computes the rest`
    );
  }
}
