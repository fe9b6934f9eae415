/**
 * A network is a nested function. This one is L(g(f(x; w_f); w_g), y), written out by hand:
 *
 *   h = f(x; w_f) = tanh(x·A + a)       a hidden layer,   w_f = (A, a)
 *   z = g(h; w_g) = h·B + b             scores,           w_g = (B, b)
 *   L(z, y) = −mean log softmax(z)_y    the softmax loss
 *
 * Its gradients are derived by hand with the chain rule, asked of Adjoint, and estimated by finite differences; all three
 * must agree. Then gradient descent, w ← w − η ∂L/∂w, lowers the loss.
 */
import { checkGradients } from '@adjoint/testing';
import { grad, oneHot, randomNormal, seed, softmax, softmaxCrossEntropy, type Tensor, tensor } from 'adjoint';

interface Weights {
  readonly f: { readonly A: Tensor<[2, 4], 'float64'>; readonly a: Tensor<[4], 'float64'> };
  readonly g: { readonly B: Tensor<[4, 3], 'float64'>; readonly b: Tensor<[3], 'float64'> };
}

seed(3);
const x = tensor(
  [
    [0.5, -1.2],
    [1.5, 0.3],
    [-0.7, 0.9],
    [-0.2, -0.4],
  ],
  'float64',
);
const y = tensor([0, 2, 1, 1], 'int32');
const start: Weights = {
  f: { A: randomNormal([2, 4], { dtype: 'float64' }), a: randomNormal([4], { dtype: 'float64' }) },
  g: { B: randomNormal([4, 3], { dtype: 'float64' }), b: randomNormal([3], { dtype: 'float64' }) },
};

const f = (inputs: typeof x, { A, a }: Weights['f']): Tensor<[4, 4], 'float64'> => inputs.matmul(A).add(a).tanh();
const g = (hidden: Tensor<[4, 4], 'float64'>, { B, b }: Weights['g']): Tensor<[4, 3], 'float64'> =>
  hidden.matmul(B).add(b);
const loss = (weights: Weights): Tensor<[], 'float64'> => softmaxCrossEntropy(g(f(x, weights.f), weights.g), y);

/** The chain rule by hand: ŷ − y at the scores, then one layer back at a time. */
function gradientsByHand({ f: wf, g: wg }: Weights): Weights {
  const h = f(x, wf);
  const scores = g(h, wg);
  const dz = softmax(scores)
    .sub(oneHot(y, 3, 'float64'))
    .div(4);
  const dh = dz.matmul(wg.B.transpose());
  const dPreactivation = dh.mul(h.square().mul(-1).add(1));
  return {
    f: { A: x.transpose().matmul(dPreactivation), a: dPreactivation.sum(0) },
    g: { B: h.transpose().matmul(dz), b: dz.sum(0) },
  };
}

const byHand = gradientsByHand(start);
const byAdjoint = grad(loss)(start);
for (const [name, hand, adjoint] of [
  ['∂L/∂A', byHand.f.A, byAdjoint.f.A],
  ['∂L/∂a', byHand.f.a, byAdjoint.f.a],
  ['∂L/∂B', byHand.g.B, byAdjoint.g.B],
  ['∂L/∂b', byHand.g.b, byAdjoint.g.b],
] as const) {
  const difference = hand.sub(adjoint).abs().max().item() as number;
  if (!(difference < 1e-12)) throw new Error(`${name}: by hand and by Adjoint differ by ${difference}`);
  console.log(`${name}  largest difference between hand and Adjoint  ${difference.toExponential(1)}`);
}

checkGradients(
  (A, a, B, b) => loss({ f: { A, a }, g: { B, b } } as Weights),
  [start.f.A, start.f.a, start.g.B, start.g.b],
);
console.log('finite differences agree');

const learningRate = 0.5;
let weights = start;
for (let step = 0; step <= 200; step++) {
  if (step % 50 === 0)
    console.log(`step ${String(step).padStart(3)}  loss ${(loss(weights).item() as number).toFixed(6)}`);
  const { f: df, g: dg } = grad(loss)(weights);
  weights = {
    f: { A: weights.f.A.sub(df.A.mul(learningRate)), a: weights.f.a.sub(df.a.mul(learningRate)) },
    g: { B: weights.g.B.sub(dg.B.mul(learningRate)), b: weights.g.b.sub(dg.b.mul(learningRate)) },
  };
}
