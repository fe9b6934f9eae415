// A program of its own: loads the BLAS in the main thread, in workers, or in both, and prints what each found.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { loadBlas } from '@adjoint/blas';

export interface ThreadReport {
  readonly core: string | undefined;
  readonly path: string;
  /** The bits of a product of numbers that are the same everywhere. */
  readonly product: readonly number[];
}

export interface ProcessReport {
  readonly main: readonly ThreadReport[];
  readonly workers: readonly ThreadReport[];
  /** Threads that loading in the main thread started; null where the system does not tell. */
  readonly threads: number | null;
  /** What the environment has afterwards. */
  readonly environment: Readonly<Record<string, string | null>>;
}

const size = 40;

function report(path?: string): ThreadReport {
  const blas = loadBlas(path === undefined ? {} : { path });
  const memory = new SharedArrayBuffer(3 * 4 * size * size);
  const elements = new Float32Array(memory).map((_, index) => Math.sin(index));
  new Float32Array(memory).set(elements);
  const sizes = { m: size, n: size, k: size, lda: size, ldb: size, ldc: size };
  const multiply = blas.prepare({
    dtype: 'float32',
    ...sizes,
    transposeA: false,
    transposeB: true,
    accumulate: false,
  });
  const base = blas.address(memory);
  // Long enough that workers overlap.
  for (let i = 0; i < 20_000; i++) multiply(base, base + 4 * size * size, base + 8 * size * size);
  const { core } = blas.description;
  return { core, path: blas.description.path, product: [...new Float32Array(memory, 8 * size * size)] };
}

function inWorker(path?: string): Promise<ThreadReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { path } });
    let result: ThreadReport | undefined;
    worker.on('message', (message: ThreadReport) => {
      result = message;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (result === undefined) reject(new Error(`the worker ended with ${code} and said nothing`));
      else resolve(result);
    });
  });
}

function countThreads(): number | null {
  try {
    return readdirSync('/proc/self/task').length;
  } catch {
    return null;
  }
}

async function main(order: string): Promise<ProcessReport> {
  const main: ThreadReport[] = [];
  const before = countThreads();
  if (order === 'main-first') main.push(report());
  const after = countThreads();
  const workers = await Promise.all([inWorker(main[0]?.path), inWorker(main[0]?.path)]);
  main.push(report());
  const names = ['OPENBLAS_CORETYPE', 'OPENBLAS_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS'];
  return {
    main,
    workers,
    threads: before === null || after === null ? null : after - before,
    environment: Object.fromEntries(names.map((name) => [name, process.env[name] ?? null])),
  };
}

if (isMainThread) process.stdout.write(JSON.stringify(await main(process.argv[2] as string)));
else parentPort?.postMessage(report((workerData as { path?: string }).path));
