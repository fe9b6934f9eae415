import { type DeviceValue, isOnHost, type Value } from '../../graph/value.js';
import type { Program, SlotSpec } from '../contract.js';
import type { LinearMemory } from './linear-memory.js';
import { paddedBytes } from './place.js';
import { type Arrangement, isKept } from './plan.js';
import type { Residents } from './residents.js';

/** After so many runs the arena is fitted to the largest of them. */
const fittingInterval = 256;

type Reserved = ReturnType<Residents['reserve']>;

/** What one run needs of the memory beside its plan: its sources, its arena, and room for the results that stay. */
export class RunMemory {
  readonly #memory: LinearMemory;
  readonly #residents: Residents;
  /** The arena serves all runs, one after another. */
  #arena = { offset: 0, bytes: 0 };
  #largest = 0;
  #runs = 0;

  constructor(memory: LinearMemory, residents: Residents) {
    this.#memory = memory;
    this.#residents = residents;
  }

  /** The bytes that runs have to compute with. */
  get arenaBytes(): number {
    return this.#arena.bytes;
  }

  /** Room for so many bytes, until the next call. */
  arena(bytes: number): number {
    this.#largest = Math.max(this.#largest, bytes);
    if (++this.#runs % fittingInterval === 0) {
      if (this.#arena.bytes > 2 * this.#largest) this.#giveArena();
      this.#largest = bytes;
    }
    if (bytes > this.#arena.bytes) {
      this.#giveArena();
      const rounded = Math.ceil(bytes / 64) * 64;
      this.#arena = { offset: this.#residents.take(rounded), bytes: rounded };
    }
    return this.#arena.offset;
  }

  /**
   * Brings a program's sources to memory, has it computed, and takes its results.
   *
   * @param compute gets, by slot, the addresses of what does not lie in the arena
   */
  use(program: Program, arrangement: Arrangement, compute: (addresses: Float64Array) => void): Value[] {
    const addresses = new Float64Array(program.slots.length);
    const kept = new Map<number, Reserved>();
    const uploads = this.#locate(program, addresses);
    let isDone = false;
    try {
      const ofVariables = new Set<number>();
      for (const { slot, stays } of program.results) if (stays) ofVariables.add(arrangement.owners[slot] as number);
      for (const { slot } of program.results) {
        const owner = arrangement.owners[slot] as number;
        if (arrangement.elsewhere[owner] !== isKept || kept.has(owner)) continue;
        const value = this.#residents.reserve(program.slots[owner] as SlotSpec, !ofVariables.has(owner));
        kept.set(owner, value);
        addresses[owner] = value.block?.offset as number;
      }
      compute(addresses);
      const results = this.#results(program, arrangement, addresses, kept);
      isDone = true;
      return results;
    } finally {
      if (!isDone) for (const value of kept.values()) value.release();
      if (uploads.bytes > 0) this.#memory.give(uploads.offset, uploads.bytes);
    }
  }

  /** Writes the addresses of sources; those that do not stay in memory share one block for this run. */
  #locate({ sources, slots }: Program, addresses: Float64Array): { readonly offset: number; readonly bytes: number } {
    let bytes = 0;
    for (let index = 0; index < sources.length; index++) {
      const { slot, value } = sources[index] as Program['sources'][number];
      const spec = slots[slot] as SlotSpec;
      const offset = this.#residents.offsetOf(value, spec);
      if (offset !== undefined) addresses[slot] = offset;
      else {
        // Marks it until the block is there.
        addresses[slot] = -1 - bytes;
        bytes += paddedBytes(spec);
      }
    }
    if (bytes === 0) return { offset: 0, bytes };
    const offset = this.#residents.take(bytes);
    for (let index = 0; index < sources.length; index++) {
      const { slot, value } = sources[index] as Program['sources'][number];
      const address = addresses[slot] as number;
      if (address >= 0) continue;
      addresses[slot] = offset - 1 - address;
      this.#residents.upload(isOnHost(value) ? value : value.download(), addresses[slot] as number);
    }
    return { offset, bytes };
  }

  #results(
    { results, slots, sources }: Program,
    { owners, elsewhere, layout }: Arrangement,
    addresses: Float64Array,
    kept: ReadonlyMap<number, Reserved>,
  ): Value[] {
    const handedOut = new Set<DeviceValue>();
    const values: Value[] = [];
    for (const { slot, stays } of results) {
      const owner = owners[slot] as number;
      const source = stays ? sources.find((each) => each.slot === owner)?.value : undefined;
      const value = kept.get(owner) ?? source;
      if (value !== undefined) {
        const isNew = value === kept.get(owner) && !handedOut.has(value as DeviceValue);
        if (!isOnHost(value)) {
          if (!isNew) value.retain();
          handedOut.add(value);
        }
        values.push(value);
        continue;
      }
      const inArena = elsewhere[owner] === 0;
      const offset = inArena ? this.#arena.offset + (layout.offsets[owner] as number) : (addresses[owner] as number);
      values.push(this.#residents.download(offset, slots[slot] as SlotSpec));
    }
    return values;
  }

  #giveArena(): void {
    if (this.#arena.bytes > 0) this.#memory.give(this.#arena.offset, this.#arena.bytes);
    this.#arena = { offset: 0, bytes: 0 };
  }
}
