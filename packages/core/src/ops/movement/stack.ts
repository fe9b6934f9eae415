import { sameShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Safe, ShapesOf, Stack, StackOperands } from '../../types/index.js';
import { concat, type PromoteAll, showShapes } from './concat.js';
import { normaliseNewAxis } from './unsqueeze.js';

/**
 * Tensors of one shape joined along a new axis. Dtypes are promoted. Each input's gradient is its slice of the
 * output's.
 *
 * @example
 * stack([zeros([3]), ones([3])]); // shape [2, 3]
 *
 * @param axis the new axis's place in the result, negative from the end
 * @throws RangeError where there is no tensor, no such axis, or shapes differ
 */
export function stack<const Ts extends readonly AnyTensor[], const A extends number = 0>(
  tensors: StackOperands<Ts, A>,
  axis?: A,
): Tensor<Safe<Stack<ShapesOf<Ts>, A>>, PromoteAll<Ts>>;
export function stack(tensors: readonly AnyTensor[], axis = 0): AnyTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError('stack: there is nothing to join; give at least one tensor');
  const place = normaliseNewAxis('stack', axis, first);
  if (!tensors.every(({ shape }) => sameShape(first.shape, shape))) {
    throw new RangeError(
      `stack: cannot stack ${showShapes(tensors)} along axis ${axis}; all shapes must be equal (to join along an axis use concat)`,
    );
  }
  return concat(
    tensors.map((tensor) => tensor.unsqueeze(place)),
    place,
  );
}
