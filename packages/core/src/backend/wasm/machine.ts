import type { BackendInfo } from '../contract.js';
import type { Blas } from './blas.js';
import type { Executor } from './command-list.js';
import { type NativeKernel, nativeIndex } from './context.js';
import { createDispatcher } from './dispatcher.js';
import type { MemoryType, ValueType } from './encoder/index.js';
import { KernelCache } from './kernel-cache.js';
import { LinearMemory } from './linear-memory.js';
import { createNativeProducts, productValues } from './native-products.js';
import { createLaneRunner, createPool } from './threads/index.js';

export interface MachineOptions {
  readonly relaxed: boolean;
  readonly threads: number;
  readonly blas: Blas | undefined;
}

/** The memory, the kernels on it, and what runs them. */
export interface Machine {
  readonly memory: LinearMemory;
  readonly kernels: KernelCache;
  readonly executor: Executor;
  readonly native: NativeKernel | undefined;
  /** How many threads share work, and how many of them have started. */
  readonly threads: () => Pick<BackendInfo, 'threads' | 'readyThreads'>;
  /** Forgets all kernels. */
  readonly clear: () => void;
}

export function createMachine({ relaxed, threads, blas }: MachineOptions): Machine {
  const memory = new LinearMemory(threads > 1);
  const { limitPages } = memory;
  const memoryType: MemoryType = { minimum: 1, maximum: limitPages, shared: memory.isShared };
  const kernels = new KernelCache({ relaxed }, memory.memory, memoryType, (index, bytes) =>
    pool.addKernel(index, bytes),
  );
  const dispatch = createDispatcher(memory.memory, memoryType, kernels.table);
  const products = blas === undefined ? undefined : createNativeProducts(blas, memory.memory);
  const runLane = createLaneRunner(() => memory.views.integers, dispatch, products?.at);
  const pool = createPool({
    threads,
    memory: memory.memory,
    maximumPages: limitPages,
    take: (bytes) => memory.take(bytes),
    give: (address, bytes) => memory.give(address, bytes),
    runLane,
    ...(blas === undefined ? {} : { extension: blas.extension }),
  });
  const executor: Executor = {
    dispatch,
    native: (address) => products?.at(address),
    runLanes: (lanes) => pool.run(lanes),
  };
  const parameters = new Array<ValueType>(productValues).fill('i32');
  const native =
    blas === undefined || products === undefined
      ? undefined
      : { blas, kernel: { index: nativeIndex, parameters, run: products.run } };
  const clear = (): void => {
    kernels.clear();
    pool.clearKernels();
  };
  return {
    memory,
    kernels,
    executor,
    native,
    threads: () => ({ threads: pool.size, readyThreads: pool.isReady ? pool.size : 1 }),
    clear,
  };
}
