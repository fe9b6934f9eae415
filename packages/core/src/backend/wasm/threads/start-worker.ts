import type { Start } from './start.js';
import { type NodeThreads, nodeThreads } from './worker-platform.js';

/** A started worker. It does not keep the process alive. */
export interface StartedWorker {
  terminate(): void;
}

interface BrowserWorker {
  onerror: (event: { readonly message?: string; preventDefault(): void }) => void;
  postMessage(message: unknown): void;
  terminate(): void;
}

declare const URL: new (path: string, base?: string) => object;
declare const Worker: new (file: object, options: { type: 'module' }) => BrowserWorker;

/**
 * Starts a thread that runs pool-worker.
 *
 * @param onEnd told why, where it cannot start or ends by itself; the platform says so only while the caller idles
 * @throws Error where the platform refuses to start it
 */
export function startWorker(start: Start, onEnd: (reason: string) => void): StartedWorker {
  const threads = nodeThreads();
  return threads === undefined ? startInBrowser(start, onEnd) : startInNode(threads, start, onEnd);
}

function startInNode({ Worker }: NodeThreads, start: Start, onEnd: (reason: string) => void): StartedWorker {
  // Beside this module, and of its kind: tests run on the sources.
  const file = moduleUrl.replace(/[^/]*(\.\w+)$/, 'pool-worker$1');
  // Not the process's own arguments: a loader that is registered there would start again in each worker.
  const worker = new Worker(new URL(file), { workerData: start, execArgv: [], name: 'adjoint' });
  worker.on('error', (error) => onEnd(String(error)));
  worker.on('exit', (code) => onEnd(`it exited with code ${code}`));
  worker.unref();
  return { terminate: () => void worker.terminate() };
}

const moduleUrl = (import.meta as unknown as { readonly url: string }).url;

function startInBrowser(start: Start, onEnd: (reason: string) => void): StartedWorker {
  // Bundlers know this form, and no other.
  const worker = new Worker(new URL('./pool-worker.js', (import.meta as unknown as { readonly url: string }).url), {
    type: 'module',
  });
  worker.onerror = (event) => {
    event.preventDefault();
    onEnd(event.message ?? 'its file could not be loaded');
  };
  worker.postMessage(start);
  return { terminate: () => worker.terminate() };
}
