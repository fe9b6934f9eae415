import { checkGradients } from '@adjoint/testing';
import { describe, expect, it } from 'vitest';
import { type AnyTensor, concat, dtypes, stack, type Tensor, vmap } from '../../../src/index.js';
import { expectBatchesLikeLoop, numbered } from '../by-index.js';

/** Every op that moves elements, on a tensor of shape [2, 1, 4] (joins of pieces included). */
const ops: Record<string, (x: Tensor) => AnyTensor> = {
  chunk: (x) => concat(x.chunk(3, -1).reverse(), 2),
  'chunk (one piece)': (x) => x.chunk(3, -1)[1] as AnyTensor,
  concat: (x) => concat([x, x.flip(), x], 1),
  expand: (x) => x.expand([3, 2, 5, 4]),
  flatten: (x) => x.flatten(),
  flip: (x) => x.flip([0, -1]),
  moveAxis: (x) => x.moveAxis(0, -1),
  'pad (circular)': (x) =>
    x.pad(
      [
        [0, 1],
        [1, 0],
        [2, 3],
      ],
      { mode: 'circular' },
    ),
  'pad (constant)': (x) =>
    x.pad(
      [
        [0, 1],
        [2, 0],
        [1, 1],
      ],
      1,
    ),
  'pad (reflect)': (x) =>
    x.pad(
      [
        [1, 0],
        [0, 0],
        [2, 3],
      ],
      { mode: 'reflect' },
    ),
  'pad (replicate)': (x) =>
    x.pad(
      [
        [1, 2],
        [1, 0],
        [0, 3],
      ],
      { mode: 'replicate' },
    ),
  permute: (x) => x.permute([2, 0, 1]),
  repeat: (x) => x.repeat(3, -1),
  reshape: (x) => x.reshape([4, -1]),
  roll: (x) => x.roll(3, -1),
  'roll (flattened)': (x) => x.roll(-3),
  slice: (x) => x.slice(1, null, [1, -1]),
  'slice (backwards)': (x) => x.slice(null, [null, null, -1], [null, null, -2]),
  'slice (empty)': (x) => x.slice([1, 1], null, [3, 1, 2]),
  'slice (steps)': (x) => x.slice([null, null, 2], null, [1, null, 2]),
  split: (x) => concat(x.split([1, 0, 3], 2).reverse(), -1),
  'split (one piece)': (x) => x.split(2, 2)[1],
  squeeze: (x) => x.squeeze(1),
  stack: (x) => stack([x, x.flip()], -1),
  tile: (x) => x.tile([2, 1, 3, 2]),
  transpose: (x) => x.transpose(),
  unbind: (x) => stack(x.unbind(2).reverse(), 0),
  unsqueeze: (x) => x.unsqueeze(-2),
};

describe.each(Object.entries(ops))('%s', (_, op) => {
  it('has the gradient that finite differences give, twice', () => {
    const x = numbered([2, 1, 4], 'float64');
    checkGradients((y: Tensor) => op(y).square(), [x.div(8)], { order: 2 });
  });

  it('batches as a loop does', () => {
    expectBatchesLikeLoop(op, numbered([2, 1, 4]));
  });

  it('moves every dtype alike', () => {
    const expected = [...op(numbered([2, 1, 4])).dataSync()];
    for (const dtype of dtypes) {
      const moved = op(numbered([2, 1, 4], dtype));
      expect(moved.dtype).toBe(dtype);
      expect([...moved.dataSync()]).toEqual(dtype === 'bool' ? expected.map((value) => Number(value !== 0)) : expected);
    }
  });
});

describe('batching of joins', () => {
  it('expands what all examples share', () => {
    const shared = numbered([2, 2]);
    const examples = numbered([3, 2, 2]).mul(10);
    const joined = vmap((x: Tensor) => concat([shared, x], 1))(examples);
    expect(joined.shape).toEqual([3, 2, 4]);
    expect(joined.toArray()).toEqual(examples.unbind(0).map((x) => concat([shared, x], 1).toArray()));
  });
});
