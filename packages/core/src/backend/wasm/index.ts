import type { Value } from '../../graph/value.js';
import type { Backend, BackendInfo, PlanDescription, Program } from '../contract.js';
import type { Blas } from './blas.js';
import { makeBlocks } from './blocks.js';
import { explainPlan } from './explain.js';
import { runAtFirstSight } from './first-sight.js';
import { fuse } from './fuse.js';
import { createMachine } from './machine.js';
import { mergeSame } from './merge.js';
import { type Arrangement, arrange, makePlan, type Plan, runtimeNumbersOf } from './plan.js';
import { PlanCache } from './plan-cache.js';
import { supports } from './platform.js';
import { type GetKernel, Recording } from './recording.js';
import { Residents } from './residents.js';
import { RunMemory } from './run-memory.js';
import { structureOf } from './structure.js';
import { Templates } from './templates.js';
import { canShareMemory, processors, threadCount } from './threads/index.js';
import type { WasmProgram } from './wasm-program.js';

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
  /**
   * How many threads share large work, the calling one among them. Unless said otherwise one for each processor, at most 8;
   * 1 where the platform has no shared memory. The bits are the same.
   */
  readonly threads?: number;
}

/** Programs of more slots have no plan: their addresses would not fit (see address.ts). */
const mostSlots = 2 ** 19;

/**
 * A backend of generated WebAssembly kernels on one linear memory, with 128-bit SIMD.
 *
 * @throws Error where the platform has no WebAssembly SIMD
 * @throws RangeError where `threads` is no number of threads
 */
export function createWasmBackend({
  relaxed = true,
  fused = true,
  blockBytes = 256 * 1024,
  blas,
  threads,
}: WasmBackendOptions = {}): Backend {
  if (!supports('simd')) {
    throw new Error("wasm: this platform has no WebAssembly SIMD; use referenceBackend from '@adjoint/core/reference'");
  }
  const lanes = checkThreads(threads);
  const options = { relaxed: relaxed && supports('relaxed-simd') };
  const machine = createMachine({ ...options, threads: lanes, blas });
  const { memory, kernels, executor, native } = machine;
  const residents = new Residents(memory);
  const runMemory = new RunMemory(memory, residents);
  const getKernel: GetKernel = (key, build) => kernels.get(key, build);
  /** Templates are run by one thread. */
  const newTemplate = (): Recording => new Recording(options, getKernel, native);
  const plans = new PlanCache();
  let templates = new Templates(newTemplate);

  const canPlan = (program: Program): boolean => fused && program.slots.length <= mostSlots;
  const prepare = (program: Program): WasmProgram => makeBlocks(fuse(mergeSame(program)), { lanes, blockBytes });

  const planOf = (program: Program): Plan | undefined => {
    if (!canPlan(program)) return undefined;
    return plans.find(program, () => {
      const structure = structureOf(program);
      const take = (bytes: number): number => residents.take(bytes);
      return makePlan(
        structure,
        prepare(program),
        new Recording(options, getKernel, native, lanes),
        memory,
        take,
        lanes,
      );
    });
  };

  const run = (program: Program): Value[] => {
    if (kernels.isFull) {
      plans.clear();
      templates = new Templates(newTemplate);
      machine.clear();
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

  const info = (): BackendInfo => ({
    name: 'wasm',
    simd: true,
    relaxed: options.relaxed,
    ...machine.threads(),
    blas: blas?.description ?? null,
    memory: { linear: memory.size, ...residents.holdings(), arena: runMemory.arenaBytes, plans: plans.bytes },
    plans: { count: plans.size, hits: plans.hits, misses: plans.misses },
    kernels: kernels.size,
  });

  const explain = (program: Program): PlanDescription => {
    const isPlanned = canPlan(program);
    return explainPlan({
      program,
      prepared: isPlanned ? prepare(program) : program,
      isCached: isPlanned && plans.has(program),
      lanes,
      // Nothing is compiled: what is recorded never runs.
      newRecording: () => new Recording(options, () => ({ index: 0, parameters: [], run: () => 0 }), native, lanes),
    });
  };

  return Object.freeze<Backend>({ name: 'wasm', run, info, explain });
}

function checkThreads(threads: number | undefined): number {
  if (threads === undefined) return threadCount(processors(), canShareMemory());
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`wasm: threads must be a whole number of at least 1, got ${threads}`);
  }
  return canShareMemory() ? threads : 1;
}
