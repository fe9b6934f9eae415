import type { Kind, Problem, ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** The workloads of Adjoint. Only the one that is asked for is loaded, so that `start` measures no other. */
const makers: { readonly [K in Kind]: () => Promise<(problem: ProblemOf<K>) => Workload> } = {
  gemm: async () => (await import('./gemm.js')).gemm,
  mlp: async () => (await import('./mlp.js')).mlp,
  elementwise: async () => (await import('./elementwise.js')).elementwise,
  'softmax-ce': async () => (await import('./softmax-ce.js')).softmaxCe,
  scalar: async () => (await import('./scalar.js')).scalar,
  'rnn-small': async () => (await import('./rnn-small.js')).rnnSmall,
  dynamic: async () => (await import('./dynamic.js')).dynamic,
  hvp: async () => (await import('./hvp.js')).hessianVectorProduct,
  'infer-mlp': async () => (await import('./infer-mlp.js')).inferMlp,
  'copy-out': async () => (await import('./copy-out.js')).copyOut,
  rotation: async () => (await import('./rotation.js')).rotation,
};

/** Makes a problem ready for Adjoint, on the backend in use. */
export async function prepareWorkload(problem: Problem): Promise<Workload> {
  const make = (await makers[problem.kind]()) as (problem: Problem) => Workload;
  return make(problem);
}
