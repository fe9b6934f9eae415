// The process of the system `jax-js`.
import { watchLinearMemories } from '../../dist/memory.js';
import { serve } from '../../dist/serve.js';

watchLinearMemories();

await serve(async (problem) => {
  const { prepare } = await import('./workloads.mjs');
  return prepare(problem);
});
