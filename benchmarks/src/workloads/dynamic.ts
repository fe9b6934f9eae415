import { type AnyTensor, concat, evaluate, fromArray, valueAndGrad } from 'adjoint';
import { checksum, inputStream, parameterStream, treeSplits, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/**
 * A recursive network over a binary tree, h = tanh([left, right]·Wᵀ + b) at each inner node, and the gradients of the
 * mean square of the root in W and b. Every turn has another tree, so no structure repeats.
 */
export function dynamic({ leaves, width, sets }: ProblemOf<'dynamic'>): Workload {
  const draw = (shape: readonly number[], stream: number, scale: number): AnyTensor =>
    fromArray(
      uniform32(
        shape.reduce((size, each) => size * each, 1),
        stream,
        scale,
      ),
      shape,
    );
  const weight = draw([width, 2 * width], parameterStream(0), 0.25);
  const bias = draw([width], parameterStream(1), 0.25);
  const inputs = Array.from({ length: sets }, (_, set) => {
    const rows = uniform32(leaves * width, inputStream(set, 0));
    return Array.from(
      { length: leaves },
      (__, leaf): AnyTensor => fromArray(rows.slice(leaf * width, (leaf + 1) * width), [1, width]),
    );
  });
  const trees = new Map<number, Int32Array>();
  let results: readonly [AnyTensor, AnyTensor[]] | undefined;
  return {
    arrange(first, count) {
      trees.clear();
      for (let turn = first; turn < first + count; turn++) trees.set(turn, treeSplits(leaves, turn));
    },
    run(turn) {
      const splits = trees.get(turn) as Int32Array;
      const points = inputs[turn % sets] as readonly AnyTensor[];
      const loss = ([w, b]: readonly [AnyTensor, AnyTensor]): AnyTensor => {
        const transposed = w.transpose();
        let node = 0;
        const subtree = (first: number, size: number): AnyTensor => {
          if (size === 1) return points[first] as AnyTensor;
          const left = splits[node++] as number;
          const children = [subtree(first, left), subtree(first + left, size - left)] as const;
          return (concat(children, 1) as AnyTensor).matmul(transposed).add(b).tanh();
        };
        return subtree(0, leaves).square().mean();
      };
      results = evaluate(valueAndGrad(loss)([weight, bias])) as unknown as [AnyTensor, AnyTensor[]];
    },
    read: () => {
      const [loss, gradients] = results as readonly [AnyTensor, AnyTensor[]];
      return { loss: Number(loss.item()), gradient: checksum(...gradients.map((each) => each.dataSync())) };
    },
  };
}
