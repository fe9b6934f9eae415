import { supports } from '../platform.js';

/** The part of Node's worker_threads that the pool uses, declared here because the package has no types of Node. */
export interface NodeThreads {
  readonly Worker: new (
    file: unknown,
    options: { readonly workerData: unknown; readonly execArgv: readonly string[]; readonly name: string },
  ) => NodeWorker;
}

export interface NodeWorker {
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  unref(): void;
  terminate(): Promise<unknown>;
}

interface Platform {
  readonly process?: {
    readonly versions?: { readonly node?: string };
    readonly getBuiltinModule?: (name: string) => unknown;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly Worker?: unknown;
}

const platform = (): Platform => globalThis as Platform;

/** Node's worker_threads; undefined in browsers. Asked for at run time, so that bundlers for browsers do not meet it. */
export function nodeThreads(): NodeThreads | undefined {
  return builtin('node:worker_threads') as NodeThreads | undefined;
}

/** Whether this platform can run threads on shared memory: Node can, browsers on cross-origin isolated pages can. */
export function canShareMemory(): boolean {
  if (!supports('threads')) return false;
  if (nodeThreads() !== undefined) return true;
  const { crossOriginIsolated, Worker } = platform();
  return crossOriginIsolated === true && Worker !== undefined;
}

/** How many processors the platform says there are; 1 where it does not say. */
export function processors(): number {
  const os = builtin('node:os') as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? platform().navigator?.hardwareConcurrency ?? 1;
}

/** A module of Node; undefined elsewhere, and in a Node before 20.16, which has no such function. */
function builtin(name: string): unknown {
  const { process } = platform();
  return process?.versions?.node === undefined ? undefined : process.getBuiltinModule?.(name);
}
