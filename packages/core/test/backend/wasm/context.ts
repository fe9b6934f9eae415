import { expect } from 'vitest';
import type { SlotSpec } from '../../../src/backend/contract.js';
import type { Buffer } from '../../../src/backend/reference/buffer.js';
import type { Kernel, KernelContext } from '../../../src/backend/wasm/context.js';
import { ModuleBuilder } from '../../../src/backend/wasm/encoder/index.js';
import type { Location } from '../../../src/backend/wasm/location.js';
import { createMemory, instantiate } from '../../../src/backend/wasm/platform.js';
import { allocate, type DType, type HostArray } from '../../../src/graph/dtype.js';
import { type Shape, sizeOf } from '../../../src/graph/shape.js';

const pageBytes = 65_536;
/** Between locations, and what it is filled with: a kernel that writes there is found out. */
const guardBytes = 64;
const guard = 0xa5;

/** A real linear memory for tests of kernels. Kernels stay; `reset` forgets the locations. */
export class TestContext implements KernelContext {
  readonly options: { readonly relaxed: boolean };
  readonly native = undefined;
  readonly threads: number;
  readonly #memory = createMemory({ initial: 4 });
  readonly #kernels = new Map<string, Kernel>();
  readonly #locations: Location[] = [];
  #end = 64;
  #shift = 0;

  constructor(relaxed = false, threads = 1) {
    this.options = { relaxed };
    this.threads = threads;
  }

  kernel(key: string, build: (module: ModuleBuilder) => void): Kernel {
    let kernel = this.#kernels.get(key);
    if (kernel === undefined) {
      const module = new ModuleBuilder({ memory: { minimum: 1 }, relaxed: this.options.relaxed });
      build(module);
      const { parameters } = module.exported('run').signature;
      const run = instantiate(module.bytes(), this.#memory)['run'] as Kernel['run'];
      kernel = { index: this.#kernels.size, parameters, run };
      this.#kernels.set(key, kernel);
    }
    return kernel;
  }

  /** Runs it at once: every address is known. */
  launch(kernel: Kernel, values: readonly number[]): void {
    kernel.run(...values);
  }

  host(run: (bytes: Uint8Array, values: readonly number[]) => void, values: readonly number[]): void {
    run(this.bytes(), values);
  }

  lanes(count: number, record: (lane: number) => void): void {
    for (let lane = 0; lane < count; lane++) record(lane);
  }

  number(_: number, value: number): number {
    return value;
  }

  constant(value: number): number {
    return value;
  }

  scratch(bytes: number): number {
    const offset = this.#end;
    this.#end = Math.ceil((offset + bytes + 16) / 64) * 64;
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    // What a step before left there.
    this.bytes().fill(guard, offset, this.#end);
    return offset;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  /** Forgets all locations; the next one is `shift` times 16 bytes further. */
  reset(shift = 0): void {
    this.#locations.length = 0;
    this.#end = 64 + 64 * Math.floor(shift / 4);
    this.#shift = 16 * (shift % 4);
  }

  /** A location that holds garbage. */
  place({ shape, dtype }: SlotSpec): Location {
    const size = allocate(dtype, 0).BYTES_PER_ELEMENT * sizeOf(shape);
    const offset = this.scratch(guardBytes + this.#shift + size + guardBytes) + guardBytes + this.#shift;
    const location = { shape, dtype, offset };
    this.#locations.push(location);
    return location;
  }

  /** A location that holds the elements. */
  write({ shape, dtype, data }: Buffer): Location {
    const location = this.place({ shape, dtype });
    this.view(location).set(data);
    return location;
  }

  /** A copy of the elements. */
  read(location: Location): HostArray {
    return this.view(location).slice();
  }

  /** Whether the bytes around every location are as they were. */
  isTidy(): boolean {
    const bytes = this.bytes();
    return this.#locations.every((location) => {
      const end = location.offset + this.view(location).byteLength;
      const around = [
        bytes.subarray(location.offset - guardBytes, location.offset),
        bytes.subarray(end, end + guardBytes),
      ];
      return around.every((part) => part.every((byte) => byte === guard));
    });
  }

  view({ shape, dtype, offset }: Location): HostArray {
    const { buffer } = this.#memory;
    const size = sizeOf(shape);
    switch (dtype) {
      case 'float32':
        return new Float32Array(buffer, offset, size);
      case 'float64':
        return new Float64Array(buffer, offset, size);
      case 'int32':
        return new Int32Array(buffer, offset, size);
      case 'uint8':
      case 'bool':
        return new Uint8Array(buffer, offset, size);
    }
  }
}

/** A buffer of these elements. */
export function bufferOf(dtype: DType, shape: Shape, values: ArrayLike<number>): Buffer {
  const data = allocate(dtype, sizeOf(shape));
  data.set(values);
  return { dtype, shape, data };
}

/** Element by element, where NaN is NaN and 0 is not −0. */
export function expectEqual(got: ArrayLike<number>, right: ArrayLike<number>): void {
  expect(got.length).toBe(right.length);
  for (let index = 0; index < right.length; index++) {
    if (!Object.is(got[index], right[index])) expect(got[index], `element ${index}`).toBe(right[index]);
  }
}
