import type { Kernel, KernelOptions } from './context.js';
import {
  type Code,
  call,
  drop,
  f32,
  f64,
  i32,
  type Local,
  local,
  type MemoryType,
  ModuleBuilder,
  type ValueType,
} from './encoder/index.js';
import { createTable, instantiate, type WasmMemory } from './platform.js';

/** Live kernels cost some 20 KiB each. */
const limit = 4096;

/** Each value of a launch in memory has so many bytes, whatever its type. */
export const cellBytes = 8;

/** Kernels by what they compute, and a table in which generated code finds them. */
export class KernelCache {
  readonly table: ReturnType<typeof createTable> = createTable(64);
  readonly #options: KernelOptions;
  readonly #memory: WasmMemory;
  readonly #memoryType: MemoryType;
  readonly #onKernel: (index: number, bytes: Uint8Array) => void;
  readonly #kernels = new Map<string, Kernel>();

  /** @param onKernel is told of each new kernel: its place in the table, and its module */
  constructor(
    options: KernelOptions,
    memory: WasmMemory,
    memoryType: MemoryType,
    onKernel: (index: number, bytes: Uint8Array) => void,
  ) {
    this.#options = options;
    this.#memory = memory;
    this.#memoryType = memoryType;
    this.#onKernel = onKernel;
  }

  /** Whether there are so many kernels that all should go, along with everything that refers to them. */
  get isFull(): boolean {
    return this.#kernels.size >= limit;
  }

  get size(): number {
    return this.#kernels.size;
  }

  clear(): void {
    for (const { index } of this.#kernels.values()) this.table.set(index, null);
    this.#kernels.clear();
  }

  /** The kernel of the key: the export `run` of the module that `build` makes the first time. */
  get(key: string, build: (module: ModuleBuilder) => void): Kernel {
    const known = this.#kernels.get(key);
    if (known !== undefined) return known;
    const module = new ModuleBuilder({
      memory: this.#memoryType,
      relaxed: this.#options.relaxed,
    });
    build(module);
    const { parameters } = exportFromCells(module);
    const bytes = module.bytes();
    const { run, cells } = instantiate(bytes, this.#memory);
    const index = this.#kernels.size;
    if (index >= this.table.length) this.table.grow(this.table.length);
    this.table.set(index, cells);
    this.#onKernel(index, bytes);
    const kernel: Kernel = { index, parameters, run: run as Kernel['run'] };
    this.#kernels.set(key, kernel);
    return kernel;
  }
}

/** Adds an export `cells(pointer)`, which calls `run` on values in memory: one cell each. */
function exportFromCells(module: ModuleBuilder): { readonly parameters: readonly ValueType[] } {
  const { reference, signature } = module.exported('run');
  const { parameters, results } = signature;
  module.export('cells', { parameters: ['i32'], results: [] }, (_, pointer) => {
    const values = parameters.map((type, index) => loads[type](local.get(pointer as Local), index * cellBytes));
    const code = call(reference, ...values);
    return results.length > 0 ? drop(code) : code;
  });
  return { parameters };
}

const unsupported = (): Code => {
  throw new Error('wasm kernel: parameters are i32, f32 or f64');
};

const loads: Readonly<Record<ValueType, (pointer: Code, offset: number) => Code>> = {
  i32: (pointer, offset) => i32.load(pointer, { offset }),
  f32: (pointer, offset) => f32.load(pointer, { offset }),
  f64: (pointer, offset) => f64.load(pointer, { offset }),
  i64: unsupported,
  v128: unsupported,
};
