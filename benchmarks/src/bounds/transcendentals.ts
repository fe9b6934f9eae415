import { type AnyTensor, evaluate, fromArray } from 'adjoint';
import { uniform32 } from '../inputs.js';
import type { Problem } from '../problems.js';
import { UnsupportedError } from '../protocol.js';
import { chooseBackend } from '../systems/adjoint-backends.js';

/** Numbers of one sum: few enough for the cache, and so many that building and starting the sum is no matter. */
const numbersOfSum = 2 ** 20;
const termsOfSum = 8;

/**
 * The bare transcendental functions of a workload by Adjoint's own kernels: y = Σ f(xᵢ) over 8 vectors, often enough, so
 * that nothing large is written.
 */
export async function transcendentals(problem: Problem, threads: number): Promise<(turn: number) => void> {
  const { apply, count } = functionsOf(problem);
  await chooseBackend['adjoint-wasm']?.(threads, '');
  const sums = Math.max(1, Math.round(count / numbersOfSum));
  const length = Math.ceil(count / sums / termsOfSum);
  const vectors = Array.from(
    { length: termsOfSum },
    (_, term): AnyTensor => fromArray(uniform32(length, term), [length], { own: true }),
  );
  return () => {
    for (let sum = 0; sum < sums; sum++) {
      const terms = vectors.map((vector) => apply(vector));
      evaluate(terms.reduce((left, right) => left.add(right)).sum() as AnyTensor);
    }
  };
}

/** Which function, and of how many numbers. */
function functionsOf(problem: Problem): { readonly apply: (x: AnyTensor) => AnyTensor; readonly count: number } {
  switch (problem.kind) {
    case 'elementwise':
      return { apply: (x) => x.tanh(), count: problem.elements };
    case 'softmax-ce':
      // Once for the sum of the exponentials, once for the gradient.
      return { apply: (x) => x.exp(), count: 2 * problem.rows * problem.classes };
    default:
      throw new UnsupportedError('only for workloads that transcendental functions bound');
  }
}
