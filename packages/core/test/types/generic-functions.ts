/** Functions over unknown sizes: their bodies type-check without a cast. */

import { einsum, type Tensor, zeros } from '../../src/index.js';
import { exactly } from './equal.js';

type Shape = readonly number[];
type Float<S extends Shape> = Tensor<S, 'float32'>;

export function layer<B extends number>(
  x: Float<[B, 784]>,
  weight: Float<[784, 10]>,
  bias: Float<[10]>,
): Float<[B, 10]> {
  return x.matmul(weight).add(bias).relu();
}

export function linear<B extends number, In extends number, Out extends number>(
  x: Float<[B, In]>,
  weight: Float<[In, Out]>,
  bias: Float<[Out]>,
): Float<[B, Out]> {
  return x.matmul(weight).add(bias);
}

function softmax<B extends number, T extends number>(scores: Float<[B, T, T]>): Float<[B, T, T]> {
  return scores.sub(scores.logsumexp(-1, true)).exp();
}

export function attention<B extends number, T extends number, C extends number>(
  query: Float<[B, T, C]>,
  key: Float<[B, T, C]>,
  value: Float<[B, T, C]>,
): Float<[B, T, C]> {
  return softmax(query.matmul(key.transpose()).mul(0.125)).matmul(value);
}

export function attentionByEinsum<B extends number, T extends number, C extends number>(
  query: Float<[B, T, C]>,
  key: Float<[B, T, C]>,
  value: Float<[B, T, C]>,
): Float<[B, T, C]> {
  const scores = einsum('bqc,bkc->bqk', query, key);
  return einsum('bqk,bkc->bqc', softmax(scores), value);
}

export function splitHeads<B extends number, T extends number>(x: Float<[B, T, 96]>): Float<[B, 8, T, 12]> {
  return x.reshape([x.shape[0], x.shape[1], 8, 12]).permute([0, 2, 1, 3]);
}

export function standardise<B extends number, C extends number>(x: Float<[B, C]>, gain: Float<[C]>): Float<[B, C]> {
  const mean = x.mean(-1, true);
  return x.add(mean.mul(-1)).mul(gain);
}

export function meetsNumber<B extends number>(x: Float<[B, 784]>, y: Float<[number, 784]>): Float<[B, 784]> {
  return x.add(y);
}

export function flattenImages<B extends number>(x: Float<[B, 28, 28]>): Float<[B, 784]> {
  return x.reshape([x.shape[0], -1]);
}

export function flattenFrom<B extends number>(x: Float<[B, 28, 28]>): Float<[B, 784]> {
  return x.flatten(1);
}

export function anyShape<S extends Shape>(x: Float<S>): Float<S> {
  return x.relu().mul(2);
}

export function residual<S extends Shape>(x: Float<S>, block: (x: Float<S>) => Float<S>): Float<S> {
  return x.add(block(x));
}

exactly<[32, 10]>()(layer(zeros([32, 784]), zeros([784, 10]), zeros([10])).shape);
exactly<[32, 4, 16]>()(attention(zeros([32, 4, 16]), zeros([32, 4, 16]), zeros([32, 4, 16])).shape);
exactly<[32, 784]>()(flattenImages(zeros([32, 28, 28])).shape);
exactly<[2, 8, 5, 12]>()(splitHeads(zeros([2, 5, 96])).shape);
exactly<[2, 3]>()(residual(zeros([2, 3]), anyShape).shape);

declare const batch: number;
exactly<[number, 10]>()(layer(zeros([batch, 784]), zeros([784, 10]), zeros([10])).shape);
