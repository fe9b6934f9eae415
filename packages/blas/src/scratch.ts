import type { Ffi } from './ffi.js';

const alignment = 64;

/** Memory of this package's own, outside any backend's. It only grows; what it held is lost then. */
export class Scratch {
  readonly #ffi: Ffi;
  /** Held, so that the memory is not collected. */
  #buffer = new ArrayBuffer(0);
  #address = 0;

  constructor(ffi: Ffi) {
    this.#ffi = ffi;
  }

  /** The address of the first byte, a multiple of 64. It changes when the memory grows. */
  get address(): number {
    return this.#address;
  }

  /** Makes room for so many bytes. */
  reserve(bytes: number): void {
    const needed = bytes + alignment;
    if (needed <= this.#buffer.byteLength) return;
    this.#buffer = new ArrayBuffer(needed);
    this.#address = Math.ceil(Number(this.#ffi.address(this.#buffer)) / alignment) * alignment;
  }
}
