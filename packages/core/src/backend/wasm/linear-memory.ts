import { Gaps } from './gaps.js';
import { createMemory, type WasmMemory } from './platform.js';

const pageBytes = 65_536;
/** What 32-bit addresses reach, less a page, so that an end never becomes 2³². */
export const limitPages = 65_535;
/** Offset 0 stays unused: it would look like "nothing" in a debugger. */
const firstByte = 64;

/** The backend's one memory, and who has which part of it. */
export class LinearMemory {
  readonly memory: WasmMemory = createMemory({ initial: 16, maximum: limitPages });
  readonly #gaps = new Gaps(firstByte);
  #pages = 16;

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

  bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  #growTo(bytes: number): void {
    const needed = Math.ceil(bytes / pageBytes);
    if (needed <= this.#pages) return;
    // At least by an eighth, so that a program that grows slowly does not copy the memory each time.
    const wanted = Math.min(limitPages, Math.max(needed, Math.ceil(this.#pages * 1.125)));
    for (const pages of [wanted, needed]) {
      try {
        this.memory.grow(pages - this.#pages);
        this.#pages = pages;
        return;
      } catch {
        // The second try asks for no more than is needed.
      }
    }
    throw new RangeError(
      `wasm: out of memory: ${showBytes(bytes)} are needed at once, and the memory of ${showBytes(this.size)} cannot ` +
        `grow that far (at most ${showBytes(limitPages * pageBytes)}); use smaller batches`,
    );
  }
}

function showBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(2)} GiB` : `${mebibytes.toFixed(1)} MiB`;
}
