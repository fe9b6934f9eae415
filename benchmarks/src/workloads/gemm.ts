import { type AnyTensor, evaluate, fromArray, matmul } from 'adjoint';
import { checksum, inputStream, uniform, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** C = A·B, square. */
export function gemm({ size, dtype, sets }: ProblemOf<'gemm'>): Workload {
  const matrix = (set: number, tensor: number): AnyTensor => {
    const numbers = (dtype === 'float32' ? uniform32 : uniform)(size * size, inputStream(set, tensor));
    return fromArray(numbers, [size, size]);
  };
  const inputs = Array.from({ length: sets }, (_, set) => ({ a: matrix(set, 0), b: matrix(set, 1) }));
  let product: AnyTensor | undefined;
  return {
    run(turn) {
      const { a, b } = inputs[turn % sets] as (typeof inputs)[number];
      product = evaluate(matmul(a, b) as AnyTensor);
    },
    read: () => ({ product: checksum((product as AnyTensor).dataSync()) }),
  };
}
