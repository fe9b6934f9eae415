import type { Holding, MemoryReport } from './protocol.js';

/** As much of WebAssembly as is watched here. */
interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}
interface WebAssemblyGlobal {
  Memory: new (descriptor: unknown) => LinearMemory;
}

/** The linear memories made since {@link watchLinearMemories}. */
const memories: LinearMemory[] = [];

/**
 * Notes every WebAssembly memory that is made from now on, whoever makes it. It must come before the library to be
 * watched is loaded. Memories that a module makes for itself and exports stay unseen.
 */
export function watchLinearMemories(): void {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal };
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, [descriptor]: [unknown]) {
      const memory = new target(descriptor);
      memories.push(memory);
      return memory;
    },
  });
}

/** The size of all watched linear memories, and how much of it the engine counts as external memory. */
export interface LinearSize {
  readonly bytes: number;
  readonly external: number;
}

export function linearSize(): LinearSize {
  let [bytes, external] = [0, 0];
  for (const { buffer } of memories) {
    bytes += buffer.byteLength;
    // A shared one belongs to no engine.
    if (buffer instanceof ArrayBuffer) external += buffer.byteLength;
  }
  return { bytes, external };
}

/**
 * What a process holds half-way through many steps and at their end. Each half stops when its share of the time is
 * over; the report says how many steps it was.
 */
export async function memoryOf(
  step: () => Promise<number>,
  steps: number,
  seconds: number,
  linear: () => LinearSize,
): Promise<MemoryReport> {
  let [done, ms] = [0, 0];
  const runUntil = async (lastStep: number, share: number): Promise<Holding> => {
    while (done < lastStep && ms < 1000 * seconds * share) {
      ms += await step();
      done++;
      // Timers and finalisers have their turn now and then, as in any program.
      if (done % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return holding(linear);
  };
  const half = await runUntil(Math.ceil(steps / 2), 0.5);
  const end = await runUntil(Math.min(steps, 2 * done), 1);
  return { steps: done, ms: ms / done, peak: process.resourceUsage().maxRSS * 1024, half, end };
}

async function holding(linear: () => LinearSize): Promise<Holding> {
  if (globalThis.gc === undefined) return { linear: linear().bytes, heap: null };
  // What the first collection lets go of, the engine frees when it finds the time, or in the second one.
  globalThis.gc();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const { bytes, external: counted } = linear();
  return { linear: bytes, heap: heapUsed + external - counted };
}
