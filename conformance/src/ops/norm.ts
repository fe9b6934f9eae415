import { type AnyTensor, arange, fullLike, where } from '@adjoint/core';
import { softmax } from '@adjoint/nn';
import { linear } from './linalg.js';
import { type Operations, operation, unary } from './operation.js';

/** (x − mean) / √(variance + ε) over the axes, with the population variance. */
function standardize(x: AnyTensor, axes: readonly number[], epsilon: number): AnyTensor {
  const roughlyCentred = x.sub(x.mean(axes, true));
  // The mean is rounded to x's precision, which shows where it is large; what it leaves behind is small.
  const centred = roughlyCentred.sub(roughlyCentred.mean(axes, true));
  return centred.div(x.var(axes, true, 0).add(epsilon).sqrt());
}

/** x·weight + bias, as far as they are given. */
function affine(x: AnyTensor, weight: AnyTensor | undefined, bias: AnyTensor | undefined): AnyTensor {
  const scaled = weight === undefined ? x : x.mul(weight);
  return bias === undefined ? scaled : scaled.add(bias);
}

/** One number a channel, shaped so that it broadcasts along axis 1 of x. */
function perChannel<T extends AnyTensor | undefined>(x: AnyTensor, values: T): AnyTensor | T {
  return values === undefined ? values : values.reshape([-1, ...x.shape.slice(2).map(() => 1)]);
}

function axesFrom(start: number, x: AnyTensor): number[] {
  return x.shape.map((_, axis) => axis).slice(start);
}

/** Each (example, group of channels) standardised. */
function groupNorm(x: AnyTensor, groups: number, epsilon: number): AnyTensor {
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  const grouped = x.reshape([batch, groups, channels / groups, ...spatial]);
  return standardize(grouped, axesFrom(2, grouped), epsilon).reshape(x.shape);
}

function attention(
  q: AnyTensor,
  k: AnyTensor,
  v: AnyTensor,
  mask: AnyTensor | undefined,
  { scale, causal }: { readonly scale: number; readonly causal: boolean },
): AnyTensor {
  let scores: AnyTensor = q.matmul(k.transpose(-2, -1)).mul(scale);
  const minusInfinity = fullLike(scores, Number.NEGATIVE_INFINITY);
  if (causal) {
    const query = arange(scores.shape.at(-2) as number).unsqueeze(-1);
    const key = arange(scores.shape.at(-1) as number);
    scores = where(query.ge(key), scores, minusInfinity);
  }
  if (mask !== undefined) scores = mask.dtype === 'bool' ? where(mask, scores, minusInfinity) : scores.add(mask);
  return softmax(scores, -1).matmul(v);
}

export const normOperations: Operations = {
  attention: operation(['q', 'k', 'v', 'mask?'], ([q, k, v, mask], attributes) =>
    attention(q, k, v, mask, { scale: attributes.number('scale'), causal: attributes.boolean('causal') }),
  ),
  batch_norm: operation(
    ['x', 'running_mean', 'running_var', 'weight?', 'bias?'],
    ([x, runningMean, runningVariance, weight, bias], attributes) => {
      const epsilon = attributes.number('eps');
      const [scale, shift] = [perChannel(x, weight), perChannel(x, bias)];
      if (!attributes.boolean('training')) {
        const deviation = perChannel(x, runningVariance).add(epsilon).sqrt();
        return affine(x.sub(perChannel(x, runningMean)).div(deviation), scale, shift);
      }
      const axes = [0, ...axesFrom(2, x)];
      const momentum = attributes.number('momentum');
      const follow = (old: AnyTensor, batch: AnyTensor): AnyTensor => old.mul(1 - momentum).add(batch.mul(momentum));
      return [
        affine(standardize(x, axes, epsilon), scale, shift),
        follow(runningMean, x.mean(axes)),
        follow(runningVariance, x.var(axes, false, 1)),
      ];
    },
  ),
  group_norm: operation(['x', 'weight?', 'bias?'], ([x, weight, bias], attributes) =>
    affine(
      groupNorm(x, attributes.integer('groups'), attributes.number('eps')),
      perChannel(x, weight),
      perChannel(x, bias),
    ),
  ),
  instance_norm: operation(['x', 'weight?', 'bias?'], ([x, weight, bias], attributes) =>
    affine(standardize(x, axesFrom(2, x), attributes.number('eps')), perChannel(x, weight), perChannel(x, bias)),
  ),
  l2_normalize: unary((x, attributes) =>
    x.div(x.norm(2, attributes.integer('axis'), true).clip(attributes.number('eps'), undefined)),
  ),
  layer_norm: operation(['x', 'weight?', 'bias?'], ([x, weight, bias], attributes) => {
    const axes = axesFrom(x.shape.length - attributes.integers('normalized_shape').length, x);
    return affine(standardize(x, axes, attributes.number('eps')), weight, bias);
  }),
  multi_head_attention: operation(
    ['x', 'in_weight', 'in_bias', 'out_weight', 'out_bias'],
    ([x, inWeight, inBias, outWeight, outBias], attributes) => {
      const [batch = 1, length = 1, width = 1] = x.shape;
      const heads = attributes.integer('heads');
      const perHead = linear(x, inWeight, inBias)
        .reshape([batch, length, 3, heads, width / heads])
        .permute([2, 0, 3, 1, 4]);
      const joined = attention(perHead.slice(0), perHead.slice(1), perHead.slice(2), undefined, {
        scale: 1 / Math.sqrt(width / heads),
        causal: attributes.boolean('causal'),
      });
      return linear(joined.transpose(1, 2).reshape([batch, length, width]), outWeight, outBias);
    },
  ),
  rms_norm: operation(['x', 'weight?'], ([x, weight], attributes) =>
    affine(x.div(x.square().mean(-1, true).add(attributes.number('eps')).sqrt()), weight, undefined),
  ),
};
