// The process of a system of Adjoint: node adjoint-child.js SYSTEM [LIBRARY] [--once PROBLEM THREADS]
import { watchLinearMemories } from '../memory.js';
import { serve } from '../serve.js';

watchLinearMemories();
const [name = '', library = ''] = process.argv.slice(2);

await serve(async (problem, threads) => {
  const { chooseBackend } = await import('./adjoint-backends.js');
  await chooseBackend[name]?.(threads, library);
  const [{ info }, { prepareWorkload }] = await Promise.all([import('@adjoint/core'), import('../workloads/index.js')]);
  return { ...(await prepareWorkload(problem)), plans: () => info().plans };
});
