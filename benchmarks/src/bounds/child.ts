// The process of a bound: node child.js NAME [LIBRARY]
import type { Problem } from '../problems.js';
import { serve } from '../serve.js';
import type { Bound } from './bounds.js';
import { inParallel } from './parallel.js';

const [name = '', library = ''] = process.argv.slice(2);

const makers: Readonly<Record<Bound, (problem: Problem, threads: number) => Promise<(turn: number) => void>>> = {
  'bound-multiply-add': (problem, threads) =>
    inParallel(new URL('./multiply-add.js', import.meta.url), problem, threads),
  'bound-products': async (problem) => {
    const [{ bareProducts }, { loadGemm }] = await Promise.all([import('./products.js'), import('./load-gemm.js')]);
    return bareProducts(problem, (dtype) => loadGemm(library, dtype));
  },
  'bound-memory': (problem, threads) => inParallel(new URL('./memory.js', import.meta.url), problem, threads),
  'bound-transcendentals': async (problem, threads) =>
    (await import('./transcendentals.js')).transcendentals(problem, threads),
};

await serve(async (problem, threads) => ({
  run: await makers[name as Bound](problem, threads),
  // Nobody compares what a bound computes.
  read: () => ({ sets: problem.sets }),
}));
