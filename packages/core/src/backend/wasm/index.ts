import type { Value } from '../../graph/value.js';
import type { Backend, Program } from '../contract.js';
import type { Blas } from './blas.js';
import { makeBlocks } from './blocks.js';
import type { Executor } from './command-list.js';
import { type NativeKernel, nativeIndex } from './context.js';
import { createDispatcher } from './dispatcher.js';
import type { ValueType } from './encoder/index.js';
import { runAtFirstSight } from './first-sight.js';
import { fuse } from './fuse.js';
import { KernelCache } from './kernel-cache.js';
import { LinearMemory, limitPages } from './linear-memory.js';
import { mergeSame } from './merge.js';
import { createNativeProducts, type NativeProducts, productValues } from './native-products.js';
import { type Arrangement, arrange, makePlan, type Plan, runtimeNumbersOf } from './plan.js';
import { PlanCache } from './plan-cache.js';
import { supports } from './platform.js';
import { Recording } from './recording.js';
import { Residents } from './residents.js';
import { RunMemory } from './run-memory.js';
import { structureOf } from './structure.js';
import { Templates } from './templates.js';

export interface WasmBackendOptions {
  /** Fuses multiply-adds (relaxed SIMD) where the platform can; true unless said otherwise. */
  readonly relaxed?: boolean;
  /** Makes plans of structures that come back, and fuses their steps; true unless said otherwise. The bits are the same. */
  readonly fused?: boolean;
  /**
   * Steps of a plan that touch much memory are computed in blocks that touch about so many bytes each; 256 KiB, which
   * fits second-level caches, unless said otherwise. The bits are the same.
   */
  readonly blockBytes?: number;
  /** Computes matrix products; `loadBlas` of `@adjoint/blas` makes one. */
  readonly blas?: Blas;
}

/** Programs of more slots have no plan: their addresses would not fit (see address.ts). */
const mostSlots = 2 ** 19;

/**
 * A backend of generated WebAssembly kernels on one linear memory, with 128-bit SIMD.
 *
 * @throws Error where the platform has no WebAssembly SIMD
 */
export function createWasmBackend({
  relaxed = true,
  fused = true,
  blockBytes = 256 * 1024,
  blas,
}: WasmBackendOptions = {}): Backend {
  if (!supports('simd')) {
    throw new Error("wasm: this platform has no WebAssembly SIMD; use referenceBackend from '@adjoint/core/reference'");
  }
  const options = { relaxed: relaxed && supports('relaxed-simd') };
  const lanes = 1;
  const memory = new LinearMemory();
  const kernels = new KernelCache(options, memory.memory, limitPages);
  const dispatch = createDispatcher(memory.memory, limitPages, kernels.table);
  const residents = new Residents(memory);
  const runMemory = new RunMemory(memory, residents);
  const products = blas === undefined ? undefined : createNativeProducts(blas, memory.memory);
  const native = blas === undefined || products === undefined ? undefined : nativeKernel(blas, products);
  const executor: Executor = {
    dispatch,
    native: (address) => products?.at(address),
    runLanes: (list) => {
      for (const { address, count } of list) dispatch(address, count);
    },
  };
  const newRecording = (): Recording => new Recording(options, (key, build) => kernels.get(key, build), native);
  const plans = new PlanCache();
  let templates = new Templates(newRecording);

  const planOf = (program: Program): Plan | undefined => {
    if (!fused || program.slots.length > mostSlots) return undefined;
    return plans.find(program, () => {
      const structure = structureOf(program);
      const take = (bytes: number): number => residents.take(bytes);
      const ready = makeBlocks(fuse(mergeSame(program)), { lanes, blockBytes });
      return makePlan(structure, ready, newRecording(), memory, take, lanes);
    });
  };

  const run = (program: Program): Value[] => {
    if (kernels.isFull) {
      plans.clear();
      templates = new Templates(newRecording);
      kernels.clear();
    }
    residents.startRun();
    const plan = planOf(program);
    const arrangement: Arrangement = plan ?? arrange(program, true);
    return runMemory.use(program, arrangement, (addresses) => {
      if (plan === undefined) runAtFirstSight(program, arrangement, templates, addresses, runMemory, memory);
      else {
        const arena = runMemory.arena(plan.arenaBytes);
        plan.commands.run(executor, { arena, addresses, numbers: runtimeNumbersOf(plan, program) });
      }
    });
  };
  return Object.freeze<Backend>({ name: 'wasm', run });
}

/** What stands for native products among kernels. */
function nativeKernel(blas: Blas, { run }: NativeProducts): NativeKernel {
  const parameters = new Array<ValueType>(productValues).fill('i32');
  return { blas, kernel: { index: nativeIndex, parameters, run } };
}
