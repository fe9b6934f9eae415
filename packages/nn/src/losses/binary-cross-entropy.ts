import { type AnyTensor, customVjp, type Tensor } from '@adjoint/core';
import { checkOperands, type LossDType, type SameShape } from './operands.js';
import { checkProbabilities } from './probabilities.js';
import { type Reduced, type Reduction, type ReductionOption, reduceLosses } from './reduction.js';

const smallestLogarithm = -100;
const smallestVariance = 1e-12;

function limitedLog(x: AnyTensor): AnyTensor {
  return x.log().clip(smallestLogarithm, undefined);
}

function complementLog(x: AnyTensor): AnyTensor {
  return x.neg().log1p().clip(smallestLogarithm, undefined);
}

/** Its own derivative, because that of the limited logarithm is 0 · ∞ at 0 and at 1. */
const losses = customVjp(
  (x: AnyTensor, y: AnyTensor): AnyTensor =>
    y
      .mul(limitedLog(x))
      .add(y.neg().add(1).mul(complementLog(x)))
      .neg(),
  ({ cotangent, inputs }) => {
    const [x, y] = inputs as [AnyTensor, AnyTensor];
    const variance = x.mul(x.neg().add(1)).clip(smallestVariance, undefined);
    return [cotangent.mul(x.sub(y).div(variance)), cotangent.mul(complementLog(x).sub(limitedLog(x)))];
  },
  { name: 'binaryCrossEntropy', linear: true },
);

/**
 * Binary cross-entropy of a probability x with a label y in [0, 1]: −(y ln x + (1 − y) ln(1 − x)), where the logarithms
 * are limited to at least −100, so that it stays finite at 0 and 1. Where there are logits, prefer
 * `binaryCrossEntropyWithLogits`, which loses nothing.
 *
 * Gradient in x: (x − y) / max(x (1 − x), 10⁻¹²).
 *
 * Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning" (2016), section 6.2.2.2; the limits are PyTorch's.
 *
 * @throws RangeError where the shapes differ, a probability or label known at the call lies outside [0, 1] (which one,
 *   and where), or for the mean of nothing
 */
export function binaryCrossEntropy<X extends AnyTensor, T extends AnyTensor, const R extends Reduction = 'mean'>(
  probabilities: X,
  target: SameShape<X['shape'], T>,
  options?: ReductionOption<R>,
): Tensor<Reduced<X['shape'], R>, LossDType<X, T>>;
export function binaryCrossEntropy(
  probabilities: AnyTensor,
  target: AnyTensor,
  options: ReductionOption = {},
): AnyTensor {
  const op = 'binaryCrossEntropy';
  checkOperands(op, probabilities, target, 'probabilities');
  checkProbabilities(op, 'probability', probabilities);
  checkProbabilities(op, 'label', target);
  const dtype = target.dtype === 'float64' ? 'float64' : probabilities.dtype;
  return reduceLosses(op, losses(probabilities.cast(dtype), target.cast(dtype)), options.reduction);
}
