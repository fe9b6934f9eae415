import type { Routines } from '../../backend/contract.js';
import type { DType } from '../../graph/dtype.js';
import { createNode } from '../../graph/node.js';
import { freezeOp, type Op } from '../../graph/op.js';
import { checkShape, type Shape } from '../../graph/shape.js';
import type { AnyTensor } from '../../graph/tensor.js';
import { defaultGenerator, type Generator } from '../../random/generator.js';

/** What every random op takes. */
export interface RandomOptions {
  /** Where the numbers come from; the default generator, which `seed` restarts, unless given. */
  readonly generator?: Generator;
}

interface DrawAttributes {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly parameters: Routines['random'];
}

/** The key is drawn when the node is built, so reading it twice or recomputing it gives the same numbers. */
const randomOp: Op<DrawAttributes> = freezeOp({
  name: 'random',
  traits: {},
  shape: (_, { shape }) => shape,
  dtype: (_, { dtype }) => dtype,
  vjp: () => undefined,
  batch: () => {
    throw new Error('random: it has no inputs to batch');
  },
  lower: (_, { parameters }) => ({ kind: 'routine', routine: 'random', parameters }),
});

/** Fresh numbers of a distribution: uniform in [0, 1), standard normal, or a permutation of 0, 1, …. */
export function draw(
  op: string,
  distribution: Routines['random']['distribution'],
  shape: Shape,
  dtype: DType,
  generator: Generator = defaultGenerator,
): AnyTensor {
  checkShape(op, shape);
  const parameters = { distribution, key: generator.nextKey() };
  return createNode(randomOp, [], { shape: [...shape], dtype, parameters });
}
