import { type AnyTensor, fromArray } from 'adjoint';
import { checksum, inputStream, uniform32 } from '../inputs.js';
import type { ProblemOf } from '../problems.js';
import type { Workload } from '../session.js';

/** −x, and all of it as a JavaScript array: what it takes to copy a large result out. */
export function copyOut({ elements, sets }: ProblemOf<'copy-out'>): Workload {
  const inputs = Array.from(
    { length: sets },
    (_, set): AnyTensor => fromArray(uniform32(elements, inputStream(set, 0)), [elements], { own: true }),
  );
  let copy: ArrayLike<number> = [];
  return {
    run(turn) {
      copy = (inputs[turn % sets] as AnyTensor).neg().dataSync() as Float32Array;
    },
    read: () => ({ copy: checksum(copy) }),
  };
}
