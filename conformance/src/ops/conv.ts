import { type AnyTensor, ones, sizeOf, vjp, zeros } from '@adjoint/core';
import type { Attributes } from '../attributes.js';
import { type Operations, operation, unary } from './operation.js';
import { type Sliding, slidingOf, windows } from './windows.js';

/** Cross-correlation: the windows of each group as the rows of a matrix, times the group's weights. */
function convolve(x: AnyTensor, weight: AnyTensor, sliding: Sliding, groups: number): AnyTensor {
  const [batch = 0, channels = 0] = x.shape;
  const [outputs = 0, perGroup = 0, ...kernel] = weight.shape;
  const cut = windows(x, sliding, 0);
  const counts = cut.shape.slice(2, 2 + kernel.length);
  const positions = sizeOf(counts);
  const rows = cut
    .reshape([batch, groups, channels / groups, positions, sizeOf(kernel)])
    .permute([0, 1, 3, 2, 4])
    .reshape([batch, groups, positions, perGroup * sizeOf(kernel)]);
  const columns = weight.reshape([groups, outputs / groups, perGroup * sizeOf(kernel)]).transpose(-2, -1);
  return rows
    .matmul(columns)
    .transpose(-2, -1)
    .reshape([batch, outputs, ...counts]);
}

function addBias(x: AnyTensor, bias: AnyTensor | undefined): AnyTensor {
  return bias === undefined ? x : x.add(bias.reshape([-1, ...x.shape.slice(2).map(() => 1)]));
}

const conv = operation(['x', 'weight', 'bias?'], ([x, weight, bias], attributes) =>
  addBias(convolve(x, weight, slidingOf(attributes, weight.shape.slice(2)), attributes.integer('groups')), bias),
);

/** The adjoint of the convolution in its input, taken from the convolution itself. */
const convTranspose = operation(['x', 'weight', 'bias?'], ([x, weight, bias], attributes) => {
  const groups = attributes.integer('groups');
  const sliding = slidingOf(attributes, weight.shape.slice(2));
  const { kernel, stride, padding, dilation } = sliding;
  const outputPadding = attributes.integers('output_padding');
  const sizes = x.shape.slice(2).map((size, axis) => {
    const at = (list: readonly number[]): number => list[axis] as number;
    return (size - 1) * at(stride) - 2 * at(padding) + at(dilation) * (at(kernel) - 1) + at(outputPadding) + 1;
  });
  const input = zeros([x.shape[0] as number, (weight.shape[1] as number) * groups, ...sizes]).cast(x.dtype);
  const [, pullback] = vjp((z: AnyTensor) => convolve(z, weight, sliding, groups), input);
  return addBias(pullback(x)[0], bias);
});

/** The windows that a pooling op joins, as one last axis. */
function pooled(x: AnyTensor, sliding: Sliding, filler: number, fillerBeyond?: number): AnyTensor {
  const cut = windows(x, sliding, filler, fillerBeyond);
  const rank = x.shape.length;
  return cut.reshape([...cut.shape.slice(0, rank), sizeOf(sliding.kernel)]);
}

const maxPool = unary((x, attributes) => {
  const values = pooled(x, slidingOf(attributes, attributes.integers('kernel')), Number.NEGATIVE_INFINITY);
  return values.gather(values.argmax(-1, true), -1).squeeze(-1);
});

const averagePool = unary((x, attributes) => {
  const sliding = slidingOf(attributes, attributes.integers('kernel'));
  const present = ones([1, 1, ...x.shape.slice(2)]).cast(x.dtype);
  const counted = pooled(present, sliding, attributes.boolean('count_include_pad') ? 1 : 0, 0).sum(-1);
  return pooled(x, sliding, 0).sum(-1).div(counted);
});

export const convOperations: Operations = {
  avg_pool1d: averagePool,
  avg_pool2d: averagePool,
  conv1d: conv,
  conv2d: conv,
  conv_transpose1d: convTranspose,
  conv_transpose2d: convTranspose,
  max_pool1d: maxPool,
  max_pool2d: maxPool,
  unfold: unary((x: AnyTensor, attributes: Attributes) => {
    const kernel = attributes.integers('kernel');
    const cut = windows(x, slidingOf(attributes, kernel), 0);
    const [batch = 0, channels = 0, ...rest] = cut.shape;
    const [counts, spatial] = [rest.slice(0, kernel.length), kernel.map((_, axis) => axis)];
    const order = [0, 1, ...spatial.map((axis) => axis + 2 + kernel.length), ...spatial.map((axis) => axis + 2)];
    return cut.permute(order).reshape([batch, channels * sizeOf(kernel), sizeOf(counts)]);
  }),
};
