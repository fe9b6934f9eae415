import { bytesPerElement, type HostArray } from '../../graph/dtype.js';
import { sizeOf } from '../../graph/shape.js';
import type { SlotSpec } from '../contract.js';
import type { LinearMemory } from './linear-memory.js';
import { paddedBytes } from './place.js';

/** Smaller arrays are uploaded in less time than it takes to look them up. */
const leastBytes = 4096;
/** A Variable's value may serve a few runs before a step replaces it; what serves more is worth keeping. */
const usesUntilKept = 4;
/** Runs without the array after which its copy goes. Nothing waits for the collector, which may never come. */
const idleRuns = 16;

/** A host array's copy in linear memory. It does not hold the array, so that the collector may take that. */
interface Block {
  readonly offset: number;
  readonly bytes: number;
  lastRun: number;
}

/**
 * Keeps in memory the sources that many runs use: a data set is uploaded once. They can go at any time, because the host
 * has them, too: when no run has used them for a while, or when room is needed.
 */
export class ResidentSources {
  readonly #memory: LinearMemory;
  readonly #uses = new WeakMap<HostArray, number>();
  readonly #blocks = new WeakMap<HostArray, Block>();
  readonly #live = new Set<Block>();
  #run = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** Starts a run: what it asks for from now on stays until the next one. */
  startRun(): void {
    this.#run++;
    for (const block of this.#live) if (this.#run - block.lastRun > idleRuns) this.#drop(block);
  }

  /** Where the array lies in memory, or undefined where it is not worth keeping there (yet). */
  offsetOf(data: HostArray, spec: SlotSpec): number | undefined {
    if (data.byteLength < leastBytes) return undefined;
    const known = this.#blocks.get(data);
    if (known !== undefined && this.#live.has(known)) {
      known.lastRun = this.#run;
      return known.offset;
    }
    const uses = (this.#uses.get(data) ?? 0) + 1;
    if (uses < usesUntilKept) {
      this.#uses.set(data, uses);
      return undefined;
    }
    const bytes = paddedBytes(spec);
    const block = { offset: this.take(bytes), bytes, lastRun: this.#run };
    this.#blocks.set(data, block);
    this.#live.add(block);
    upload(this.#memory, data, block.offset, spec);
    return block.offset;
  }

  /** Takes bytes of the memory. Where there is no room, drops what this run has not asked for, and tries again. */
  take(bytes: number): number {
    try {
      return this.#memory.take(bytes);
    } catch (error) {
      const idle = [...this.#live].filter((block) => block.lastRun !== this.#run);
      if (idle.length === 0) throw error;
      for (const block of idle) this.#drop(block);
      return this.#memory.take(bytes);
    }
  }

  #drop(block: Block): void {
    if (this.#live.delete(block)) this.#memory.give(block.offset, block.bytes);
  }
}

/** Copies a host array into memory. */
export function upload(memory: LinearMemory, data: HostArray, offset: number, { shape, dtype }: SlotSpec): void {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, sizeOf(shape) * bytesPerElement[dtype]);
  memory.bytes().set(bytes, offset);
}
