// The process of a system of Adjoint: node adjoint-child.js SYSTEM [--once PROBLEM THREADS]
import { watchLinearMemories } from '../memory.js';
import { UnsupportedError } from '../protocol.js';
import { serve } from '../serve.js';

watchLinearMemories();
const [name = ''] = process.argv.slice(2);

await serve(async (problem, threads) => {
  const { useBackend } = await import('@adjoint/core');
  const { adjointBackends } = await import('./adjoint-backends.js');
  const make = adjointBackends[name];
  if (make === undefined) throw new UnsupportedError(`this version of Adjoint has no ${name}`);
  useBackend(await make({ threads }));
  const { prepareWorkload } = await import('../workloads/index.js');
  return prepareWorkload(problem);
});
