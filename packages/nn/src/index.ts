export { celu } from './activations/celu.js';
export { elu } from './activations/elu.js';
export { type GeluOptions, gelu } from './activations/gelu.js';
export { glu } from './activations/glu.js';
export { hardsigmoid } from './activations/hardsigmoid.js';
export { hardswish } from './activations/hardswish.js';
export { type HardtanhOptions, hardtanh } from './activations/hardtanh.js';
export { leakyRelu } from './activations/leaky-relu.js';
export { logSigmoid } from './activations/log-sigmoid.js';
export { logSoftmax } from './activations/log-softmax.js';
export { mish } from './activations/mish.js';
export { prelu } from './activations/prelu.js';
export { relu6 } from './activations/relu6.js';
export { selu } from './activations/selu.js';
export { silu } from './activations/silu.js';
export { softmax } from './activations/softmax.js';
export { type SoftplusOptions, softplus } from './activations/softplus.js';
export { softsign } from './activations/softsign.js';
export { constant } from './init/constant.js';
export { type Fans, fans } from './init/fans.js';
export { gain, type Nonlinearity } from './init/gain.js';
export { type GlorotOptions, glorotNormal, glorotStandardDeviation, glorotUniform } from './init/glorot.js';
export { type HeOptions, type HeScale, heNormal, heStandardDeviation, heUniform } from './init/he.js';
export { type LayerDefaultOptions, layerDefault, layerDefaultBound } from './init/layer-default.js';
export { lecunNormal, lecunStandardDeviation, lecunUniform } from './init/lecun.js';
export type { Initialiser, InitOptions } from './init/options.js';
export { type OrthogonalOptions, orthogonal } from './init/orthogonal.js';
export { type TruncatedNormalOptions, truncatedNormal } from './init/truncated-normal.js';
export {
  type ConvertedShape,
  type ConvertLabelsOptions,
  convertLabels,
  type EncodedDType,
} from './labels/convert.js';
export type { LabelEncoding } from './labels/encoding.js';
export { Dropout, type DropoutOptions } from './layers/dropout.js';
export { Flatten, type FlattenRule } from './layers/flatten.js';
export { Linear, type LinearInput, type LinearOptions, type LinearRule, type LinearShape } from './layers/linear.js';
export { type FirstSize, type LastSize, MLP, type MlpOptions, type MlpSizes } from './layers/mlp.js';
export { PReLU, type PReLUOptions } from './layers/prelu.js';
export {
  type ChainInput,
  type ChainRule,
  type ChainShape,
  type ChainSteps,
  Sequential,
  type SequentialStep,
} from './layers/sequential.js';
export { binaryCrossEntropy } from './losses/binary-cross-entropy.js';
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
} from './losses/binary-cross-entropy-with-logits.js';
export type { ClassIndices, ClassTarget, LabelsShape } from './losses/class-target.js';
export { type CosineSimilarityOptions, cosineSimilarity } from './losses/cosine-similarity.js';
export { type CrossEntropyOptions, crossEntropy } from './losses/cross-entropy.js';
export { type HingeOptions, hingeLoss } from './losses/hinge-loss.js';
export { type HuberOptions, huberLoss } from './losses/huber-loss.js';
export { type KlDivergenceOptions, klDivergence } from './losses/kl-divergence.js';
export { meanAbsoluteError } from './losses/mean-absolute-error.js';
export { meanSquaredError } from './losses/mean-squared-error.js';
export { type NllOptions, nllLoss } from './losses/nll-loss.js';
export type { LossDType, SameShape } from './losses/operands.js';
export type { Reduced, Reduction, ReductionOption } from './losses/reduction.js';
export { type SmoothL1Options, smoothL1Loss } from './losses/smooth-l1-loss.js';
export { softMarginLoss } from './losses/soft-margin-loss.js';
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from './losses/softmax-cross-entropy.js';
export type { ClassWeights } from './losses/weights.js';
export type { ApplyRule, Layer, OutputShape, SameShapeRule, ShapeRule } from './module/layer.js';
export { Module } from './module/module.js';
export type { LoadOptions, LoadReport, StateDict } from './module/state-dict.js';
export type { FloatLike } from './operand.js';
