import type { WasmMemory } from '../platform.js';

/** Before a kernel's bytes: the next entry's address or 0, the kernel's index, and how many bytes it has. */
const headerBytes = 16;
/** Room is taken for many kernels at once, so that these do not lie scattered between larger things. */
const chunkBytes = 65_536;

interface Chunk {
  readonly address: number;
  readonly bytes: number;
}

/**
 * The bytes of all kernels as a linked list in shared memory, where workers find those that they need. Workers read it
 * during jobs only, and between jobs the caller writes.
 */
export class KernelLog {
  /** How often the list was cleared, and the address of its first entry or 0. */
  readonly head: Int32Array;
  readonly #memory: WasmMemory;
  readonly #take: (bytes: number) => number;
  readonly #give: (address: number, bytes: number) => void;
  readonly #chunks: Chunk[] = [];
  /** Of the last chunk. */
  #usedBytes = 0;
  #lastEntry = 0;

  /** @param headAddress where 8 bytes are for the list's head */
  constructor(
    memory: WasmMemory,
    headAddress: number,
    take: (bytes: number) => number,
    give: (address: number, bytes: number) => void,
  ) {
    this.#memory = memory;
    this.#take = take;
    this.#give = give;
    this.head = new Int32Array(memory.buffer, headAddress, 2).fill(0);
  }

  add(index: number, kernel: Uint8Array): void {
    const address = this.#room(headerBytes + kernel.length);
    const { buffer } = this.#memory;
    new Int32Array(buffer, address, 3).set([0, index, kernel.length]);
    new Uint8Array(buffer, address + headerBytes, kernel.length).set(kernel);
    if (this.#lastEntry === 0) this.head[1] = address;
    else new Int32Array(buffer, this.#lastEntry, 1)[0] = address;
    this.#lastEntry = address;
  }

  clear(): void {
    for (const { address, bytes } of this.#chunks) this.#give(address, bytes);
    this.#chunks.length = 0;
    this.#lastEntry = 0;
    this.head[0] = (this.head[0] as number) + 1;
    this.head[1] = 0;
  }

  #room(bytes: number): number {
    const rounded = Math.ceil(bytes / headerBytes) * headerBytes;
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#usedBytes + rounded > chunk.bytes) {
      const size = Math.max(chunkBytes, Math.ceil(rounded / 64) * 64);
      chunk = { address: this.#take(size), bytes: size };
      this.#chunks.push(chunk);
      this.#usedBytes = 0;
    }
    const address = chunk.address + this.#usedBytes;
    this.#usedBytes += rounded;
    return address;
  }
}
