import { type AnyTensor, evaluate, fromArray } from 'adjoint';
import { inputStream, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/**
 * Graphs of so many different structures in turn: a chain of ops, of which each is a product or a sum as the bits of the
 * structure's number say.
 */
export function rotation({ ops, structures, sets }: ProblemOf<'rotation'>): Workload {
  const inputs = Array.from({ length: sets }, (_, set): AnyTensor => fromArray(uniform32(8, inputStream(set, 0)), [8]));
  let result: AnyTensor | undefined;
  return {
    run(turn) {
      const structure = turn % structures;
      const a = inputs[turn % sets] as AnyTensor;
      let s = a;
      for (let op = 0; op < ops; op++) s = (structure >> op) & 1 ? s.mul(a) : s.add(a);
      result = evaluate(s);
    },
    read: () => ({ sum: Number((result as AnyTensor).sum().item()) }),
  };
}
