import type { HostArray } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import { type DeviceValue, isOnHost, type Value } from '../../graph/value.js';
import type { SlotSpec } from '../contract.js';
import { hostRoom } from './host-room.js';
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
/** Loose values hold at most so many bytes before the oldest ones move to the host. */
const mostLooseBytes = 256 * 2 ** 20;
/** After so many bytes of loose values the collector is reminded of them. */
const ballastBytes = 64 * 2 ** 20;
/**
 * The collector cannot know that small objects stand for many bytes here, and would not come for them. So it is shown an
 * array of as many bytes, which nobody touches, in place of the one before.
 */
const collector = { ballast: new ArrayBuffer(0) };
/** How often idle blocks are looked for, in runs. */
const inspectionInterval = 16;

/** Bytes in memory that stay there between runs, for as long as nobody needs the room. */
interface Block {
  readonly offset: number;
  readonly bytes: number;
  readonly spec: SlotSpec;
  /** The value that lies there, unless nobody asks for it any more. Absent for a copy of what the host has, too. */
  readonly value?: { deref(): ResidentValue | undefined };
  /** Whether a tensor holds the value, and no Variable: then nothing tells when it goes. */
  readonly isLoose?: boolean;
  lastRun: number;
}

/** A computed value: in memory or, under pressure or after a long time without use, moved out to the host. */
class ResidentValue implements DeviceValue {
  readonly #residents: Residents;
  block: Block | undefined;
  moved: HostArray | undefined;
  #holders = 1;

  constructor(residents: Residents, block: Omit<Block, 'value'>) {
    this.#residents = residents;
    this.block = { ...block, value: block.isLoose ? new WeakRef(this) : { deref: () => this } };
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
 * What stays in memory between runs: the values of Variables, large results that nobody has read yet, and copies of sources
 * that many runs use (a data set is uploaded once). All can go at any time, when no run has used them for a while, or
 * when room is needed.
 *
 * Nothing here holds a tensor or a Variable: a model that is dropped costs memory for some time, not for ever.
 */
export class Residents {
  readonly #memory: LinearMemory;
  readonly #uses = new WeakMap<HostArray, number>();
  readonly #copies = new WeakMap<HostArray, Block>();
  readonly #live = new Set<Block>();
  /** Frees what was collected, between turns of the event loop. Until then `mostLooseBytes` bounds it. */
  readonly #collected = new FinalizationRegistry<Block>((block) => this.drop(block));
  #looseBytes = 0;
  /** Bytes of loose values that the collector has not heard of. */
  #uncounted = 0;
  #run = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** Starts a run: what it asks for from now on stays until the next one. */
  startRun(): void {
    this.#run++;
    if (this.#run % inspectionInterval !== 0) return;
    for (const block of this.#live) {
      // A loose value was probably dropped: it waits for the collector.
      if (!block.isLoose && this.#run - block.lastRun > idleRuns) this.#moveOut(block);
    }
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

  /** Room for a value that is computed in this run and stays; `isLoose` where it belongs to no Variable. */
  reserve(spec: SlotSpec, isLoose: boolean): DeviceValue & { readonly block: { readonly offset: number } | undefined } {
    const value = new ResidentValue(this, { ...this.#newBlock(spec), isLoose });
    const block = value.block as Block;
    this.#live.add(block);
    if (isLoose) {
      this.#collected.register(value, block);
      this.#looseBytes += block.bytes;
      this.#uncounted += block.bytes;
      if (this.#uncounted > ballastBytes) {
        collector.ballast = new ArrayBuffer(ballastBytes);
        this.#uncounted = 0;
      }
      if (this.#looseBytes > mostLooseBytes) this.#moveOutLoose();
    }
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
    if (!this.#live.delete(block)) return;
    this.#memory.give(block.offset, block.bytes);
    if (block.isLoose) this.#looseBytes -= block.bytes;
  }

  upload(data: HostArray, offset: number): void {
    this.#memory.views.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  }

  /** A fresh copy of elements. */
  download(offset: number, { shape, dtype }: SlotSpec): HostArray {
    const data = hostRoom(dtype, sizeOf(shape));
    if (data.length === 1) data[0] = this.#read(offset, dtype);
    else {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      bytes.set(this.#memory.views.bytes.subarray(offset, offset + data.byteLength));
    }
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
      value.block = { ...this.#newBlock(spec), value: { deref: () => value } };
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
    const value = block.value?.deref();
    const { offset, spec } = block;
    if (value !== undefined) {
      value.moved = this.download(offset, spec);
      value.block = undefined;
    }
    this.drop(block);
  }

  /** Moves out loose values, the oldest first, until few enough bytes are left. */
  #moveOutLoose(): void {
    for (const block of this.#live) {
      if (this.#looseBytes <= mostLooseBytes) return;
      if (block.isLoose && block.lastRun !== this.#run) this.#moveOut(block);
    }
  }

  /** The bytes that values of Variables hold, results that were not read yet, and copies of sources. */
  holdings(): { readonly variables: number; readonly results: number; readonly sources: number } {
    const bytes = { variables: 0, results: 0, sources: 0 };
    for (const block of this.#live) {
      if (block.value === undefined) bytes.sources += block.bytes;
      else if (block.isLoose) bytes.results += block.bytes;
      else bytes.variables += block.bytes;
    }
    return bytes;
  }

  /** What holds memory, for an error. */
  #holdings(): string {
    const { variables, results, sources } = this.holdings();
    return (
      `values that this run uses or makes hold ${showBytes(variables + results)} of it, copies of its sources ` +
      `${showBytes(sources)}, what it computes the rest`
    );
  }
}
