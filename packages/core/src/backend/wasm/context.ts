import type { ModuleBuilder } from './encoder/index.js';

/** A kernel: byte offsets, sizes and numbers in; it writes its output in linear memory. */
export type Kernel = (...values: readonly number[]) => void;

/** What kernels may know of their platform. */
export interface KernelOptions {
  /** Whether multiply-adds may be fused (relaxed SIMD). */
  readonly relaxed: boolean;
}

/** What the parts of the backend that run steps share. */
export interface KernelContext {
  readonly options: KernelOptions;
  /**
   * The kernel of that key, built the first time it is asked for. The key says everything that the code depends on:
   * what is computed, in which dtypes, over which kind of access; never a size. `build` exports it as `run`.
   */
  kernel(key: string, build: (module: ModuleBuilder) => void): Kernel;
  /** Bytes for the step alone, 64-aligned, beyond everything else. May grow the memory: take views afterwards. */
  scratch(bytes: number): number;
  /** The memory's bytes. A view taken before `scratch` may be stale. */
  bytes(): Uint8Array;
}
