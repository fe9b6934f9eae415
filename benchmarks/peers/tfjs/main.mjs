// The process of the system `tfjs`.
import { watchLinearMemories } from '../../dist/memory.js';
import { serve } from '../../dist/serve.js';

watchLinearMemories();

await serve(async (problem, threads) => {
  const { prepare } = await import('./workloads.mjs');
  return prepare(problem, threads);
});
