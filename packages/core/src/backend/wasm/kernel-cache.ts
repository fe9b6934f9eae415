import type { Kernel, KernelOptions } from './context.js';
import { ModuleBuilder } from './encoder/index.js';
import { instantiate, type WasmMemory } from './platform.js';

/** Live kernels cost some 20 KiB each; the least recently used go first. */
const limit = 2048;

/** Kernels by what they compute. */
export class KernelCache {
  readonly #options: KernelOptions;
  readonly #memory: WasmMemory;
  readonly #maximum: number;
  /** In the order of their last use. */
  readonly #kernels = new Map<string, Kernel>();

  constructor(options: KernelOptions, memory: WasmMemory, maximumPages: number) {
    this.#options = options;
    this.#memory = memory;
    this.#maximum = maximumPages;
  }

  /** The kernel of the key: the export `run` of the module that `build` makes the first time. */
  get(key: string, build: (module: ModuleBuilder) => void): Kernel {
    let kernel = this.#kernels.get(key);
    if (kernel === undefined) {
      const module = new ModuleBuilder({
        memory: { minimum: 1, maximum: this.#maximum },
        relaxed: this.#options.relaxed,
      });
      build(module);
      kernel = instantiate(module.bytes(), this.#memory)['run'] as Kernel;
      if (this.#kernels.size >= limit) this.#kernels.delete(this.#kernels.keys().next().value as string);
    } else {
      this.#kernels.delete(key);
    }
    this.#kernels.set(key, kernel);
    return kernel;
  }
}
