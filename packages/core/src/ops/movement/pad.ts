import type { DType } from '../../graph/dtype.js';
import { resolve } from '../../graph/node.js';
import { showShape } from '../../graph/shape.js';
import type { AnyTensor, Tensor } from '../../graph/tensor.js';
import type { Pad, PadArgument, Pads, Safe } from '../../types/index.js';
import { padInterior } from './pad-interior.js';
import { type EdgeMode, edgeModes, padFromEdges } from './pad-modes.js';

/** What {@link pad} fills with. */
export type PadOptions =
  | { readonly mode?: 'constant'; readonly value?: number | boolean }
  | { readonly mode: EdgeMode };

/**
 * Longer along its axes: `pads[axis]` is how many elements to add before and after. They are
 * - `value`, 0 unless said otherwise (`'constant'`);
 * - the mirror image about the edge element, which is not repeated (`'reflect'`): 3 2 | 1 2 3 | 2 1;
 * - the edge element (`'replicate'`): 1 1 | 1 2 3 | 3 3;
 * - the elements from the other end (`'circular'`): 2 3 | 1 2 3 | 1 2.
 *
 * The gradient of an element is summed over all places it was copied to.
 *
 * @example
 * pad(tensor([1, 2, 3]), [[1, 2]]); // [0, 1, 2, 3, 0, 0]
 * pad(tensor([1, 2, 3]), [[1, 2]], { mode: 'replicate' }); // [1, 1, 2, 3, 3, 3]
 *
 * @throws RangeError unless there is one pair of counts of at least 0 for each axis; where an axis is too short to
 * reflect or to go round; where an integer tensor is padded with a value that it cannot hold
 */
export function pad<X extends AnyTensor, const P extends Pads>(
  x: X,
  pads: PadArgument<X['shape'], P>,
  options?: number | boolean | PadOptions,
): Tensor<Safe<Pad<X['shape'], P>>, X['dtype']>;
export function pad(x: AnyTensor, pads: Pads, options: number | boolean | PadOptions = 0): AnyTensor {
  const node = resolve(x);
  checkPads(node, pads);
  const { mode = 'constant', value = 0 }: { mode?: string; value?: number | boolean } =
    typeof options === 'object' ? options : { value: options };
  if (mode !== 'constant') {
    if (isEdgeMode(mode)) return padFromEdges(node, pads, mode);
    throw new RangeError(`pad: there is no mode '${mode}'; use 'constant', 'reflect', 'replicate' or 'circular'`);
  }
  const filler = toFiller(value, node.dtype);
  if (pads.every(([before, after]) => before === 0 && after === 0)) return node;
  return padInterior(node, {
    before: pads.map(([before]) => before),
    after: pads.map(([, after]) => after),
    interior: pads.map(() => 0),
    value: filler,
  });
}

function isEdgeMode(mode: string): mode is EdgeMode {
  return (edgeModes as readonly string[]).includes(mode);
}

function checkPads({ shape }: AnyTensor, pads: Pads): void {
  const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;
  const legal = pads.every((pair) => pair.length === 2 && pair.every(isCount));
  if (pads.length !== shape.length || !legal) {
    throw new RangeError(
      `pad: ${JSON.stringify(pads)} does not fit ${showShape(shape)}; give one [before, after] for each axis, ` +
        'integers of at least 0 (to shorten an axis use slice)',
    );
  }
}

const integerRanges = { int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 255], bool: [0, 1] } as const;

function toFiller(value: number | boolean, dtype: DType): number {
  const filler = Number(value);
  if (dtype === 'float32' || dtype === 'float64') return filler;
  const [low, high] = integerRanges[dtype];
  if (!Number.isInteger(filler) || filler < low || filler > high) {
    throw new RangeError(
      `pad: a ${dtype} tensor cannot hold ${filler}; use an integer from ${low} to ${high}, or cast first`,
    );
  }
  return filler;
}

declare module '../../graph/tensor.js' {
  interface TensorOps {
    /** Longer along its axes, by a value or copies of its own elements; see {@link pad}. */
    pad<Me extends AnyTensor, const P extends Pads>(
      this: Me,
      pads: PadArgument<Me['shape'], P>,
      options?: number | boolean | PadOptions,
    ): Tensor<Safe<Pad<Me['shape'], P>>, Me['dtype']>;
  }
}
