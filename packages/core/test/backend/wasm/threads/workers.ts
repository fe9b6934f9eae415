import type { Worker, WorkerOptions } from 'node:worker_threads';
import { type Mock, vi } from 'vitest';

type WorkerClass = typeof Worker;

/**
 * Puts itself between the pool and Node's workers, until mocks are restored.
 *
 * @param replace changes what a worker is started with, or throws
 * @returns the workers that were started
 */
export function watchWorkers(
  replace: (file: string | URL, options: WorkerOptions) => readonly [string | URL, WorkerOptions] = (...same) => same,
): Worker[] {
  const started: Worker[] = [];
  const real = process.getBuiltinModule;
  const stub = (name: string): unknown => {
    const module = real.call(process, name);
    if (name !== 'node:worker_threads') return module;
    const { Worker } = module as { Worker: WorkerClass };
    class Watched extends Worker {
      constructor(...given: [string | URL, WorkerOptions]) {
        super(...replace(...given));
        started.push(this);
      }
    }
    return { Worker: Watched };
  };
  (vi.spyOn(process, 'getBuiltinModule') as Mock).mockImplementation(stub);
  return started;
}
