import type { Blas } from './blas.js';
import type { ModuleBuilder, ValueType } from './encoder/index.js';

/** A kernel: byte offsets, sizes and numbers in; it writes its output in linear memory. */
export interface Kernel {
  /** Its place in the backend's table of functions. */
  readonly index: number;
  readonly parameters: readonly ValueType[];
  /** Runs it at once. */
  readonly run: (...values: readonly number[]) => number;
}

/** In the place of a kernel's index in the table: a native product (see native-products.ts). */
export const nativeIndex = -1;

/** Matrix products by a native library. */
export interface NativeKernel {
  readonly blas: Blas;
  readonly kernel: Kernel;
}

/** What kernels may know of their platform. */
export interface KernelOptions {
  /** Whether multiply-adds may be fused (relaxed SIMD). */
  readonly relaxed: boolean;
}

/**
 * What the parts of the backend that compute steps share. They do not run kernels: they say which to launch, with which
 * values. That is recorded, and runs any number of times.
 *
 * So an offset may be one that is not known yet (see address.ts): add to it and subtract from it, but nothing else.
 */
export interface KernelContext {
  readonly options: KernelOptions;
  /** What stands for products by a native library, where there is one. */
  readonly native: NativeKernel | undefined;
  /** How many threads there are to share work. */
  readonly threads: number;
  /**
   * The kernel of that key, built the first time it is asked for. The key says everything that the code depends on:
   * what is computed, in which dtypes, over which kind of access; never a size. `build` exports it as `run`.
   */
  kernel(key: string, build: (module: ModuleBuilder) => void): Kernel;
  /** Runs a kernel on these values, after everything that was launched before. */
  launch(kernel: Kernel, values: readonly number[]): void;
  /** Runs a function of JavaScript on the memory's bytes and these values, after everything that was launched before. */
  host(run: (bytes: Uint8Array, values: readonly number[]) => void, values: readonly number[]): void;
  /** A number that is not known yet, to stand among the values of a launch: the step's number of that index. */
  number(index: number, value: number): number;
  /** A number that is known, of any size. */
  constant(value: number): number;
  /**
   * Records so many lanes of launches, which may run at the same time. Each has scratch bytes of its own. A lane cannot
   * call JavaScript.
   */
  lanes(count: number, record: (lane: number) => void): void;
  /** Bytes for the step alone, 64-aligned, beyond everything else. */
  scratch(bytes: number): number;
}
