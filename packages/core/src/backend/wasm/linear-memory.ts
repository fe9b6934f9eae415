import { Gaps } from './gaps.js';
import { createMemory, type WasmMemory } from './platform.js';

const pageBytes = 65_536;
/** What 32-bit addresses reach, less a page, so that an end never becomes 2³²; less where a platform has not so many to give. */
const limits = [65_535, 32_768, 16_384];
/** Offset 0 stays unused: it would look like "nothing" in a debugger. */
const firstByte = 64;

/** The memory's bytes under each type. Taken before the memory grew, they may be stale. */
export interface Views {
  readonly bytes: Uint8Array;
  readonly integers: Int32Array;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
}

/** The backend's one memory, and who has which part of it. */
export class LinearMemory {
  readonly memory: WasmMemory;
  /** What the memory can grow to. */
  readonly limitPages: number;
  /** Whether other threads can see it. */
  readonly isShared: boolean;
  readonly #gaps = new Gaps(firstByte);
  #pages = 16;
  #views: Views;

  /** @param shared whether other threads shall see it, if the platform has such a memory */
  constructor(shared = false) {
    const { memory, limitPages, isShared } = createLargest(shared);
    this.memory = memory;
    this.limitPages = limitPages;
    this.isShared = isShared;
    this.#views = viewsOf(memory);
  }

  /**
   * The offset of so many bytes, a multiple of 64 where all requests are. Grows the memory where needed: views taken
   * before are stale.
   *
   * @throws RangeError where the memory cannot grow that far; what was taken before is untouched
   */
  take(bytes: number): number {
    const offset = this.#gaps.take(bytes);
    try {
      this.#growTo(this.#gaps.end);
    } catch (error) {
      this.#gaps.give(offset, bytes);
      throw error;
    }
    return offset;
  }

  give(offset: number, bytes: number): void {
    this.#gaps.give(offset, bytes);
  }

  /** The size of the memory in bytes. */
  get size(): number {
    return this.#pages * pageBytes;
  }

  get views(): Views {
    return this.#views;
  }

  #growTo(bytes: number): void {
    const needed = Math.ceil(bytes / pageBytes);
    if (needed <= this.#pages) return;
    // At least by an eighth, so that a program that grows slowly does not copy the memory each time.
    const wanted = Math.min(this.limitPages, Math.max(needed, Math.ceil(this.#pages * 1.125)));
    for (const pages of needed > this.limitPages ? [] : [wanted, needed]) {
      try {
        this.memory.grow(pages - this.#pages);
        this.#pages = pages;
        this.#views = viewsOf(this.memory);
        return;
      } catch {
        // The second try asks for no more than is needed.
      }
    }
    throw new RangeError(
      `wasm: out of memory: ${showBytes(bytes)} are needed at once, and the memory of ${showBytes(this.size)} cannot ` +
        `grow that far (at most ${showBytes(this.limitPages * pageBytes)}); use smaller batches`,
    );
  }
}

/** The memory that can grow furthest: some platforms refuse one of 4 GiB, a shared one above all. */
function createLargest(shared: boolean): Pick<LinearMemory, 'memory' | 'limitPages' | 'isShared'> {
  let refusal: unknown;
  for (const isShared of shared ? [true, false] : [false]) {
    for (const limitPages of limits) {
      try {
        return { memory: createMemory({ initial: 16, maximum: limitPages, shared: isShared }), limitPages, isShared };
      } catch (error) {
        refusal = error;
      }
    }
  }
  throw new Error('wasm: this platform gives no memory', { cause: refusal });
}

function viewsOf({ buffer }: WasmMemory): Views {
  return {
    bytes: new Uint8Array(buffer),
    integers: new Int32Array(buffer),
    singles: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}

export function showBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(2)} GiB` : `${mebibytes.toFixed(1)} MiB`;
}
